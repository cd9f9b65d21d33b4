import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { specialPurpose } from '../protocols/special-address.ts';

const MAX_REPORTED = 20;

export const privateAddress = defineCheck({
  id: 'private-address',
  title: 'Public names lead to public addresses',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.iana.org/assignments/iana-ipv4-special-registry',
    'https://www.iana.org/assignments/iana-ipv6-special-registry',
    'https://www.rfc-editor.org/rfc/rfc1918#section-5',
  ],
  needs: { addresses: part(dnsRecords, addressesOf) },
  findings: {
    published: {
      severity: 'low',
      title: 'An address that is reachable in no public network is published',
      remediation:
        'Keep internal names in an internal zone. They show how the network is built, and a page at them can be reached from a visitor of any other network that uses the same address.',
    },
  },
  evaluate({ addresses }, { entity }) {
    if (addresses === null) return notApplicable;
    const special = addresses.flatMap((address) => {
      const what = specialPurpose(address);
      return what === null ? [] : [`${address} (${what})`];
    });
    if (special.length === 0) return pass;
    return fail('published', {
      name: entity.name,
      addresses: special.sort().slice(0, MAX_REPORTED).join(', '),
    });
  },
});

/** null for a name without addresses. */
function addressesOf({ A, AAAA }: DnsRecordsObservation) {
  const addresses = [...recordsOf(A), ...recordsOf(AAAA)];
  if (addresses.some((address) => specialPurpose(address) !== null)) return addresses;
  if (isUnknown(A)) return A;
  if (isUnknown(AAAA)) return AAAA;
  return addresses.length === 0 ? null : addresses;
}
