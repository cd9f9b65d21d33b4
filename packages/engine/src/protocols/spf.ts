import type { DnsAnswer, Resolve } from './dns-answer.ts';
import {
  addressVersion,
  canonicalAddress,
  prefixContains,
  reverseLabels,
  reverseName,
} from './ip-address.ts';
import { expand, type MacroPart, parseMacros } from './spf-macro.ts';
import { type Mechanism, parse, type Qualifier, selectRecords } from './spf-record.ts';

export * from './spf-record.ts';

/** RFC 7208 section 4.6.4. */
const MAX_LOOKUPS = 10;
const MAX_VOID_LOOKUPS = 2;
const MAX_NAMES = 10;
const MAX_NAME = 253;
const MAX_EXPLANATION = 4096;

export type SpfResult = 'none' | 'neutral' | 'pass' | 'fail' | 'softfail' | 'temperror' | 'permerror';

export interface SpfQuestion {
  /** Of the client; an IPv4-mapped address counts as IPv4. */
  ip: string;
  /** Of MAIL FROM, or the HELO identity. */
  domain: string;
  /** MAIL FROM, or the HELO identity. */
  sender: string;
  helo: string;
  /** For the explanation's macros `r` and `t`. */
  receiver?: string;
  at?: Date;
}

export interface SpfOutcome {
  result: SpfResult;
  /** What the domain's owner tells the rejected; not to be trusted. Only with `fail`. */
  explanation?: string;
  /** The mechanism that matched, as written in its record. */
  matched?: string;
  /** Why it is an error. */
  problem?: string;
  /** Terms that asked the DNS, of at most ten. */
  lookups: number;
  /** Those of them that found nothing, of at most two. */
  voidLookups: number;
}

/** check_host() of RFC 7208 section 4. Throws a TypeError when `ip` is no IP address. */
export async function checkHost(question: SpfQuestion, resolve: Resolve): Promise<SpfOutcome> {
  const check = newCheck(question, resolve);
  const outcome = await evaluate(check, question.domain).catch((error: unknown) => {
    if (!(error instanceof SpfError)) throw error;
    return { result: error.result, problem: error.message };
  });
  return { ...outcome, lookups: check.lookups, voidLookups: check.voidLookups };
}

/** What one check_host() carries through its recursion. */
interface Check {
  ip: string;
  version: 4 | 6;
  sender: string;
  local: string;
  senderDomain: string;
  helo: string;
  receiver: string;
  at: Date;
  resolve: Resolve;
  lookups: number;
  voidLookups: number;
  validated: Promise<string[]> | undefined;
}

type Outcome = Omit<SpfOutcome, 'lookups' | 'voidLookups'>;

class SpfError extends Error {
  override name = 'SpfError';
  readonly result: 'temperror' | 'permerror';

  constructor(result: 'temperror' | 'permerror', message: string) {
    super(message);
    this.result = result;
  }
}

function nullOnSpfError(error: unknown): null {
  if (error instanceof SpfError) return null;
  throw error;
}

const RESULTS: { readonly [Q in Qualifier]: SpfResult } = {
  '+': 'pass',
  '-': 'fail',
  '~': 'softfail',
  '?': 'neutral',
};

function newCheck({ ip, domain, sender, helo, receiver, at }: SpfQuestion, resolve: Resolve): Check {
  const canonical = canonicalAddress(ip);
  if (canonical === null) throw new TypeError('not an IP address');
  const client = canonical.startsWith('::ffff:') && canonical.includes('.') ? canonical.slice(7) : canonical;
  const cut = sender.lastIndexOf('@');
  const local = cut > 0 ? sender.slice(0, cut) : 'postmaster';
  const senderDomain = sender.slice(cut + 1) || domain;
  return {
    ip: client,
    version: addressVersion(client) ?? 4,
    sender: `${local}@${senderDomain}`,
    local,
    senderDomain,
    helo,
    receiver: receiver ?? 'unknown',
    at: at ?? new Date(0),
    resolve,
    lookups: 0,
    voidLookups: 0,
    validated: undefined,
  };
}

