import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { type DnssecObservation, dnssec } from '../probes/dnssec.ts';
import { type DnskeyRecord, type DsRecord, isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { rdataText } from '../protocols/dns-rdata.ts';
import { digestName } from '../protocols/dnssec-algorithms.ts';
import { isSupportedAlgorithm } from '../protocols/dnssec-keys.ts';
import { namesKey } from '../protocols/dnssec-set.ts';

const ZONE_KEY = 0x0100;
const SHA1 = 1;
/** Those that we can compute. */
const DIGESTS = [1, 2, 4];
const MAX_REPORTED = 10;

export const dnssecDelegation = defineCheck({
  id: 'dnssec-delegation',
  title: 'The DS records at the parent name keys of the zone',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc4035#section-2.4',
    'https://www.rfc-editor.org/rfc/rfc4509',
    'https://www.rfc-editor.org/rfc/rfc9905',
  ],
  needs: { zone: part(dnssec, delegationOf) },
  findings: {
    'ds-without-key': {
      severity: 'high',
      title: 'No key of the zone is one that the DS records at the parent name',
      remediation:
        'Have the registrar replace the DS records by those of the key that signs the zone now, or remove them when the zone is not signed. Until then validating resolvers cannot resolve any name of the domain.',
    },
    'digest-sha1': {
      severity: 'low',
      title: 'A DS record at the parent has a digest that must not be used any more',
      remediation: 'Have the registrar publish a DS record with a SHA-256 digest (type 2) in its place.',
    },
    'ds-unmatched': {
      severity: 'info',
      title: 'A DS record at the parent names no key of the zone',
      remediation:
        'When no change of keys is under way, have the registrar remove the DS record; it is a leftover.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const { name, ds, keys } = zone;
    const told = ds.slice(0, MAX_REPORTED).map(text).join('; ');
    const computable = ds.filter(({ digestType }) => DIGESTS.includes(digestType));
    // With none that resolvers can follow they take the zone for one that is not signed (RFC 4035 section 5.2).
    const isFollowed = computable.some(({ algorithm }) => isSupportedAlgorithm(algorithm));
    if (keys.length === 0 && isFollowed) {
      return fail('ds-without-key', { zone: name, DS: told, keys: 'none' });
    }
    if (computable.length === 0) return open('No DS record has a digest of a type that is known here.');
    const unmatched = computable.filter((each) => !keys.some((key) => namesKey(name, each, key)));
    const judgements = ds
      .filter(({ digestType }) => digestType === SHA1)
      .slice(0, 1)
      .map((each) => fail('digest-sha1', { zone: name, DS: text(each), digest: digestName(SHA1) }));
    if (unmatched.length === computable.length && isFollowed) {
      const tags = `${keys.length}, none of them named by a DS record`;
      return [fail('ds-without-key', { zone: name, DS: told, keys: tags }), ...judgements];
    }
    const left = unmatched
      .slice(0, MAX_REPORTED)
      .map((each) => fail('ds-unmatched', { zone: name, DS: text(each) }, { subject: text(each) }));
    const all = [...judgements, ...left];
    return all.length > 0 ? all : pass;
  },
});

/** null without a DS record. Unknown when the parent or the zone kept silent. */
function delegationOf(seen: Exclude<DnssecObservation, { state: 'unknown' }>) {
  if (seen.state === 'absent' || seen.DS.state === 'absent') return null;
  const { zone, DS, DNSKEY } = seen;
  if (isUnknown(DS)) return DS;
  if (isUnknown(DNSKEY)) return DNSKEY;
  const keys: DnskeyRecord[] = recordsOf(DNSKEY).filter(({ flags }) => (flags & ZONE_KEY) !== 0);
  return { name: zone, ds: recordsOf(DS), keys };
}

function text(ds: DsRecord): string {
  return rdataText('DS', ds);
}
