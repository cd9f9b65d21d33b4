import { problemAt, readFields, type TextProblem } from './field-list.ts';
import { trimWsp } from './wsp.ts';

const PREFIX = 'v=TLSRPTv1;';
const NEARLY = /^[\s"']{0,4}v\s{0,4}=\s{0,4}TLS-?RPT/i;
const MAX_URIS = 50;
/** RFC 3986 in what matters here; "!", "," and ";" must be percent-encoded (RFC 8460 section 3). */
const MAILTO =
  /^mailto:[^\s@<>"!,;?]{1,64}@[^\s@<>"!,;?]{1,253}(?:\?[\x21\x23-\x2b\x2d-\x3a\x3d\x3f-\x7e]{0,500})?$/i;
const HTTPS = /^https:\/\/[A-Za-z0-9[][\x23-\x2b\x2d-\x3a\x3d\x3f-\x7e]{0,2000}$/i;

export interface TlsRptRecord {
  text: string;
  /** Where reports go, as written; the malformed are left out. */
  rua: readonly string[];
  problems: readonly TextProblem[];
}

/** The TXT records at `_smtp._tls`, as a reporter reads them. */
export type TlsRptSelection =
  | { state: 'absent' }
  | { state: 'several'; texts: readonly string[] }
  | { state: 'present'; record: TlsRptRecord };

/** The one record that counts (RFC 8460 section 3). A text that only resembles one is told with what is wrong. */
export function selectTlsRpt(texts: readonly string[]): TlsRptSelection {
  const records = texts.filter((text) => text.startsWith(PREFIX));
  const [only] = records;
  if (records.length > 1) return { state: 'several', texts: records };
  if (only !== undefined) return { state: 'present', record: parseTlsRpt(only) };
  const nearly = texts.find((text) => NEARLY.test(text));
  return nearly === undefined ? { state: 'absent' } : { state: 'present', record: parseTlsRpt(nearly) };
}

/** Reads a record such as `v=TLSRPTv1; rua=mailto:tls@example.com`. Never throws. */
export function parseTlsRpt(text: string): TlsRptRecord {
  if (!text.startsWith(PREFIX)) {
    return { text, rua: [], problems: [problemAt(0, text, `The record must begin with "${PREFIX}".`)] };
  }
  const { fields, problems } = readFields(text);
  const field = fields.find(({ name }) => name === 'rua');
  if (field === undefined) {
    problems.push(problemAt(0, text, 'rua is missing: there is nowhere to report to.'));
    return { text, rua: [], problems };
  }
  const uris = field.value.split(',', MAX_URIS).map(trimWsp);
  const rua = uris.filter((uri) => MAILTO.test(uri) || HTTPS.test(uri));
  const wrong = uris.find((uri) => !rua.includes(uri));
  if (wrong !== undefined) {
    const message = 'rua must be mailto: and https: URIs, separated by commas.';
    problems.push(problemAt(field.position, wrong, message));
  }
  return { text, rua, problems };
}
