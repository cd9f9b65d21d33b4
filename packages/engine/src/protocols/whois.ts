import { visible } from './control-text.ts';
import { isHostname, normaliseName } from './domain-name.ts';
import { mailtoUri } from './mailto.ts';
import { isRdapStatus, rdapStatus } from './rdap-status.ts';
import type { Registration } from './registration.ts';
import { type WhoisField, whoisFields } from './whois-fields.ts';
import {
  ABUSE,
  CREATED,
  DOMAIN,
  EXPIRES,
  REFERRAL,
  REGISTRAR,
  REGISTRARS_OWN,
  SERVERS,
  SIGNED,
  SIGNERS,
  STATUS,
  UPDATED,
} from './whois-keys.ts';
import { whoisRegistrant } from './whois-registrant.ts';
import { type WhoisStatement, whoisStatements } from './whois-statement.ts';
import { writtenDate } from './written-date.ts';

export interface WhoisProblem {
  /** Counted from 1. */
  line: number;
  problem:
    | 'ambiguous-date'
    | 'unreadable-date'
    | 'unreadable-name'
    | 'undecodable-text'
    /** The rest of the answer was not read. */
    | 'too-long';
  /** What stands there, safe to show. */
  text: string;
}

/** The host of a WHOIS server that knows more: the registry's, or the registrar's. */
interface Common {
  referral?: string;
  problems: readonly WhoisProblem[];
}

export type WhoisAnswer = Common &
  (
    | { state: 'registered'; registration: Registration; holderIsNamed?: true }
    /** `reserved`: nobody holds it, and not everybody can; `premium`: it is for sale. */
    | { state: 'absent'; reason: 'not-found' | 'reserved' | 'premium' }
    /**
     * `limited`: it does not answer us (now); `refused`: not such a question; `other-name`: it speaks of another name;
     * `contradictory`: facts of a registration, and that there is none; `empty`, `unrecognised`: it says nothing readable.
     */
    | {
        state: 'unknown';
        reason: 'limited' | 'refused' | 'other-name' | 'contradictory' | 'empty' | 'unrecognised';
      }
  );

const MAX_TEXT = 262_144;
const MAX_LINES = 5_000;
const MAX_LINE = 2_000;
const MAX_SHOWN = 120;
const MAX_VALUE = 300;
const MAX_LISTED = 50;
const MAX_PROBLEMS = 50;

/** Sections about somebody, whose dates and statuses are not the domain's. */
const OF_SOMEBODY =
  /\b(?:registrar|registrant|holder|owner|admin\w*|tech\w*|billing|zone|contacts?|abuse|reseller|person|agency)\b/;
const OBJECT_OF_SOMEBODY = /^(?:contact|nsset|keyset|person|personname|role|irt|mntner|server name)$/;

const FREE =
  /^(?:\d{3} )?(?:available|free|no object found|not found|not registered|unregistered|unassigned|no match)\b/;
const RESERVED =
  /^(?:reserved|not allowed|unassignable|blocked|restricted|forbidden|withheld|prohibited name)\b/;
const TAKEN =
  /^(?:\d{3} )?(?:active|registered|connect(?:ed)?|delegated|not delegated|verified|published|paid|taken|in use|enabled|not available|(?:in )?quarantine|on ?hold|renewal|registered until)\b/;

/**
 * Reads what a WHOIS server (RFC 3912) says of a domain, in whatever form. Never throws; what it cannot read is left out
 * and told with its line.
 * @param asked the domain, as A-labels in lower case: an answer about another name is then no answer
 */
