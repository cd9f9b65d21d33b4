import { lower, parentOf, type WireName, type WireRecord } from '../dns-wire.ts';
import type { DenialChain } from './denial.ts';

/** What a response says of a name besides its records, and has to prove (RFC 4035 section 3.1.3, RFC 5155 section 7.2). */
export interface Absence {
  /** `wildcard`: the name itself is not there; `wildcard-nodata`: nor has the wildcard such records. */
  kind: 'nxdomain' | 'nodata' | 'wildcard' | 'wildcard-nodata' | 'unsigned-cut';
  name: WireName;
}

type Found = readonly (WireRecord | undefined)[];

export function proofOf(
  chain: DenialChain,
  exists: (name: WireName) => boolean,
  { kind, name }: Absence,
): WireRecord[] {
  const key = lower(name);
  const found = chain.kind === 'nsec' ? byNsec(chain, exists, kind, key) : byNsec3(chain, exists, kind, key);
  return [...new Set(found)].filter((record) => record !== undefined);
}

function byNsec(
  chain: DenialChain,
  exists: (name: WireName) => boolean,
  kind: Absence['kind'],
  name: WireName,
): Found {
  const wildcard = `\x01*${encloserOf(name, exists).encloser}`;
  switch (kind) {
    case 'nodata':
    case 'unsigned-cut':
      // Without one of its own, an empty non-terminal lies in the gap before the names below it.
      return [chain.matching(name) ?? chain.covering(name)];
    case 'nxdomain':
      return [chain.covering(name), chain.covering(wildcard)];
    case 'wildcard':
      return [chain.covering(name)];
    case 'wildcard-nodata':
      return [chain.covering(name), chain.matching(wildcard)];
  }
}

function byNsec3(
  chain: DenialChain,
  exists: (name: WireName) => boolean,
  kind: Absence['kind'],
  name: WireName,
): Found {
  const { encloser, nextCloser } = encloserOf(name, exists);
  const wildcard = `\x01*${encloser}`;
  switch (kind) {
    case 'nodata':
    case 'unsigned-cut': {
      const own = chain.matching(name);
      return own ? [own] : underOptOut(chain, name);
    }
    case 'nxdomain':
      return [chain.matching(encloser), chain.covering(nextCloser), chain.covering(wildcard)];
    case 'wildcard':
      return [chain.covering(nextCloser)];
    case 'wildcard-nodata':
      return [chain.matching(encloser), chain.covering(nextCloser), chain.matching(wildcard)];
  }
}

/** The closest provable encloser (RFC 5155 section 7.2.4). */
function underOptOut(chain: DenialChain, name: WireName): Found {
  const { encloser, nextCloser } = encloserOf(name, (each) => chain.matching(each) !== undefined);
  return [chain.matching(encloser), chain.covering(nextCloser)];
}

function encloserOf(
  name: WireName,
  exists: (name: WireName) => boolean,
): { encloser: WireName; nextCloser: WireName } {
  let nextCloser = name;
  let encloser = name === '\0' ? name : parentOf(name);
  while (encloser !== '\0' && !exists(encloser)) {
    nextCloser = encloser;
    encloser = parentOf(encloser);
  }
  return { encloser, nextCloser };
}
