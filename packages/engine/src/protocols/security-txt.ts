export interface SecurityTxt {
  /** `https:`, `mailto:` and `tel:` URIs, the preferred one first. */
  contacts: string[];
  /** ISO 8601; null when there is none that can be read. */
  expires: string | null;
  /** URIs that the file says it can be found at. */
  canonical: string[];
  /** It is wrapped in an OpenPGP cleartext signature, which is not verified. */
  signed: boolean;
  /** One sentence each. */
  problems: string[];
}

const MAX_LINES = 1_000;
const MAX_FIELDS = 50;
const MAX_VALUE = 2_048;
const FIELD = /^([A-Za-z][A-Za-z0-9-]{0,40}):[ \t]*(.*)$/;
/** RFC 3339 section 5.6. */
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
const BEGIN = '-----BEGIN PGP SIGNED MESSAGE-----';
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----';
const END = '-----END PGP SIGNATURE-----';
/** Fields whose values are URIs; those of the web must be of https (RFC 9116 section 2.5). */
const URI_FIELDS = ['acknowledgments', 'canonical', 'contact', 'encryption', 'hiring', 'policy', 'csaf'];

/** Reads a security.txt file (RFC 9116). */
export function parseSecurityTxt(text: string): SecurityTxt {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/, MAX_LINES);
  const { content, signed, problems } = unwrap(lines);
  const fields = fieldsOf(content, problems);
  const valuesOf = (name: string) => fields.filter(([each]) => each === name).map(([, value]) => value);
  problems.push(...fields.flatMap(([name, value]) => uriProblem(name, value)));
  const contacts = valuesOf('contact').filter(isContact);
  if (contacts.length === 0) problems.push('Contact is missing.');
  const expires = valuesOf('expires');
  if (expires.length !== 1)
    problems.push(`Expires stands ${expires.length === 0 ? 'nowhere' : 'more than once'}.`);
  const date = dateOf(expires[0] ?? '');
  if (expires.length === 1 && date === null) problems.push('Expires is not a date and time of RFC 3339.');
  if (valuesOf('preferred-languages').length > 1) problems.push('Preferred-Languages stands more than once.');
  return { contacts, expires: date, canonical: valuesOf('canonical'), signed, problems };
}

/** Takes off the signature's frame (RFC 9580 section 7): its header, dashes before lines, and what is behind it. */
function unwrap(lines: readonly string[]): { content: string[]; signed: boolean; problems: string[] } {
  const start = lines.findIndex((line) => line.trim() !== '');
  if (lines[start]?.trimEnd() !== BEGIN) return { content: [...lines], signed: false, problems: [] };
  const body = lines.findIndex((line, at) => at > start && line.trim() === '');
  const end = lines.findIndex((line) => line.trimEnd() === SIGNATURE);
  const content = lines.slice(body === -1 ? lines.length : body, end === -1 ? lines.length : end);
  const isWhole = body !== -1 && end > body && lines.some((line, at) => at > end && line.trimEnd() === END);
  return {
    content: content.map((line) => line.replace(/^- /, '')),
    signed: isWhole,
    problems: isWhole ? [] : ['The signature is not whole.'],
  };
}

function fieldsOf(lines: readonly string[], problems: string[]): [name: string, value: string][] {
  const fields: [string, string][] = [];
  for (const line of lines) {
    const text = line.slice(0, MAX_VALUE).trimEnd();
    if (text === '' || text.startsWith('#')) continue;
    const match = FIELD.exec(text);
    if (match === null) {
      problems.push('A line is neither a field nor a comment.');
      break;
    }
    const [, name = '', value = ''] = match;
    if (fields.length < MAX_FIELDS) fields.push([name.toLowerCase(), value]);
  }
  return fields;
}

function isContact(value: string): boolean {
  return /^(?:https:\/\/|mailto:|tel:)\S+$/i.test(value) && URL.canParse(value);
}

function uriProblem(name: string, value: string): string[] {
  if (!URI_FIELDS.includes(name)) return [];
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  if (/\s/.test(value) || !URL.canParse(value)) return [`${title} is not a URI.`];
  if (/^http:/i.test(value)) return [`${title} is not reached over https.`];
  return [];
}

function dateOf(value: string): string | null {
  const [, day, time, , zone] = DATE_TIME.exec(value) ?? [];
  const at = day === undefined ? Number.NaN : Date.parse(`${day}T${time}${zone?.toUpperCase()}`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
