import { checkRows, plainSite } from '../../test/observatory-table.ts';
import { redirection } from './observatory-redirection.ts';

const route = (...urls: string[]) => ({
  ...plainSite,
  http: { headers: {}, redirects: urls.map((url) => ({ url })) },
});
const [plain, safe, www] = ['http://acme.test/', 'https://acme.test/', 'https://www.acme.test/'];

checkRows(redirection, [
  ['no http', { ...plainSite, http: null }, 'redirection-not-needed-no-http'],
  ['to https and on', route(plain, safe, www), 'redirection-to-https'],
  [
    'the answering URL told apart',
    { ...plainSite, http: { headers: {}, url: safe, redirects: [{ url: plain }] } },
    'redirection-to-https',
  ],
  ['nowhere', route(plain), 'redirection-missing'],
  ['nowhere, and no route is told', { ...plainSite, http: { headers: {} } }, 'redirection-missing'],
  ['to http', route(plain, safe, 'http://www.acme.test/'), 'redirection-not-to-https'],
  [
    'over http',
    route(plain, 'http://www.acme.test/', www),
    'redirection-not-to-https-on-initial-redirection',
  ],
  ['to another host', route(plain, www), 'redirection-off-host-from-http'],
  [
    'a bad certificate on the way',
    { ...plainSite, http: { headers: {}, verified: false } },
    'redirection-invalid-cert',
  ],
  [
    'hosts that are preloaded',
    { ...route(plain, www), preloaded: ['acme.test', 'www.acme.test'] },
    'redirection-all-redirects-preloaded',
  ],
  [
    'one host that is not',
    { ...route(plain, www), preloaded: ['acme.test'] },
    'redirection-off-host-from-http',
  ],
]);
