import { countedLabels, type Rrset, rrsetOf } from './dnssec-canonical.ts';
import { type Chain, denialOf, verifyIn, type Zone, zoneOf } from './dnssec-chain.ts';
import { deniedBy } from './dnssec-denial.ts';
import { bogus, DnssecFailure, insecure, undecided } from './dnssec-failure.ts';
import { isWithin, type Name, nameText, octetsOf, parentOf } from './dnssec-name.ts';
import { readRrsig } from './dnssec-records.ts';
import { ask, isNxdomain } from './dnssec-session.ts';
import { TYPE, typeText } from './dnssec-type.ts';
import { nameAt, type WireMessage, type WireRecord } from './dnssec-wire.ts';

export interface DnssecRecord {
  name: string;
  type: string;
  /** Seconds, not longer than the signature lasts. */
  ttl: number;
  /** In canonical form (RFC 4034 section 6.2), hex. */
  rdata: string;
}

export type DnssecReply =
  | {
      state: 'present';
      records: readonly DnssecRecord[];
      /** A wildcard answered, and the name itself is proven not to exist. */
      wildcard: boolean;
    }
  | { state: 'absent'; reason: 'nxdomain' | 'nodata' };

/** Of the answer to one question, before the alias that it may be is followed. */
export interface Judgement {
  state: 'secure' | 'insecure' | 'bogus' | 'unknown';
  reason: string;
  detail: string;
  zone: Name;
  reply: DnssecReply | null;
  alias: Name | null;
}

/** What a response says, whether or not it is proven. */
type Content =
  | { kind: 'records'; set: Rrset }
  | { kind: 'alias'; set: Rrset; target: Name }
  | { kind: 'absent'; reason: 'nxdomain' | 'nodata' }
  /** To servers that know: no answer at all (RFC 2308 section 2.2.1). */
  | { kind: 'referral' };

/** Asks one question and judges its answer. */
export async function judge(chain: Chain, name: Name, type: number): Promise<Judgement> {
  let content: Content | null = null;
  try {
    const message = await ask(chain.session, name, type);
    content = contentOf(message, name, type);
    const { zone, reply } = await prove(chain, message, content, name, type);
    const detail = `${nameText(name)} ${typeText(type)} is signed by ${nameText(zone.zone)}.`;
    return { state: 'secure', reason: 'validated', detail, zone: zone.zone, reply, alias: aliasOf(content) };
  } catch (error) {
    if (!(error instanceof DnssecFailure)) throw error;
    const { state, reason, message: detail, zone } = error;
    const reply = content === null ? null : replyOf(content, Number.MAX_SAFE_INTEGER, false);
    return { state, reason, detail, zone, reply, alias: content === null ? null : aliasOf(content) };
  }
}

function aliasOf(content: Content): Name | null {
  return content.kind === 'alias' ? content.target : null;
}

function contentOf(message: WireMessage, name: Name, type: number): Content {
  const { answer } = message;
  const set = rrsetOf(answer, name, type);
  if (set !== null) return { kind: 'records', set };
  const cname = rrsetOf(answer, name, TYPE.CNAME);
  const signed = answer.some((each) => isSignatureOver(each, name, TYPE.CNAME));
  // A CNAME that a DNAME makes is not signed, and not needed (RFC 6672 section 5.3.1).
  const dname = signed ? null : dnameAbove(answer, name);
  if (dname !== null) return { kind: 'alias', set: dname, target: substituted(dname, name) };
  if (cname !== null) return { kind: 'alias', set: cname, target: targetOf(cname, name) };
  if (isReferral(message)) return { kind: 'referral' };
  return { kind: 'absent', reason: isNxdomain(message) ? 'nxdomain' : 'nodata' };
}

function isReferral(message: WireMessage): boolean {
  const types = new Set(message.authority.map(({ type }) => type));
  return !isNxdomain(message) && types.has(TYPE.NS) && !types.has(TYPE.SOA);
}

function isSignatureOver(record: WireRecord, name: Name, type: number): boolean {
  if (record.type !== TYPE.RRSIG || nameText(record.name) !== nameText(name)) return false;
  return readRrsig(record)?.typeCovered === type;
}

function dnameAbove(answer: readonly WireRecord[], name: Name): Rrset | null {
  const above = answer.find(
    (each) => each.type === TYPE.DNAME && each.name.length < name.length && isWithin(name, each.name),
  );
  return above === undefined ? null : rrsetOf(answer, above.name, TYPE.DNAME);
}

function targetOf(set: Rrset, name: Name): Name {
  const [record, other] = set.records;
  const found = record === undefined ? null : nameAt(record.rdata, 0, record.rdata.length);
  if (found === null || other !== undefined) {
    throw undecided('malformed', name, `${nameText(name)}: no single alias.`);
  }
  return found.name;
}

