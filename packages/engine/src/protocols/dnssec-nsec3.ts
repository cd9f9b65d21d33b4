import { createHash } from 'node:crypto';
import type { Denial } from './dnssec-denial.ts';
import { ancestorOf, isWithin, type Name, nameBytes, nameKey, parentOf, sameName } from './dnssec-name.ts';
import type { Nsec3Record } from './dnssec-records.ts';
import { TYPE } from './dnssec-type.ts';

/** Above it an answer counts as unsigned (RFC 9276 section 3.2). */
export const MAX_ITERATIONS = 150;

const SHA1 = 1;
const HASH_OCTETS = 20;
const OPT_OUT = 1;

export interface Nsec3Parameters {
  iterations: number;
  salt: Buffer;
}

/** RFC 5155 section 5. */
export function nsec3Hash(name: Name, { iterations, salt }: Nsec3Parameters): Buffer {
  let hash: Buffer = nameBytes(name);
  for (let round = 0; round <= iterations; round += 1) {
    hash = createHash('sha1').update(hash).update(salt).digest();
  }
  return hash;
}

interface Link {
  hash: Buffer;
  next: Buffer;
  optOut: boolean;
  types: ReadonlySet<number>;
}

/**
 * The records of one chain: those with the first one's parameters. Others, and those of a hash or with flags that we
 * do not know, are as good as absent (RFC 5155 section 8.2).
 */
export function nsec3Chain(zone: Name, records: readonly Nsec3Record[]): readonly Nsec3Record[] {
  const known = records.filter(
    ({ owner, hashAlgorithm, flags, next }) =>
      hashAlgorithm === SHA1 &&
      (flags & ~OPT_OUT) === 0 &&
      next.length === HASH_OCTETS &&
      sameName(parentOf(owner), zone) &&
      fromBase32Hex(owner[0] ?? '')?.length === HASH_OCTETS,
  );
  const [first] = known;
  if (first === undefined) return [];
  return known.filter(({ iterations, salt }) => iterations === first.iterations && salt.equals(first.salt));
}

/** What verified NSEC3 records of one chain deny (RFC 5155 section 8). `charge` is told the rounds of each hash. */
export function nsec3Denial(
  zone: Name,
  chain: readonly Nsec3Record[],
  charge: (rounds: number) => void,
): Denial {
  const links: Link[] = chain.map(({ owner, next, flags, types }) => ({
    hash: fromBase32Hex(owner[0] ?? '') ?? Buffer.alloc(0),
    next,
    optOut: (flags & OPT_OUT) !== 0,
    types,
  }));
  const hashes = new Map<string, Buffer>();

  function hashOf(name: Name): Buffer {
    const key = nameKey(name);
    const known = hashes.get(key);
    const [parameters] = chain;
    if (known !== undefined || parameters === undefined) return known ?? Buffer.alloc(0);
    charge(parameters.iterations + 1);
    const hash = nsec3Hash(name, parameters);
    hashes.set(key, hash);
    return hash;
  }

  function matching(name: Name): Link | undefined {
    if (!isWithin(name, zone) || links.length === 0) return undefined;
    const hash = hashOf(name);
    return links.find((link) => link.hash.equals(hash));
  }

  function covering(name: Name): Link | undefined {
    if (!isWithin(name, zone) || links.length === 0) return undefined;
    const hash = hashOf(name);
    return links.find((link) => covers(link, hash));
  }

  function expansion(name: Name, labels: number) {
    const cover = name.length > labels ? covering(ancestorOf(name, labels + 1)) : undefined;
    return cover === undefined ? null : { closest: ancestorOf(name, labels), optOut: cover.optOut };
  }

  return {
    typesAt: (name) => matching(name)?.types ?? null,
    absence(name) {
      for (let labels = name.length - 1; labels >= zone.length; labels -= 1) {
        const encloser = matching(ancestorOf(name, labels));
        if (encloser === undefined) continue;
        // An encloser that delegates, by NS or DNAME, says nothing of the names below it (section 8.3).
        const { types } = encloser;
        if (types.has(TYPE.DNAME) || (types.has(TYPE.NS) && !types.has(TYPE.SOA))) return null;
        return expansion(name, labels);
      }
      return null;
    },
    isAbsent: (name) => covering(name) !== undefined,
    expansion,
  };
}

function covers({ hash: owner, next }: Link, hash: Buffer): boolean {
  const after = Buffer.compare(owner, hash) < 0;
  const before = Buffer.compare(hash, next) < 0;
  // The last record of a chain leads back to the first.
  const wraps = Buffer.compare(next, owner) <= 0;
  return wraps ? (after || before) && !owner.equals(hash) : after && before;
}

const BASE32HEX = '0123456789abcdefghijklmnopqrstuv';

/** Without padding (RFC 4648 section 7); null when it is none. */
function fromBase32Hex(text: string): Buffer | null {
  const octets: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of text) {
    const digit = BASE32HEX.indexOf(character);
    if (digit < 0) return null;
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    octets.push((value >> bits) & 0xff);
  }
  return Buffer.from(octets);
}
