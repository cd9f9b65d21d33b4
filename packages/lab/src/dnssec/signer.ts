import { lower, TYPE, toText, typeText, type WireName, type WireRecord } from '../dns-wire.ts';
import type { SigningSpec } from '../spec.ts';
import { canonicalRdata, labelsOf } from './canonical.ts';
import type { ZoneKeys } from './keys.ts';

/** Signs RRsets at their first use. */
export interface Signer {
  /** Owner in lower case, in the zone (`*` labels included). None for a set that is to go without. */
  sign(owner: WireName, records: readonly WireRecord[]): readonly WireRecord[];
}

const DAY = 86_400;
const SIGNED_BY_KEY_SIGNING_KEY: ReadonlySet<number> = new Set([TYPE.DNSKEY, TYPE.CDS, TYPE.CDNSKEY]);

/** RFC 4034 section 3.1. `now` in seconds. */
export function createSigner(origin: WireName, spec: SigningSpec, keys: ZoneKeys, now: number): Signer {
  const { signaturesFrom = -2, signaturesUntil = 28 } = spec;
  const signed = new Map<string, readonly WireRecord[]>();

  function is(list: readonly string[] | undefined, owner: WireName, type: number): boolean {
    if (list === undefined) return false;
    const label = owner === origin ? '@' : toText(`${owner.slice(0, -origin.length)}\0`);
    return list.some((entry) => {
      const [wantedOwner, wantedType] = entry.split(' ');
      return (
        (wantedOwner === '*' || wantedOwner === label) &&
        (wantedType === '*' || wantedType === typeText(type))
      );
    });
  }

  function create(owner: WireName, records: readonly WireRecord[]): WireRecord[] {
    const [first] = records;
    if (!first || is(spec.unsigned, owner, first.type)) return [];
    const key = SIGNED_BY_KEY_SIGNING_KEY.has(first.type) ? keys.keySigning : keys.zoneSigning;
    const late = is(spec.expired, owner, first.type);
    const labels = labelsOf(owner).filter((label, index) => index > 0 || label !== '*').length;
    const head = Buffer.alloc(18);
    head.writeUInt16BE(first.type, 0);
    head.writeUInt8(key.algorithm, 2);
    head.writeUInt8(labels, 3);
    head.writeUInt32BE(first.ttl, 4);
    head.writeUInt32BE(now + (late ? -1 : signaturesUntil) * DAY, 8);
    head.writeUInt32BE(now + (late ? -31 : signaturesFrom) * DAY, 12);
    head.writeUInt16BE(key.tag, 16);
    const fixed = Buffer.concat([head, Buffer.from(origin, 'latin1')]);
    const signature = key.sign(Buffer.concat([fixed, canonicalSet(owner, records)]));
    if (is(spec.broken, owner, first.type)) signature.writeUInt8(signature.readUInt8(9) ^ 0x55, 9);
    return [{ name: owner, type: TYPE.RRSIG, ttl: first.ttl, rdata: [fixed, signature] }];
  }

  return {
    sign(owner, records) {
      const id = `${records[0]?.type} ${owner}`;
      const known = signed.get(id) ?? create(owner, records);
      signed.set(id, known);
      return known;
    },
  };
}

/** RFC 4034 section 6.3; the same record twice is one. */
function canonicalSet(owner: WireName, records: readonly WireRecord[]): Buffer {
  const name = Buffer.from(lower(owner), 'latin1');
  const rdatas = new Map(records.map((record) => [canonicalRdata(record).toString('latin1'), record]));
  const parts = [...rdatas.keys()].sort().map((rdata) => {
    const { type = 0, ttl = 0 } = records[0] ?? {};
    const head = Buffer.alloc(10);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(1, 2);
    head.writeUInt32BE(ttl, 4);
    head.writeUInt16BE(rdata.length, 8);
    return Buffer.concat([name, head, Buffer.from(rdata, 'latin1')]);
  });
  return Buffer.concat(parts);
}
