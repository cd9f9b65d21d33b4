import { checkRows, plainSite } from '../../test/observatory-table.ts';
import { crossOriginResourceSharing } from './observatory-cors.ts';

const origin = 'https://stranger.test';
const answer = (allowed: string, credentials?: string) => ({
  ...plainSite,
  cors: {
    origin,
    headers: { 'Access-Control-Allow-Origin': allowed, 'Access-Control-Allow-Credentials': credentials },
  },
});

checkRows(crossOriginResourceSharing, [
  ['no answer', plainSite, 'cross-origin-resource-sharing-not-implemented'],
  [
    'an answer without the field',
    { ...plainSite, cors: { headers: {} } },
    'cross-origin-resource-sharing-not-implemented',
  ],
  ['any origin', answer(' * ', 'true'), 'cross-origin-resource-sharing-implemented-with-public-access'],
  [
    'one other origin',
    answer('https://acme.test', 'true'),
    'cross-origin-resource-sharing-implemented-with-restricted-access',
  ],
  ['the asking origin', answer(origin), 'cross-origin-resource-sharing-implemented-with-restricted-access'],
  [
    'the asking origin with credentials',
    answer(origin, ' TRUE'),
    'cross-origin-resource-sharing-implemented-with-universal-access',
  ],
  [
    'the origin of the Observatory with credentials',
    {
      ...plainSite,
      cors: {
        headers: [
          ['access-control-allow-origin', 'https://http-observatory.security.mozilla.org'],
          ['access-control-allow-credentials', 'true'],
        ],
      },
    },
    'cross-origin-resource-sharing-implemented-with-universal-access',
  ],
]);