export function parseWhois(text: string, asked?: string): WhoisAnswer {
  const { lines, problems } = linesOf(text);
  const fields = whoisFields(lines);
  const own = ownFields(fields, asked, problems);
  const common = { ...referral(own ?? fields, asked), problems };
  const statements = whoisStatements(lines, asked);
  if (own === null) return { state: 'unknown', reason: 'other-name', ...common };
  const facts = factsOf(own, problems);
  problems.sort((a, b) => a.line - b.line);
  problems.splice(MAX_PROBLEMS);
  const says = (word: WhoisStatement['says']) => statements.some((each) => each.says === word);
  const words = valuesOf(own, STATUS).map((value) => value.toLowerCase());
  const isFree = words.some((word) => FREE.test(word));
  if (facts.isRegistered) {
    if (isFree) return { state: 'unknown', reason: 'contradictory', ...common };
    const { registration, holderIsNamed } = facts;
    return { state: 'registered', registration, ...(holderIsNamed && { holderIsNamed }), ...common };
  }
  if (says('limited')) return { state: 'unknown', reason: 'limited', ...common };
  const absent = absence(isFree || says('not-found'), words, says);
  if (absent !== null) return { state: 'absent', reason: absent, ...common };
  return { state: 'unknown', reason: whyUnknown(lines, says), ...common };
}

function absence(
  isFree: boolean,
  words: readonly string[],
  says: (word: WhoisStatement['says']) => boolean,
): 'not-found' | 'reserved' | 'premium' | null {
  if (says('reserved') || words.some((word) => RESERVED.test(word))) return 'reserved';
  if (says('premium')) return 'premium';
  return isFree ? 'not-found' : null;
}

function whyUnknown(lines: readonly string[], says: (word: WhoisStatement['says']) => boolean) {
  if (lines.every((line) => line.trim() === '')) return 'empty';
  if (says('other-name')) return 'other-name';
  return says('refused') ? 'refused' : 'unrecognised';
}

function linesOf(text: string): { lines: string[]; problems: WhoisProblem[] } {
  const all = text
    .slice(0, MAX_TEXT)
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/);
  const lines = all.slice(0, MAX_LINES).map((line) => line.slice(0, MAX_LINE));
  const problems: WhoisProblem[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.includes('\ufffd') && problems.length < MAX_PROBLEMS)
      problems.push(problem(at + 1, 'undecodable-text', line));
  }
  if (text.length > MAX_TEXT || all.length > MAX_LINES) problems.push(problem(lines.length, 'too-long', ''));
  return { lines, problems };
}

/** What stands under the name that was asked for; null when the answer is about other names alone. */
function ownFields(
  fields: readonly WhoisField[],
  asked: string | undefined,
  problems: WhoisProblem[],
): WhoisField[] | null {
  const own: WhoisField[] = [];
  let isOwn = true;
  let named = 0;
  let found = 0;
  for (const field of fields) {
    // Verisign lists hosts of the same beginning as well.
    if (field.key === 'server name') isOwn = false;
    if (isNameOfDomain(field)) {
      const name = nameIn(field.value);
      if (name === null) problems.push(problem(field.line, 'unreadable-name', field.value));
      named += 1;
      isOwn = name === null || (asked === undefined ? found === 0 : name === asked);
      if (isOwn) found += 1;
    }
    if (isOwn) own.push(field);
  }
  return named > 0 && found === 0 ? null : own;
}

function isNameOfDomain({ key, section }: WhoisField): boolean {
  if (DOMAIN.includes(section)) return key === '' || key === 'name';
  return DOMAIN.includes(key) && !OF_SOMEBODY.test(section);
}

