import { checkRows, pageWith, plainSite } from '../../test/observatory-table.ts';
import { referrerPolicy } from './observatory-referrer-policy.ts';

const field = (...values: string[]) => pageWith({ 'Referrer-Policy': values });
const meta = (content: string) => `<meta name=Referrer content="${content}">`;

checkRows(referrerPolicy, [
  ['nothing', plainSite, 'referrer-policy-not-implemented'],
  ...['no-referrer', 'same-origin', 'strict-origin', ' STRICT-ORIGIN-when-cross-origin'].map(
    (value) => [value, field(value), 'referrer-policy-private'] as const,
  ),
  ...['origin', 'origin-when-cross-origin', 'unsafe-url', 'no-referrer-when-downgrade'].map(
    (value) => [value, field(value), 'referrer-policy-unsafe'] as const,
  ),
  ['the last known word', field('unsafe-url', 'no-referrer, whimsy'), 'referrer-policy-private'],
  ['no known word', field('whimsy'), 'referrer-policy-header-invalid'],
  ['an empty field', field(''), 'referrer-policy-header-invalid'],
  ['a meta element', pageWith({}, meta('no-referrer')), 'referrer-policy-private'],
  [
    'a meta element after the field',
    pageWith({ 'referrer-policy': 'no-referrer' }, meta('origin')),
    'referrer-policy-unsafe',
  ],
]);
