import { anchorFor, type Trust } from './dnssec-anchors.ts';
import { spend } from './dnssec-budget.ts';
import { countedLabels, type Rrset, rrsetOf } from './dnssec-canonical.ts';
import { type Denial, denialIn } from './dnssec-denial.ts';
import { bogus, insecure, undecided } from './dnssec-failure.ts';
import {
  isRevoked,
  isSupportedAlgorithm,
  isSupportedDigest,
  isZoneKey,
  matchesDs,
  unrevoked,
} from './dnssec-keys.ts';
import { ancestorOf, type Name, nameText } from './dnssec-name.ts';
import { type DnskeyRecord, type DsRecord, readDnskey, readDs } from './dnssec-records.ts';
import {
  type DnssecZone,
  dsReport,
  keyReport,
  newZoneReport,
  noteDenial,
  noteSignature,
} from './dnssec-report.ts';
import { ask, type Session } from './dnssec-session.ts';
import {
  signaturesOver,
  type Verified,
  type VerifyContext,
  verifyRrset,
  zoneKey,
} from './dnssec-signature.ts';
import { TYPE } from './dnssec-type.ts';
import type { WireMessage, WireRecord } from './dnssec-wire.ts';

/** A zone whose keys are trusted. */
export interface Zone extends VerifyContext {
  report: DnssecZone;
}

const SHA1 = 1;

/** The keys of zones, and what is at the names between them, found so far. */
export interface Chain {
  session: Session;
  /** By name: the zone that begins there, or that none does. */
  cuts: Map<string, Promise<Zone | 'no-cut' | 'no-name'>>;
}

export function newChain(session: Session): Chain {
  return { session, cuts: new Map() };
}

/**
 * The signed zone that a name is in, by the way down from the closest anchor (RFC 4035 section 5). Throws a DnssecFailure
 * when that way is insecure, bogus or unknown.
 */
export async function zoneOf(chain: Chain, name: Name): Promise<Zone> {
  const anchor = anchorFor(chain.session.anchors, name);
  if (anchor === null) {
    throw undecided('no-anchor', name, `No trust anchor is at or above ${nameText(name)}.`);
  }
  let zone = await remembered(chain, anchor.name, () => enter(chain.session, anchor));
  if (typeof zone === 'string') throw new TypeError('an anchor is a zone');
  for (let labels = anchor.name.length + 1; labels <= name.length; labels += 1) {
    const parent: Zone = zone;
    const below = ancestorOf(name, labels);
    const cut = await remembered(chain, below, () => cutAt(chain.session, parent, below));
    if (cut === 'no-name') return zone;
    if (cut !== 'no-cut') zone = cut;
  }
  return zone;
}

function remembered(chain: Chain, name: Name, look: () => Promise<Zone | 'no-cut' | 'no-name'>) {
  const key = nameText(name);
  const known = chain.cuts.get(key);
  if (known !== undefined) return known;
  const cut = look();
  chain.cuts.set(key, cut);
  return cut;
}

/** Is there a zone cut at a name below a zone, and a way across it? */
async function cutAt(session: Session, parent: Zone, name: Name): Promise<Zone | 'no-cut' | 'no-name'> {
  const message = await ask(session, name, TYPE.DS);
  const set = rrsetOf(message.answer, name, TYPE.DS);
  if (set !== null) {
    const { labels } = verifyIn(parent, set, message.answer);
    if (labels !== countedLabels(name))
      throw bogus('bad-signature', parent.zone, 'A wildcard has no DS record.');
    return enter(session, { name, ds: set.records.flatMap((each) => readDs(each) ?? []), keys: [] });
  }
  if (aliasBelow(parent, message, name)) return 'no-cut';
  const denial = denialOf(parent, message.authority);
  const types = denial?.typesAt(name) ?? null;
  if (types !== null && !types.has(TYPE.DS) && !types.has(TYPE.SOA)) {
    if (types.has(TYPE.NS)) throw insecure('no-ds', name);
    return 'no-cut';
  }
  const absence = types === null ? (denial?.absence(name) ?? null) : null;
  if (absence === null) {
    throw bogus('missing-denial', parent.zone, `Nothing proves that ${nameText(name)} has no DS record.`);
  }
  if (absence.optOut) throw insecure('opt-out', name);
  return 'no-name';
}