/** RFC 6672 section 2.2. */
function substituted(set: Rrset, name: Name): Name {
  const target = [...name.slice(0, name.length - set.name.length), ...targetOf(set, name)];
  if (octetsOf(target) > 255) throw undecided('failed', name, `${nameText(name)}: the alias is too long.`);
  return target;
}

async function prove(chain: Chain, message: WireMessage, content: Content, name: Name, type: number) {
  if (content.kind === 'absent') return proveAbsence(chain, message, content, name, type);
  if (content.kind === 'referral') {
    await zoneOf(chain, signedAt(name, type));
    throw undecided('referral', name, `${nameText(name)} ${typeText(type)}: the server refers to others.`);
  }
  const { set } = content;
  const zone = await signerZone(chain, message.answer, set.name, set.type);
  const { labels, ttl } = verifyIn(zone, set, message.answer);
  const wildcard = labels < countedLabels(set.name);
  if (wildcard) proveExpansion(zone, message, set, labels);
  return { zone, reply: replyOf(content, ttl, wildcard) };
}

/** Records that a wildcard made are the answer only when the name itself does not exist (RFC 4035 section 5.3.4). */
function proveExpansion(zone: Zone, { authority }: WireMessage, { name, type }: Rrset, labels: number): void {
  if (type === TYPE.DNAME) throw bogus('bad-signature', zone.zone, 'A wildcard makes no DNAME.');
  const absence = denialOf(zone, authority)?.expansion(name, labels) ?? null;
  if (absence === null) {
    throw bogus('missing-denial', zone.zone, `Nothing proves that ${nameText(name)} itself does not exist.`);
  }
  if (absence.optOut) throw insecure('opt-out', name);
}

async function proveAbsence(
  chain: Chain,
  { authority }: WireMessage,
  content: Extract<Content, { kind: 'absent' }>,
  name: Name,
  type: number,
) {
  const zone = await denyingZone(chain, authority, name, type);
  const denial = denialOf(zone, authority);
  const denied = denial === null ? null : deniedBy(denial, name, type);
  // A name without any records that is answered as if it had some (RFC 9824) is proven absent all the same.
  if (denied === null || (content.reason === 'nxdomain' && denied.proven === 'nodata')) {
    const what = content.reason === 'nxdomain' ? 'does not exist' : `has no ${typeText(type)} records`;
    throw bogus('missing-denial', zone.zone, `Nothing proves that ${nameText(name)} ${what}.`);
  }
  if (denied.optOut) throw insecure('opt-out', name);
  const reply: DnssecReply = { state: 'absent', reason: denied.proven };
  return { zone, reply };
}

/** The zone that must have signed: what the signatures name, or else what the way down leads to. */
async function signerZone(
  chain: Chain,
  section: readonly WireRecord[],
  name: Name,
  type: number,
): Promise<Zone> {
  const lowest = signedAt(name, type);
  let signer: Name | null = null;
  for (const record of section) {
    if (!isSignatureOver(record, name, type)) continue;
    const named = readRrsig(record)?.signer ?? null;
    if (named === null || !isWithin(lowest, named)) continue;
    if (signer === null || named.length > signer.length) signer = named;
  }
  return zoneOf(chain, signer ?? lowest);
}

/** The same for what is missing, whose name has no signatures. */
async function denyingZone(
  chain: Chain,
  authority: readonly WireRecord[],
  name: Name,
  type: number,
): Promise<Zone> {
  const lowest = signedAt(name, type);
  let signer: Name | null = null;
  for (const record of authority) {
    const signature = record.type === TYPE.RRSIG ? readRrsig(record) : null;
    if (signature === null || !isWithin(lowest, signature.signer)) continue;
    if (![TYPE.SOA, TYPE.NSEC, TYPE.NSEC3].some((each) => each === signature.typeCovered)) continue;
    if (signer === null || signature.signer.length > signer.length) signer = signature.signer;
  }
  return zoneOf(chain, signer ?? lowest);
}

/** DS records belong to the zone above (RFC 4035 section 2.4). */
function signedAt(name: Name, type: number): Name {
  return type === TYPE.DS && name.length > 0 ? parentOf(name) : name;
}

function replyOf(content: Content, ttl: number, wildcard: boolean): DnssecReply | null {
  if (content.kind === 'referral') return null;
  if (content.kind === 'absent') return { state: 'absent', reason: content.reason };
  const { set } = content;
  const records = set.records.map(({ rdata }) => ({
    name: nameText(set.name),
    type: typeText(set.type),
    ttl: Math.min(ttl, set.ttl),
    rdata: rdata.toString('hex'),
  }));
  return { state: 'present', records, wildcard };
}
