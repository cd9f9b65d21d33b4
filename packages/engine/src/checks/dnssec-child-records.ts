import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { type DnssecObservation, dnssec, type SignedZoneFacts } from '../probes/dnssec.ts';
import { type DnskeyRecord, type DsRecord, isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { namesKey, tagOf } from '../protocols/dnssec-set.ts';

/** RFC 8078 section 4: "remove the DS records". */
const DELETE = 0;
/** Those that we can compute. */
const DIGESTS = [1, 2, 4];

export const dnssecChildRecords = defineCheck({
  id: 'dnssec-child-records',
  title: 'What the zone asks its parent to publish fits its keys (CDS, CDNSKEY)',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc7344#section-4',
    'https://www.rfc-editor.org/rfc/rfc8078',
    'https://www.rfc-editor.org/rfc/rfc9615',
    'https://www.rfc-editor.org/rfc/rfc8901',
  ],
  needs: { zone: part(dnssec, signedZone) },
  findings: {
    'cds-mismatch': {
      severity: 'low',
      title: 'The CDS records name no key of the zone',
      remediation:
        'Let the CDS records be digests of the keys that sign the zone, or remove them. A parent that follows them would break the domain.',
    },
    'cdnskey-mismatch': {
      severity: 'low',
      title: 'The CDNSKEY records do not fit the zone or its CDS records',
      remediation: 'Publish CDS and CDNSKEY records of the same keys, those that sign the zone.',
    },
    'keys-differ': {
      severity: 'medium',
      title: 'Name servers serve signatures of keys that others do not have',
      remediation:
        'Let every name server, of every provider, publish all keys that any of them signs with (RFC 8901), and see that secondaries follow the primary.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const keys = recordsOf(zone.DNSKEY);
    const cds = recordsOf(zone.CDS);
    const cdnskey = recordsOf(zone.CDNSKEY);
    const judgements = [
      ...cdsFaults(zone.zone, cds, keys).map((problem) => fail('cds-mismatch', { zone: zone.zone, problem })),
      ...cdnskeyFaults(zone.zone, cds, cdnskey, keys).map((problem) =>
        fail('cdnskey-mismatch', { zone: zone.zone, problem }),
      ),
      ...differences(zone).map((difference) => fail('keys-differ', { zone: zone.zone, difference })),
    ];
    if (judgements.length > 0) return judgements;
    if (isUnknown(zone.CDS) || isUnknown(zone.CDNSKEY)) return open('The zone did not tell its CDS records.');
    const silent = zone.servers.find(({ DNSKEY }) => isUnknown(DNSKEY));
    return silent === undefined ? pass : open(`${silent.name} did not tell its keys.`);
  },
});

/** null when the zone is not signed. */
function signedZone(seen: Exclude<DnssecObservation, { state: 'unknown' }>) {
  if (seen.state === 'absent' || seen.DNSKEY.state === 'absent') return null;
  return isUnknown(seen.DNSKEY) ? seen.DNSKEY : seen;
}

/** A key that is yet to come may be named, but one that is there must be too (RFC 7344 section 4.1). */
function cdsFaults(zone: string, cds: readonly DsRecord[], keys: readonly DnskeyRecord[]): string[] {
  const named = cds.filter(({ algorithm }) => algorithm !== DELETE);
  if (named.length === 0) return [];
  if (named.length < cds.length) return ['A record that asks to remove all stands beside others.'];
  if (named.some((each) => keys.some((key) => namesKey(zone, each, key)))) return [];
  return [`No key has the digests of ${named.map(({ keyTag }) => keyTag).join(', ')}.`];
}

function cdnskeyFaults(
  zone: string,
  cds: readonly DsRecord[],
  cdnskey: readonly DnskeyRecord[],
  keys: readonly DnskeyRecord[],
): string[] {
  const named = cdnskey.filter(({ algorithm }) => algorithm !== DELETE);
  if (cdnskey.length === 0) return [];
  if (named.length > 0 && named.length < cdnskey.length) {
    return ['A record that asks to remove all stands beside others.'];
  }
  const own = new Set(keys.map(({ publicKey, algorithm }) => `${algorithm} ${publicKey}`));
  if (named.length > 0 && !named.some((each) => own.has(`${each.algorithm} ${each.publicKey}`))) {
    return ['None of the keys is a key of the zone.'];
  }
  // Where the CDS records are wrong themselves, there is nothing to compare with.
  if (cds.length === 0 || cdsFaults(zone, cds, keys).length > 0) return [];
  const digests = cds.filter(({ algorithm }) => algorithm !== DELETE);
  if ((digests.length === 0) !== (named.length === 0)) {
    return ['CDS and CDNSKEY do not agree on whether to remove all.'];
  }
  const lacking = named.filter((key) => !digests.some((each) => namesKey(zone, each, key)));
  const strange = digests.filter(
    (each) => DIGESTS.includes(each.digestType) && named.every((key) => !namesKey(zone, each, key)),
  );
  if (lacking.length === 0 && strange.length === 0) return [];
  const tags = [...lacking.map(tagOf), ...strange.map(({ keyTag }) => keyTag)];
  return [`CDS and CDNSKEY are not of the same keys: ${[...new Set(tags)].join(', ')}.`];
}

/**
 * Without a DS record nobody validates. In a roll-over sets may differ for a while, but each must have a key that the
 * others sign with.
 */
function differences({ servers, DS }: SignedZoneFacts): string[] {
  const found: string[] = [];
  if (DS.state !== 'present') return found;
  for (const server of servers) {
    if (server.DNSKEY.state === 'absent') found.push(`${server.name} ${server.address} has no keys`);
    if (isUnknown(server.signatures) || server.signatures.length === 0) continue;
    const signers = server.signatures.map(({ keyTag }) => keyTag);
    const other = servers.find(
      ({ DNSKEY }) =>
        DNSKEY.state === 'present' && !DNSKEY.records.some((key) => signers.includes(tagOf(key))),
    );
    if (other === undefined) continue;
    found.push(
      `${server.name} ${server.address} signs with key ${signers.join(', ')}, which ${other.name} ${other.address} does not have`,
    );
  }
  return found.slice(0, 1);
}
