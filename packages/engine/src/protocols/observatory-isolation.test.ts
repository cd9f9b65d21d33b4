import { checkRows, pageWith, plainSite } from '../../test/observatory-table.ts';
import {
  crossOriginEmbedderPolicy,
  crossOriginOpenerPolicy,
  crossOriginResourcePolicy,
} from './observatory-isolation.ts';

const corp = (value: string) => pageWith({ 'Cross-Origin-Resource-Policy': value });
checkRows(crossOriginResourcePolicy, [
  ['nothing', plainSite, 'corp-not-implemented'],
  ['same-origin', corp('Same-Origin '), 'corp-implemented-with-same-origin'],
  ['same-site', corp('same-site'), 'corp-implemented-with-same-site'],
  ['cross-origin', corp('cross-origin'), 'corp-implemented-with-cross-origin'],
  ['another word', corp('whimsy'), 'corp-header-invalid'],
]);

const coop = (...values: string[]) => pageWith({ 'Cross-Origin-Opener-Policy': values });
checkRows(crossOriginOpenerPolicy, [
  ['nothing', plainSite, 'coop-not-implemented'],
  ['same-origin', coop('same-origin; report-to="coop"'), 'coop-implemented-with-same-origin'],
  ['popups', coop('same-origin-allow-popups'), 'coop-implemented-with-same-origin-allow-popups'],
  ['noopener', coop('noopener-allow-popups'), 'coop-implemented-with-noopener-allow-popups'],
  ['none', coop('unsafe-none'), 'coop-implemented-with-unsafe-none'],
  ['capitals', coop('Same-Origin'), 'coop-header-invalid'],
  ['two fields', coop('same-origin', 'unsafe-none'), 'coop-header-invalid'],
]);

const coep = (value: string) => pageWith({ 'Cross-Origin-Embedder-Policy': value });
checkRows(crossOriginEmbedderPolicy, [
  ['nothing', plainSite, 'coep-not-implemented'],
  ['require-corp', coep('require-corp'), 'coep-implemented-with-require-corp'],
  ['credentialless', coep('credentialless; report-to'), 'coep-implemented-with-credentialless'],
  ['none', coep('unsafe-none'), 'coep-implemented-with-unsafe-none'],
  ['a string', coep('"require-corp"'), 'coep-header-invalid'],
]);
