import { defineCheck, fail, informational, notApplicable, open, part, pass } from '../check.ts';
import { type DnssecVerdict, dnssec as dnssecProbe } from '../probes/dnssec.ts';
import { inScope } from '../scope.ts';

export const dnssec = defineCheck({
  id: 'dnssec',
  title: 'The answers of the zone can be validated (DNSSEC)',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc4035#section-5',
    'https://www.rfc-editor.org/rfc/rfc6840',
    'https://www.rfc-editor.org/rfc/rfc9364',
  ],
  needs: { seen: part(dnssecProbe, (observation) => observation) },
  findings: {
    bogus: {
      severity: 'high',
      title: 'Validating resolvers refuse the answers of the zone',
      remediation:
        'Sign the zone anew with the keys that the DS records at the parent name, and see that every name server serves the new signatures. When the zone shall not be signed any more, have the DS records removed first.',
    },
    island: {
      severity: 'low',
      title: 'The zone is signed, but its parent has no DS record',
      remediation:
        'Hand the DS record of the key-signing key to the registrar; until it stands in the parent zone nobody validates the signatures.',
    },
    unsigned: {
      severity: 'low',
      optional: true,
      title: 'The zone is not signed with DNSSEC',
      remediation:
        'Sign the zone (algorithm 13, ECDSA P-256) and hand the DS record to the registrar, so that forged answers are noticed.',
    },
  },
  evaluate({ seen }, { target }) {
    if (seen.state === 'absent') return notApplicable;
    // What is proven not to be there is the matter of dnssec-denial.
    const answered = seen.verdicts.filter(({ unmade, absent }) => !unmade && !absent);
    const [soa] = answered;
    if (soa === undefined) return notApplicable;
    const isOwn = (zone: string) => inScope(zone, { ...target, name: target.registrable });

    const bogus = answered.filter(({ state }) => state === 'bogus');
    if (bogus.some(({ zone }) => !isOwn(zone))) {
      // A resolver that drops signatures makes the whole internet look so.
      return open(`The way to the zone could not be validated: ${bogus[0]?.detail}`);
    }
    const distinct = new Map(bogus.map((each) => [`${each.zone} ${each.reason}`, each]));
    if (distinct.size > 0) {
      return [...distinct].map(([subject, each]) => fail('bogus', evidenceOf(each), { subject }));
    }
    const unknown = answered.find(({ state }) => state === 'unknown');
    if (unknown !== undefined) return open(unknown.detail);
    if (soa.state === 'secure') return pass;
    if (soa.reason.startsWith('unsupported-')) return informational(soa.detail);
    if (seen.DNSKEY.state === 'unknown') return open('The zone did not say whether it has keys.');
    if (!isOwn(soa.zone)) return informational(`${soa.detail} The zone cannot be validated below it.`);
    // A zone of the domain above it may be the one that is not signed.
    const evidence = { zone: soa.zone, detail: soa.detail };
    const isIsland = seen.DNSKEY.state === 'present' && soa.zone === seen.zone;
    return isIsland ? fail('island', evidence) : fail('unsigned', evidence);
  },
});

function evidenceOf({ name, type, zone, reason, detail }: DnssecVerdict) {
  return { question: `${name} ${type}`, zone, reason, detail };
}