function nameIn(value: string): string | null {
  return normaliseName(value.split(/[\s(]/, 1)[0] ?? '');
}

interface Facts {
  registration: Registration;
  isRegistered: boolean;
  holderIsNamed?: true;
}

function factsOf(own: readonly WhoisField[], problems: WhoisProblem[]): Facts {
  const ofSomebody = new Set(
    [...Map.groupBy(own, ({ block }) => block)].flatMap(([block, fields]) =>
      isOfSomebody(fields) ? [block] : [],
    ),
  );
  const ofDomain = own.filter(({ block, section }) => !ofSomebody.has(block) && !OF_SOMEBODY.test(section));
  const name = own
    .filter(isNameOfDomain)
    .map(({ value }) => nameIn(value))
    .find((each) => each !== null);
  const statuses = statusesOf(ofDomain);
  const nameServers = serversOf(
    own.filter(({ key, value, section }) => !OF_SOMEBODY.test(section) && !isItself(key, value, name)),
    problems,
  );
  const registrant = whoisRegistrant(own, ofSomebody);
  const registration: Registration = {
    ...present('name', name),
    ...present('registrar', registrarOf(own)),
    ...present('createdAt', dateOf(ofDomain, CREATED, problems)),
    ...present('updatedAt', dateOf(ofDomain, UPDATED, problems)),
    ...present('expiresAt', dateOf(ofDomain, EXPIRES, problems) ?? stateDate(ofDomain)),
    ...present('statuses', statuses.length === 0 ? undefined : statuses),
    ...present('nameServers', nameServers.length === 0 ? undefined : nameServers),
    ...present('dnssecSigned', signedOf(ofDomain)),
    abuse: abuseOf(own),
    ...(registrant && { registrant: { organization: registrant.organization, uris: [] } }),
  };
  const { registrar, createdAt, expiresAt } = registration;
  const fact = registrar ?? createdAt ?? expiresAt ?? registration.nameServers ?? registrant;
  const isStated =
    statuses.some((status) => isRdapStatus(status) || TAKEN.test(status)) &&
    !statuses.some((status) => RESERVED.test(status));
  return {
    registration,
    // Without its name, dates and words may be those of anything.
    isRegistered: name === undefined ? registrar !== undefined : Boolean(fact) || isStated,
    ...(registrant?.kind === 'holder' && { holderIsNamed: true }),
  };
}

/** An object of its own beside the domain's, as databases in RPSL's form tell them. */
function isOfSomebody(fields: readonly WhoisField[]): boolean {
  if (fields.some(({ key }) => DOMAIN.includes(key))) return false;
  return OBJECT_OF_SOMEBODY.test(fields[0]?.key ?? '') || fields.some(({ key }) => key.startsWith('nic hdl'));
}

function dateOf(
  fields: readonly WhoisField[],
  keys: readonly string[],
  problems: WhoisProblem[],
): string | undefined {
  for (const { line, value } of fieldsOf(fields, keys)) {
    const date = writtenDate(value);
    if (date.ok) return date.at;
    // `Registered: yes`, `Registered until expiry date`: a word, and no date that could not be read.
    if (/^\d/.test(value)) problems.push(problem(line, `${date.reason}-date`, value));
  }
  return undefined;
}

/** `[State] Connected (2031/03/31)`: JPRS tells so until when an organisation's name is paid for. */
function stateDate(fields: readonly WhoisField[]): string | undefined {
  for (const value of valuesOf(fields, ['state', '状態'])) {
    const [, inside] = /\((\d{4}\/\d\d\/\d\d)\)$/.exec(value) ?? [];
    const date = inside === undefined ? null : writtenDate(inside);
    if (date?.ok) return date.at;
  }
  return undefined;
}

function statusesOf(fields: readonly WhoisField[]): string[] {
  const isUnder = ({ key, section }: WhoisField) =>
    section === 'flags' || (key === '' && STATUS.includes(section));
  const listed = [...fieldsOf(fields, STATUS), ...fields.filter(isUnder)];
  const words = listed.flatMap(({ value }) =>
    value
      .slice(0, MAX_VALUE)
      .split(/\(|\bhttps?:/i, 1)
      .flatMap((part) => part.split(/[,/;]/)),
  );
  return unique(
    words
      .map((word) => visible(rdapStatus(word.replace(/\.\s*$/, '')), MAX_SHOWN))
      .filter((word) => !isBlank(word)),
  );
}

function serversOf(fields: readonly WhoisField[], problems: WhoisProblem[]): string[] {
  const listed = fields.filter(
    ({ key, section }) => SERVERS.includes(key) || (key === '' && SERVERS.includes(section)),
  );
  const servers: string[] = [];
  for (const { line, value } of listed.slice(0, MAX_LISTED)) {
    const words = value.split(/[\s,;]+/).filter((word) => /[^.]\.[^.]/.test(word) && !/^[[(]/.test(word));
    const names = words.map(normaliseName).filter((name) => name !== null);
    if (names.length === 0 && words.length > 0) problems.push(problem(line, 'unreadable-name', value));
    servers.push(...names);
  }
  return unique(servers);
}

/** Punktum repeats the domain under `DNS`, as it is written in the DNS. */
function isItself(key: string, value: string, name: string | undefined): boolean {
  return key === 'dns' && name !== undefined && normaliseName(value) === name;
}

function signedOf(fields: readonly WhoisField[]): boolean | undefined {
  const signers = [
    ...valuesOf(fields, SIGNERS),
    ...fields.filter(({ section }) => section === 'keys').map(({ value }) => value),
  ];
  if (signers.some((value) => /\d/.test(value))) return true;
  for (const value of valuesOf(fields, SIGNED).map((each) => each.toLowerCase())) {
    if (/^(?:un-?signed|no\b|not\b|inactive|false|disabled|n$)/.test(value)) return false;
    if (/^(?:signed|yes|active|true|enabled|y$)/.test(value)) return true;
  }
  return undefined;
}

function registrarOf(fields: readonly WhoisField[]): string | undefined {
  const own = fields.filter(({ section }) => section === 'registrar');
  const others = fields.filter(({ section }) => !OF_SOMEBODY.test(section));
  const told = [
    ...fieldsOf(others, REGISTRAR),
    ...REGISTRARS_OWN.flatMap((key) => own.filter((field) => field.key === key).slice(0, 1)),
  ];
  return told
    .map(({ value }) => firmIn(value))
    .find((name) => !isBlank(name) && !/^no registrar/i.test(name));
}

/** Without the tag, the number or the address of the web that stands behind it. */
function firmIn(value: string): string {
  const name = value.split(/ *(?:\[tag *=|\( ?https?:|\bhttps?:\/\/)/i, 1)[0] ?? '';
  return visible(name.replace(/[\s-]+$/, ''), MAX_VALUE);
}

function abuseOf(fields: readonly WhoisField[]): string[] {
  const listed = [
    ...valuesOf(fields, ABUSE),
    ...fields.filter(({ section }) => section === 'abuse contact').map(({ value }) => value),
  ];
  return unique(listed.map((value) => mailtoUri(value) ?? ''));
}

function referral(fields: readonly WhoisField[], asked: string | undefined): { referral?: string } {
  for (const value of valuesOf(fields, REFERRAL)) {
    const host =
      value
        .toLowerCase()
        .replace(/^whois:\/\//, '')
        .split(/[/:\s]/, 1)[0] ?? '';
    if (isHostname(host) && host.includes('.') && host !== asked) return { referral: host };
  }
  return {};
}

/** In the order of the keys, then of the answer; blanks left out. */
function fieldsOf(fields: readonly WhoisField[], keys: readonly string[]): WhoisField[] {
  return keys.flatMap((key) => fields.filter((field) => field.key === key && !isBlank(field.value)));
}

function valuesOf(fields: readonly WhoisField[], keys: readonly string[]): string[] {
  return fieldsOf(fields, keys).map(({ value }) => value);
}

function isBlank(value: string): boolean {
  return /^(?:-*|n\/?a|none|null|\(null\)|not applicable|not defined|unknown)\.?$/i.test(value.trim());
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)]
    .filter((text) => text !== '')
    .sort()
    .slice(0, MAX_LISTED);
}

function present<K extends keyof Registration>(
  key: K,
  value: Registration[K] | undefined,
): Partial<Registration> {
  return value === undefined ? {} : { [key]: value };
}

function problem(line: number, kind: WhoisProblem['problem'], text: string): WhoisProblem {
  return { line, problem: kind, text: visible(text.trim(), MAX_SHOWN) };
}
