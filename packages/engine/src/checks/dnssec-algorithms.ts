import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { type DnssecObservation, dnssec } from '../probes/dnssec.ts';
import { type DnskeyRecord, isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import {
  type AlgorithmUse,
  algorithmName,
  algorithmUse,
  digestName,
  digestUse,
  isRsa,
} from '../protocols/dnssec-algorithms.ts';
import { bitsOf, tagOf } from '../protocols/dnssec-set.ts';

const ZONE_KEY = 0x0100;
const REVOKED = 0x0080;
const SHA1 = 1;
const MIN_RSA_BITS = 2048;

export const dnssecAlgorithms = defineCheck({
  id: 'dnssec-algorithms',
  title: 'The zone is signed with algorithms and keys of today',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc9904',
    'https://www.rfc-editor.org/rfc/rfc9905',
    'https://www.rfc-editor.org/rfc/rfc9906',
    'https://www.iana.org/assignments/dns-sec-alg-numbers',
  ],
  needs: { zone: part(dnssec, keysOf) },
  findings: {
    forbidden: {
      severity: 'medium',
      title: 'The zone is signed with an algorithm that must not be used any more',
      remediation:
        'Roll the keys over to ECDSA P-256 (algorithm 13) or Ed25519 (15); resolvers begin to treat the old algorithm as if the zone were not signed.',
    },
    deprecated: {
      severity: 'low',
      title: 'The zone is signed with an algorithm that is not recommended',
      remediation: 'Roll the keys over to ECDSA P-256 (algorithm 13) at the next occasion.',
    },
    'weak-key': {
      severity: 'low',
      title: 'A key of the zone is too short',
      remediation: 'Use RSA keys of 2,048 bits, or roll the keys over to ECDSA P-256 (algorithm 13).',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const { name, keys, digests } = zone;
    const algorithms = [...new Set(keys.map(({ algorithm }) => algorithm))].sort((one, other) => one - other);
    const ofUse = (use: AlgorithmUse) => algorithms.filter((each) => algorithmUse(each) === use);
    const evidence = (algorithm: number) => ({
      zone: name,
      algorithm: `${algorithm}, ${algorithmName(algorithm)}`,
    });
    const weak = keys.filter((key) => isRsa(key.algorithm) && (bitsOf(key) ?? MIN_RSA_BITS) < MIN_RSA_BITS);
    const judgements = [
      ...ofUse('forbidden').map((each) => fail('forbidden', evidence(each), { subject: `${each}` })),
      ...digests.map((each) =>
        fail('forbidden', { zone: name, 'DS digest': digestName(each) }, { subject: `digest ${each}` }),
      ),
      ...ofUse('not-recommended').map((each) => fail('deprecated', evidence(each), { subject: `${each}` })),
      ...(weak.length > 0 ? [fail('weak-key', { zone: name, keys: weak.map(keyText).join(', ') })] : []),
    ];
    return judgements.length > 0 ? judgements : pass;
  },
});

/** null when the zone is not signed. SHA-1 digests are a matter of the delegation. */
function keysOf(seen: Exclude<DnssecObservation, { state: 'unknown' }>) {
  if (seen.state === 'absent' || seen.DNSKEY.state === 'absent') return null;
  const { zone, DNSKEY, DS } = seen;
  if (isUnknown(DNSKEY)) return DNSKEY;
  const keys = recordsOf(DNSKEY).filter(({ flags }) => (flags & ZONE_KEY) !== 0 && (flags & REVOKED) === 0);
  const digests = recordsOf(DS)
    .map(({ digestType }) => digestType)
    .filter((each) => each !== SHA1 && digestUse(each) === 'forbidden');
  return { name: zone, keys, digests: [...new Set(digests)] };
}

function keyText(key: DnskeyRecord): string {
  return `${tagOf(key)} with ${bitsOf(key)} bits`;
}
