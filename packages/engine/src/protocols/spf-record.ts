import { canonicalPrefix } from './ip-address.ts';
import { endsLikeDomain, type MacroPart, parseMacros } from './spf-macro.ts';

export type Qualifier = '+' | '-' | '~' | '?';

interface TermBase {
  /** As written. */
  text: string;
  /** Index in the record. */
  position: number;
}

export type Mechanism = TermBase & { kind: 'mechanism'; qualifier: Qualifier } & (
    | { name: 'all' }
    | { name: 'include' | 'exists'; domain: MacroPart[] }
    | { name: 'ptr'; domain: MacroPart[] | null }
    /** `domain` null: the domain that is checked. */
    | { name: 'a' | 'mx'; domain: MacroPart[] | null; prefix4: number; prefix6: number }
    /** In canonical form, its host bits cleared. */
    | { name: 'ip4' | 'ip6'; network: string }
  );

export type Modifier = TermBase & { kind: 'modifier' } & (
    | { name: 'redirect' | 'exp'; domain: MacroPart[] }
    /** To be ignored (RFC 7208 section 6). */
    | { name: 'unknown'; written: string }
  );

export type Term = Mechanism | Modifier;

export interface SpfProblem {
  position: number;
  text: string;
  message: string;
}

export interface SpfRecord {
  terms: readonly Term[];
  /** A record with any is a permerror as a whole (section 4.6). */
  problems: readonly SpfProblem[];
}

const VERSION = /^v=spf1(?= |$)/i;
const MODIFIER = /^([a-z][a-z0-9._-]*)=(.*)$/is;
const MECHANISM = /^([+\-~?]?)([a-z][a-z0-9]*)((?:[:/].*)?)$/is;
const MAX_PROBLEMS = 20;

/** The texts that are SPF records; there should be one (RFC 7208 section 4.5). */
export function selectRecords(texts: readonly string[]): string[] {
  return texts.filter((text) => VERSION.test(text));
}

/** Reads a record, telling every fault with its place (RFC 7208 sections 4.6, 5, 6, 12). */
export function parse(text: string): SpfRecord {
  if (!VERSION.test(text)) {
    return {
      terms: [],
      problems: [{ position: 0, text: text.slice(0, 20), message: 'The record must begin with "v=spf1".' }],
    };
  }
  const terms: Term[] = [];
  const problems: SpfProblem[] = [];
  const seen = new Set<string>();
  for (const { position, text: written } of split(text)) {
    const read = onlyOnce(readTerm(written), seen);
    if (!('message' in read)) {
      seen.add(read.name);
      terms.push({ ...read, text: written, position });
    } else if (problems.length < MAX_PROBLEMS) {
      problems.push({ position, text: written.slice(0, 80), message: read.message });
    }
  }
  return { terms, problems };
}

/**
 * Where the one record among the texts continues (RFC 7208 section 6.1); null when it does not, or depends on the
 * message.
 */
export function redirectOf(texts: readonly string[]): string | null {
  const records = selectRecords(texts);
  const { terms, problems } = parse(records[0] ?? '');
  if (records.length !== 1 || problems.length > 0 || terms.some(({ name }) => name === 'all')) return null;
  const redirect = terms.find(({ name }) => name === 'redirect');
  const [domain, ...macros] = redirect?.name === 'redirect' ? redirect.domain : [];
  if (typeof domain !== 'string' || macros.length > 0) return null;
  return domain.toLowerCase().replace(/\.$/, '');
}