async function evaluate(check: Check, written: string, explain = true): Promise<Outcome> {
  const name = written.replace(/\.$/, '');
  // Section 4.3: not a domain of several labels; an address literal (RFC 5321 section 4.1.3) is none at all.
  if (!isQueryable(name) || !name.includes('.') || name.startsWith('[')) return { result: 'none' };
  const domain = name.toLowerCase();
  const records = selectRecords(answered(await check.resolve(domain, 'TXT'), `${domain} TXT`));
  const [text] = records;
  if (text === undefined) return { result: 'none' };
  if (records.length > 1) throw new SpfError('permerror', `${domain} has ${records.length} SPF records.`);
  const { terms, problems } = parse(text);
  const [problem] = problems;
  if (problem !== undefined)
    throw new SpfError('permerror', `${domain}: "${problem.text}": ${problem.message}`);

  for (const term of terms) {
    if (term.kind !== 'mechanism' || !(await matches(check, domain, term))) continue;
    const result = RESULTS[term.qualifier];
    const exp = terms.find((each) => each.kind === 'modifier' && each.name === 'exp');
    const parts = exp?.name === 'exp' && result === 'fail' && explain ? exp.domain : null;
    const explanation =
      parts === null ? null : await explanationAt(check, domain, parts).catch(nullOnSpfError);
    return { result, matched: term.text, ...(explanation !== null && { explanation }) };
  }
  const redirect = terms.find((each) => each.name === 'redirect');
  if (redirect?.name !== 'redirect') return { result: 'neutral' };
  countLookup(check);
  const target = await nameFrom(check, domain, redirect.domain);
  const outcome = await evaluate(check, target ?? '', explain);
  if (outcome.result === 'none') throw new SpfError('permerror', `${redirect.text} leads to no SPF record.`);
  return outcome;
}

async function matches(check: Check, domain: string, term: Mechanism): Promise<boolean> {
  if (term.name === 'all') return true;
  if (term.name === 'ip4' || term.name === 'ip6') return prefixContains(term.network, check.ip);
  countLookup(check);
  const target =
    'domain' in term && term.domain !== null ? await nameFrom(check, domain, term.domain) : domain;
  if (term.name === 'include') return includes(check, target, term.text);
  // Undefined by the RFC (section 4.8): a name that cannot be asked for matches nothing.
  if (target === null) return false;
  switch (term.name) {
    case 'a':
      return matchesHost(check, target, prefixOf(check, term), true);
    case 'mx':
      return matchesExchange(check, target, prefixOf(check, term));
    case 'exists':
      return found(check, await check.resolve(target, 'A'), `${target} A`).length > 0;
    case 'ptr':
      return (await validatedNames(check)).some((name) => name === target || name.endsWith(`.${target}`));
  }
}

async function includes(check: Check, target: string | null, text: string): Promise<boolean> {
  // The explanation of an included record is never used (section 6.2).
  const { result } = await evaluate(check, target ?? '', false);
  if (result === 'none') throw new SpfError('permerror', `${text} leads to no SPF record.`);
  return result === 'pass';
}

function prefixOf({ version }: Check, { prefix4, prefix6 }: { prefix4: number; prefix6: number }): number {
  return version === 4 ? prefix4 : prefix6;
}

async function matchesHost(check: Check, name: string, prefix: number, counts: boolean): Promise<boolean> {
  const type = check.version === 4 ? 'A' : 'AAAA';
  const answer = await check.resolve(name, type);
  const addresses = counts ? found(check, answer, `${name} ${type}`) : answered(answer, `${name} ${type}`);
  return addresses.some((address) => prefixContains(`${address}/${prefix}`, check.ip));
}

async function matchesExchange(check: Check, name: string, prefix: number): Promise<boolean> {
  const exchanges = found(check, await check.resolve(name, 'MX'), `${name} MX`);
  if (exchanges.length > MAX_NAMES)
    throw new SpfError('permerror', `${name} has more than ${MAX_NAMES} MX records.`);
  for (const { exchange } of exchanges) {
    if (isQueryable(exchange) && (await matchesHost(check, exchange, prefix, false))) return true;
  }
  return false;
}

/** The names of the client's address that lead back to it, of the first ten (section 5.5). */
function validatedNames(check: Check): Promise<string[]> {
  check.validated ??= validateNames(check);
  return check.validated;
}

async function validateNames(check: Check): Promise<string[]> {
  const answer = await check.resolve(reverseName(check.ip), 'PTR');
  if (answer.state === 'unknown') return [];
  const type = check.version === 4 ? 'A' : 'AAAA';
  const validated: string[] = [];
  for (const name of found(check, answer, 'PTR').slice(0, MAX_NAMES)) {
    if (!isQueryable(name)) continue;
    const addresses = await check.resolve(name, type);
    if (addresses.state !== 'present') continue;
    if (addresses.records.some((address) => canonicalAddress(address) === check.ip))
      validated.push(name.toLowerCase());
  }
  return validated;
}

