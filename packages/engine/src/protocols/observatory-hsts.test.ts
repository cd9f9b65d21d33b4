import { checkRows, pageWith, plainSite } from '../../test/observatory-table.ts';
import { strictTransportSecurity } from './observatory-hsts.ts';

const field = (...values: string[]) => pageWith({ 'Strict-Transport-Security': values });

checkRows(strictTransportSecurity, [
  ['nothing', plainSite, 'hsts-not-implemented'],
  ['no https', { ...plainSite, https: null }, 'hsts-not-implemented-no-https'],
  ['a bad certificate', { ...plainSite, https: { headers: {}, verified: false } }, 'hsts-invalid-cert'],
  ['180 days', field('Max-Age=15552000; includeSubDomains'), 'hsts-implemented-max-age-at-least-six-months'],
  ['a second less', field('max-age=15551999'), 'hsts-implemented-max-age-less-than-six-months'],
  ['no number', field('max-age=long'), 'hsts-implemented-max-age-at-least-six-months'],
  ['no max-age', field('includeSubDomains'), 'hsts-header-invalid'],
  ['an empty field', field(''), 'hsts-header-invalid'],
  ['two fields', field('max-age=31536000', 'max-age=31536000'), 'hsts-header-invalid'],
  ['a preloaded host', { ...plainSite, preloaded: true }, 'hsts-preloaded'],
  [
    'another preloaded host',
    { ...plainSite, preloaded: (host) => host === 'other.test' },
    'hsts-not-implemented',
  ],
  [
    'a preloaded host without https',
    { ...plainSite, https: null, preloaded: true },
    'hsts-not-implemented-no-https',
  ],
]);