function split(record: string): { position: number; text: string }[] {
  const found: { position: number; text: string }[] = [];
  let position = 'v=spf1'.length;
  for (const text of record.slice(position).split(' ')) {
    if (text !== '') found.push({ position, text });
    position += text.length + 1;
  }
  return found;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type ReadTerm = DistributiveOmit<Term, 'text' | 'position'>;
type Fault = { message: string };

function onlyOnce(read: ReadTerm | Fault, seen: ReadonlySet<string>): ReadTerm | Fault {
  if ('message' in read || (read.name !== 'redirect' && read.name !== 'exp')) return read;
  return seen.has(read.name) ? { message: `"${read.name}" stands more than once.` } : read;
}

function readTerm(text: string): ReadTerm | Fault {
  const modifier = MODIFIER.exec(text);
  if (modifier !== null) return readModifier(modifier[1] ?? '', modifier[2] ?? '');
  const [, qualifier = '', name = '', rest = ''] = MECHANISM.exec(text) ?? [];
  if (name === '') return { message: 'This is neither a mechanism nor a modifier.' };
  return readMechanism((qualifier || '+') as Qualifier, name.toLowerCase(), rest);
}

function readModifier(written: string, value: string): ReadTerm | Fault {
  const name = written.toLowerCase();
  if (name === 'redirect' || name === 'exp') {
    const domain = readDomain(value);
    return 'message' in domain ? domain : { kind: 'modifier', name, domain: domain.parts };
  }
  const parsed = parseMacros(value, 'explanation');
  return parsed.ok ? { kind: 'modifier', name: 'unknown', written } : { message: parsed.message };
}

function readMechanism(qualifier: Qualifier, name: string, rest: string): ReadTerm | Fault {
  const base = { kind: 'mechanism', qualifier } as const;
  switch (name) {
    case 'all':
      return rest === '' ? { ...base, name } : { message: '"all" takes no argument.' };
    case 'include':
    case 'exists': {
      if (!rest.startsWith(':')) return { message: `"${name}" needs a domain.` };
      const domain = readDomain(rest.slice(1));
      return 'message' in domain ? domain : { ...base, name, domain: domain.parts };
    }
    case 'ptr': {
      if (rest === '') return { ...base, name, domain: null };
      const domain = readDomain(rest.startsWith(':') ? rest.slice(1) : '');
      return 'message' in domain ? domain : { ...base, name, domain: domain.parts };
    }
    case 'a':
    case 'mx':
      return readHosts(base, name, rest);
    case 'ip4':
    case 'ip6':
      return readNetwork(base, name, rest);
    default:
      return { message: `There is no mechanism "${name.slice(0, 20)}".` };
  }
}

type Base = { kind: 'mechanism'; qualifier: Qualifier };

/** A dual-cidr-length ends the term; what stands before it may itself have slashes. */
const DUAL_CIDR = /(?:\/(0|[1-9][0-9]?))?(?:\/\/(0|[1-9][0-9]{0,2}))?$/;

function readHosts(base: Base, name: 'a' | 'mx', rest: string): ReadTerm | Fault {
  const tail = rest.slice(-10);
  const [cidr = '', length4 = '32', length6 = '128'] = DUAL_CIDR.exec(tail) ?? [];
  const [prefix4, prefix6] = [Number(length4), Number(length6)];
  if (prefix4 > 32 || prefix6 > 128) return { message: `"${cidr}" is no prefix length.` };
  const head = rest.slice(0, rest.length - cidr.length);
  if (head === '') return { ...base, name, domain: null, prefix4, prefix6 };
  if (!head.startsWith(':')) return { message: `"${head.slice(0, 20)}" is no prefix length.` };
  const domain = readDomain(head.slice(1));
  return 'message' in domain ? domain : { ...base, name, domain: domain.parts, prefix4, prefix6 };
}

function readNetwork(base: Base, name: 'ip4' | 'ip6', rest: string): ReadTerm | Fault {
  const family = name === 'ip4' ? 'IPv4' : 'IPv6';
  if (!rest.startsWith(':')) return { message: `"${name}" needs an ${family} address.` };
  const [address = '', length, ...more] = rest.slice(1).split('/');
  const width = name === 'ip4' ? '32' : '128';
  const wellFormed = length === undefined || /^(?:0|[1-9][0-9]{0,2})$/.test(length);
  const network = wellFormed && more.length === 0 ? canonicalPrefix(`${address}/${length ?? width}`) : null;
  if (network === null || network.includes(':') !== (name === 'ip6')) {
    return { message: `"${rest.slice(1, 60)}" is no ${family} address or network.` };
  }
  return { ...base, name, network };
}

function readDomain(text: string): { parts: MacroPart[] } | Fault {
  const parsed = parseMacros(text, 'domain');
  if (!parsed.ok) return { message: parsed.message };
  if (!endsLikeDomain(parsed.parts)) return { message: `"${text.slice(0, 60)}" is no domain.` };
  return parsed;
}
