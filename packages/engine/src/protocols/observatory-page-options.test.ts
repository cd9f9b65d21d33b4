import { checkRows, pageWith, plainSite } from '../../test/observatory-table.ts';
import { xContentTypeOptions, xFrameOptions } from './observatory-page-options.ts';

const sniff = (...values: string[]) => pageWith({ 'X-Content-Type-Options': values });
checkRows(xContentTypeOptions, [
  ['nothing', plainSite, 'x-content-type-options-not-implemented'],
  ['nosniff', sniff(' NoSniff'), 'x-content-type-options-nosniff'],
  ['another word', sniff('whimsy'), 'x-content-type-options-header-invalid'],
  ['two fields', sniff('nosniff', 'nosniff'), 'x-content-type-options-header-invalid'],
]);

const frame = (value: string) => pageWith({ 'X-Frame-Options': value });
const policy = (value: string) => pageWith({ 'Content-Security-Policy': value, 'X-Frame-Options': 'whimsy' });
checkRows(xFrameOptions, [
  ['nothing', plainSite, 'x-frame-options-not-implemented'],
  ['an empty field', frame(''), 'x-frame-options-not-implemented'],
  ['deny', frame('DENY'), 'x-frame-options-sameorigin-or-deny'],
  ['sameorigin', frame(' SameOrigin '), 'x-frame-options-sameorigin-or-deny'],
  ['allow-from', frame('ALLOW-FROM https://a.test'), 'x-frame-options-allow-from-origin'],
  ['another word', frame('whimsy'), 'x-frame-options-header-invalid'],
  ['frame-ancestors', policy("default-src 'self'; frame-ancestors *"), 'x-frame-options-implemented-via-csp'],
  [
    'frame-ancestors in an invalid policy',
    policy("frame-ancestors 'none'; img-src *; img-src *"),
    'x-frame-options-header-invalid',
  ],
  [
    'frame-ancestors in a meta element',
    pageWith({}, `<meta http-equiv=content-security-policy content="frame-ancestors 'none'">`),
    'x-frame-options-not-implemented',
  ],
]);
