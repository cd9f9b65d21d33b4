/** The logical values of NISTIR 7695 section 5.3.1, or a string in the form of a formatted string: quoted by backslashes. */
export type CpeValue = { kind: 'any' } | { kind: 'na' } | { kind: 'text'; text: string };

export const ATTRIBUTES = [
  'part',
  'vendor',
  'product',
  'version',
  'update',
  'edition',
  'language',
  'swEdition',
  'targetSw',
  'targetHw',
  'other',
] as const;

export type CpeAttribute = (typeof ATTRIBUTES)[number];
export type CpeName = Readonly<Record<CpeAttribute, CpeValue>>;

const MAX_NAME = 2048;
const ANY: CpeValue = { kind: 'any' };
const NA: CpeValue = { kind: 'na' };

/** What may stand in a value unquoted; wild cards stand at its ends alone (NISTIR 7695 section 5.3.2). */
const TEXT = /^(?:\*|\?{1,100})?(?:[a-z0-9._-]|\\[!-/:-@[-`{-~])+(?:\*|\?{1,100})?$/;
const WILD_ALONE = /^\?{1,100}$/;

/**
 * Reads a formatted string of CPE 2.3 or a URI of 2.2 (NISTIR 7695 sections 6.1 and 6.2).
 * @returns null when it is neither
 */
export function parseCpe(text: string): CpeName | null {
  if (text.length > MAX_NAME) return null;
  const lower = text.trim().toLowerCase();
  if (lower.startsWith('cpe:2.3:')) return named(split(lower.slice(8)).map(ofFormatted), ATTRIBUTES.length);
  if (lower.startsWith('cpe:/')) return named(ofUri(lower.slice(5)), 1);
  return null;
}

/** At a colon that no backslash quotes. */
function split(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === ':') {
      parts.push(part);
      part = '';
    } else if (char === '\\') {
      part += char + text.charAt(at + 1);
      at += 1;
    } else part += char;
  }
  return [...parts, part];
}

function named(values: readonly (CpeValue | null)[], atLeast: number): CpeName | null {
  if (values.length < atLeast || values.length > ATTRIBUTES.length) return null;
  if (values.includes(null)) return null;
  const [part] = values;
  if (part?.kind === 'text' && !/^[aoh]$/.test(part.text)) return null;
  const of = (attribute: CpeAttribute) => values[ATTRIBUTES.indexOf(attribute)] ?? ANY;
  return Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, of(attribute)])) as CpeName;
}

function ofFormatted(text: string): CpeValue | null {
  if (text === '*') return ANY;
  if (text === '-') return NA;
  return TEXT.test(text) || WILD_ALONE.test(text) ? { kind: 'text', text: plain(text) } : null;
}

/** A dot, a hyphen and an underscore mean the same with and without a backslash. */
function plain(text: string): string {
  return text.replace(/\\([a-z0-9._-])/g, '$1');
}

/** `%01` is `?` and `%02` is `*` (section 6.1.2.1); five values are packed into the edition behind tildes (6.1.2.2). */
function ofUri(text: string): (CpeValue | null)[] {
  const [part = '', vendor, product, version, update, edition = '', language, ...more] = text.split(':');
  if (more.length > 0) return [null];
  const [, ...packed] = edition.startsWith('~') ? edition.split('~') : [];
  const [packedEdition = '', swEdition, targetSw, targetHw, other] = packed;
  if (packed.length !== 0 && packed.length !== 5) return [null];
  const front = [
    part,
    vendor,
    product,
    version,
    update,
    packed.length > 0 ? packedEdition : edition,
    language,
  ];
  return [...front, swEdition, targetSw, targetHw, other].map((value) => ofUriPart(value ?? ''));
}

function ofUriPart(text: string): CpeValue | null {
  if (text === '') return ANY;
  if (text === '-') return NA;
  if (!/^(?:[a-z0-9._~-]|%[0-9a-f]{2})*$/.test(text)) return null;
  const formatted = text.replace(/%([0-9a-f]{2})|~/g, (_, hex: string | undefined) => {
    const code = hex === undefined ? 0x7e : Number.parseInt(hex, 16);
    if (code === 1) return '?';
    if (code === 2) return '*';
    const char = String.fromCharCode(code);
    return /[a-z0-9]/.test(char) ? char : `\\${char}`;
  });
  return ofFormatted(formatted);
}
