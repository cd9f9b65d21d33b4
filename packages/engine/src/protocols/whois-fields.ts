/** One thing that a WHOIS answer says. */
export interface WhoisField {
  /** Counted from 1. */
  line: number;
  /** Paragraphs, counted from 0: what blank lines part. */
  block: number;
  /** Heading that it stands under, written as a key; empty when it stands under none. */
  section: string;
  /** Lower case, words parted by one space, without numbers at its end: `registry expiry date`. Empty for a bare line. */
  key: string;
  value: string;
}

const MAX_KEY = 70;
const TAB = 8;
const COMMENT = /^(?:[%#;]|>>>|<<<|--)/;
const BRACKETED = /^(?:[a-z]\. ?)?\[(?! )([^\]]{1,40})\][ \t]*(.*)$/;
/** `Registered on 30th April 2003`, `Record created on 2000-08-24 00:00:00`. */
const SENTENCE =
  /^(?:record |domain )?((?:created|registered|expires|last updated|last modified) on)[ \t]+(?=\d)(.*)$/i;
/** Headings of registries that do not tell them by indenting what belongs to them. */
const HEADING =
  /^(?:domain|domain holder|registrant|registrar|holder|owner|(?:domain )?name ?servers?|domain servers|name servers? information|dnssec|keys|additional info|(?:primary|secondary) name server|(?:admin|administrative|tech|technical|billing|zone)(?: contacts?)?)$/;
/** Keys that mean something under a heading alone. */
const BELONGING =
  /^(?:name|type|id|org id|organi[sz]ation|org|org name|organi[sz]ation name|nic handle|handle|nserver|hostname|address)$/;

interface Line {
  number: number;
  indent: number;
  /** null for a bare line. */
  key: string | null;
  value: string;
}

interface Section {
  name: string;
  indent: number;
  /** What belongs to it is indented further; otherwise it ends with its paragraph. */
  indented: boolean;
  filled: boolean;
}

/**
 * Takes a WHOIS answer (RFC 3912, which says nothing of its form) apart: `Key: value`, `[Key] value`, `key....: value`,
 * headings with indented lines or a paragraph under them, values that go on in further lines. Comments are left out.
 */
export function whoisFields(lines: readonly string[]): WhoisField[] {
  const read = lines.map(readLine);
  const fields: WhoisField[] = [];
  let section: Section | null = null;
  let last: { indent: number; key: string } | null = null;
  let block = 0;
  for (const [at, line] of read.entries()) {
    if (line === null) {
      if (lines[at]?.trim() === '') {
        block += 1;
        last = null;
        if (section?.indented === false && section.filled) section = null;
      }
      continue;
    }
    if (section?.indented && line.indent <= section.indent) section = null;
    const opened: Section | null = openedSection(line, read[at + 1] ?? null, read[at + 2] ?? null);
    if (opened !== null) {
      section = opened;
      last = null;
      continue;
    }
    const name = section?.name ?? '';
    if (section !== null) section.filled = true;
    if (line.key !== null) last = { indent: line.indent, key: line.key };
    const key = line.key ?? (last !== null && line.indent > last.indent ? last.key : '');
    if (line.value !== '') fields.push({ line: line.number, block, section: name, key, value: line.value });
  }
  return fields;
}

/** null for a blank line and a comment. */
function readLine(text: string, at: number): Line | null {
  const bare = text.trim().replace(/^\*{1,3} */, '');
  if (bare === '' || COMMENT.test(bare)) return null;
  const line = { number: at + 1, indent: indentOf(text) };
  const [, bracketed, inside] = BRACKETED.exec(bare) ?? [];
  if (bracketed !== undefined) return { ...line, key: normalKey(bracketed), value: inside ?? '' };
  const [, sentence, date] = SENTENCE.exec(bare) ?? [];
  if (sentence !== undefined) return { ...line, key: normalKey(sentence), value: date ?? '' };
  const colon = bare.search(/[:：]/);
  const key = bare.slice(0, Math.max(colon, 0)).trim();
  const value = bare.slice(colon + 1).trim();
  const isPair =
    key.length > 0 && key.length <= MAX_KEY && /^\p{L}/u.test(key) && !/[\p{L}\d]\.[\p{L}\d]/u.test(key);
  // Addresses of the web and of IPv6 have colons of their own.
  const isAddress = value.startsWith('//') || (/^[\da-f]{1,4}$/i.test(key) && /^[\da-f]{0,4}:/i.test(value));
  if (!isPair || isAddress) return { ...line, key: null, value: bare };
  return { ...line, key: normalKey(key), value };
}

function openedSection(line: Line, next: Line | null, afterNext: Line | null): Section | null {
  const { key, value, indent } = line;
  const name = key ?? normalKey(value);
  const isKnown = HEADING.test(name);
  const section = { name, indent, indented: true, filled: false };
  if (key === null) {
    if (!isKnown) return null;
    const follower = next ?? afterNext;
    return { ...section, indented: follower !== null && follower.indent > indent };
  }
  if (value !== '') return null;
  if (next === null) {
    const isList =
      isKnown && name.includes('server') && afterNext?.key === null && afterNext.indent >= indent;
    return isList ? { ...section, indented: afterNext.indent > indent } : null;
  }
  if (next.indent > indent) return section;
  const belongs = next.key === null || BELONGING.test(next.key);
  return isKnown && next.indent === indent && belongs ? { ...section, indented: false } : null;
}

function normalKey(text: string): string {
  return text
    .slice(0, MAX_KEY)
    .toLowerCase()
    .replace(/\([^()]*\)/g, ' ')
    .replace(/[\s._:-]+/g, ' ')
    .replace(/[ \d]+$/, '')
    .trimStart();
}

function indentOf(text: string): number {
  let indent = 0;
  for (const char of text) {
    if (char === '\t') indent += TAB;
    else if (char === ' ') indent += 1;
    else break;
  }
  return indent;
}