/** A domain-spec, expanded; null when it came out as no name that can be asked for. */
async function nameFrom(check: Check, domain: string, parts: readonly MacroPart[]): Promise<string | null> {
  const text = await expand(parts, (letter) => macroValue(check, domain, letter));
  const name = fitted(text.replace(/\.$/, ''));
  // In lower case only now: the Kelvin sign would become a "k" (RFC 8616 section 4 wants no match).
  return isQueryable(name) ? name.toLowerCase() : null;
}

/** What is too long loses labels from the left (section 7.3). */
function fitted(name: string): string {
  if (name.length <= MAX_NAME) return name;
  const tail = name.slice(-MAX_NAME - 1);
  return tail.slice(tail.indexOf('.') + 1);
}

/** The text for the rejected (section 6.2); whatever is wrong with it, there is none. */
async function explanationAt(
  evaluated: Check,
  domain: string,
  parts: readonly MacroPart[],
): Promise<string | null> {
  // The result stands: what is asked for its explanation is not subject to the limits (section 4.6.4).
  const check = { ...evaluated, lookups: 0, voidLookups: 0 };
  const name = await nameFrom(check, domain, parts);
  if (name === null) return null;
  const answer = await check.resolve(name, 'TXT');
  const [text, ...others] = answer.state === 'present' ? answer.records : [];
  if (text === undefined || others.length > 0 || text.length > MAX_EXPLANATION) return null;
  const parsed = parseMacros(text, 'explanation');
  return parsed.ok ? expand(parsed.parts, (letter) => macroValue(check, domain, letter)) : null;
}

function macroValue(check: Check, domain: string, letter: string): string | Promise<string> {
  switch (letter) {
    case 's':
      return check.sender;
    case 'l':
      return check.local;
    case 'o':
      return check.senderDomain;
    case 'd':
      return domain;
    case 'i':
      return check.version === 4 ? check.ip : reverseLabels(check.ip).split('.').reverse().join('.');
    case 'p':
      return validatedName(check, domain);
    case 'h':
      return check.helo;
    case 'v':
      return check.version === 4 ? 'in-addr' : 'ip6';
    case 'c':
      return check.ip;
    case 'r':
      return check.receiver;
    case 't':
      return String(Math.floor(check.at.getTime() / 1000));
    default:
      throw new RangeError(`no macro letter ${letter}`);
  }
}

/** Macro `p` (section 7.3): the domain itself, else a name below it, else any, else "unknown". */
async function validatedName(check: Check, domain: string): Promise<string> {
  if (check.validated === undefined) countLookup(check);
  const names = await validatedNames(check);
  const below = names.find((name) => name.endsWith(`.${domain}`));
  return names.find((name) => name === domain) ?? below ?? names[0] ?? 'unknown';
}

function countLookup(check: Check): void {
  check.lookups += 1;
  if (check.lookups > MAX_LOOKUPS)
    throw new SpfError('permerror', `More than ${MAX_LOOKUPS} terms ask the DNS.`);
}

/** Records of an answer whose absence counts as a void lookup (section 4.6.4). */
function found<T>(check: Check, answer: DnsAnswer<T>, question: string): readonly T[] {
  const records = answered(answer, question);
  if (answer.state !== 'absent') return records;
  check.voidLookups += 1;
  if (check.voidLookups > MAX_VOID_LOOKUPS) {
    throw new SpfError('permerror', `More than ${MAX_VOID_LOOKUPS} terms found nothing in the DNS.`);
  }
  return records;
}

function answered<T>(answer: DnsAnswer<T>, question: string): readonly T[] {
  if (answer.state === 'unknown') throw new SpfError('temperror', `${question}: ${answer.reason}.`);
  return answer.state === 'present' ? answer.records : [];
}

/** Labels of 1 to 63 printable characters, 253 in all: host names and the likes of `_spf`. */
function isQueryable(name: string): boolean {
  if (name.length > MAX_NAME || !/^[\x21-\x7e]+$/.test(name)) return false;
  return name.split('.').every((label) => label.length > 0 && label.length <= 63);
}