/** A name with a CNAME, and one below a DNAME, is no cut. */
function aliasBelow(parent: Zone, { answer, authority }: WireMessage, name: Name): boolean {
  const alias = rrsetOf(answer, name, TYPE.CNAME);
  if (alias !== null && signaturesOver(answer, name, TYPE.CNAME).length > 0) {
    const { labels } = verifyIn(parent, alias, answer);
    if (labels === countedLabels(name)) return true;
    if (denialOf(parent, authority)?.expansion(name, labels)?.optOut === false) return true;
    throw bogus(
      'missing-denial',
      parent.zone,
      `Nothing proves that ${nameText(name)} is made by a wildcard.`,
    );
  }
  for (let labels = name.length - 1; labels >= parent.zone.length; labels -= 1) {
    const set = rrsetOf(answer, ancestorOf(name, labels), TYPE.DNAME);
    if (set === null) continue;
    return verifyIn(parent, set, answer).labels === countedLabels(set.name);
  }
  return false;
}

/** Verifies records of a zone, and notes when their signature expires. */
export function verifyIn(zone: Zone, set: Rrset, section: readonly WireRecord[]): Verified {
  const verified = verifyRrset(set, signaturesOver(section, set.name, set.type), zone);
  noteSignature(zone.report, verified);
  return verified;
}

export function denialOf(zone: Zone, authority: readonly WireRecord[]): Denial | null {
  const found = denialIn(authority, zone);
  if (found === null) return null;
  noteDenial(zone.report, found);
  return found.denial;
}

/** From what names a zone's keys to the keys (RFC 4035 section 5.2). */
async function enter(session: Session, trust: Trust): Promise<Zone> {
  const { name } = trust;
  const report = newZoneReport(name);
  session.chain.push(report);
  const used = usableDs(trust.ds);
  report.ds = dsReport(trust.ds, used);
  if (used.length === 0 && trust.keys.length === 0) {
    const algorithm = trust.ds.some((each) => isSupportedAlgorithm(each.algorithm));
    throw insecure(algorithm ? 'unsupported-digest' : 'unsupported-algorithm', name);
  }
  const message = await ask(session, name, TYPE.DNSKEY);
  const set = rrsetOf(message.answer, name, TYPE.DNSKEY);
  if (set === null) {
    throw bogus('no-dnskey', name, `A DS record or anchor names a key of ${nameText(name)}, which has none.`);
  }
  const keys = set.records.flatMap((each) => readDnskey(each) ?? []);
  report.keys = keyReport(keys);
  const trusted = trustedKeys(session, { name, ds: used, keys: trust.keys }, keys, report);
  const { now, budget } = session;
  const entry: Zone = { zone: name, keys: trusted.map(zoneKey), now, budget, report };
  verifyIn(entry, set, message.answer);
  report.state = 'secure';
  return { ...entry, keys: keys.filter((key) => isZoneKey(key) && !isRevoked(key)).map(zoneKey) };
}

/** SHA-1 counts only where there is nothing better (RFC 4509 section 3). */
function usableDs(ds: readonly DsRecord[]): DsRecord[] {
  const usable = ds.filter(
    (each) => isSupportedAlgorithm(each.algorithm) && isSupportedDigest(each.digestType),
  );
  const better = usable.filter(({ digestType }) => digestType !== SHA1);
  return better.length > 0 ? better : usable;
}

/** The zone's keys that a DS record or an anchor names. Throws a DnssecFailure when there is none. */
function trustedKeys(
  { budget }: Session,
  trust: Trust,
  keys: readonly DnskeyRecord[],
  report: DnssecZone,
): DnskeyRecord[] {
  const named = (key: DnskeyRecord): boolean => {
    if (trust.keys.some((anchor) => anchor.rdata.equals(key.rdata))) return true;
    return trust.ds.some((ds) => {
      spend(budget, 'digests', trust.name);
      if (!matchesDs(trust.name, key, ds)) return false;
      noteMatch(report, ds);
      return true;
    });
  };
  const trusted: DnskeyRecord[] = [];
  let revoked = false;
  for (const [index, key] of keys.entries()) {
    if (!isZoneKey(key)) continue;
    if (isRevoked(key)) revoked ||= named(key) || named(unrevoked(key));
    else if (named(key)) {
      trusted.push(key);
      const told = report.keys[index];
      if (told !== undefined) told.trusted = true;
    }
  }
  if (trusted.length > 0) return trusted;
  const zone = nameText(trust.name);
  if (revoked) throw bogus('revoked-key', trust.name, `The only key of ${zone} that is trusted is revoked.`);
  throw bogus('no-matching-key', trust.name, `No key of ${zone} is one that its DS records or anchors name.`);
}

function noteMatch(report: DnssecZone, ds: DsRecord): void {
  const digest = ds.digest.toString('hex');
  for (const told of report.ds) {
    if (told.digest === digest && told.keyTag === ds.keyTag && told.digestType === ds.digestType)
      told.matched = true;
  }
}
