import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { isUnknownCritical, problemsOf, relevantSet } from '../protocols/caa.ts';
import { rdataText } from '../protocols/dns-rdata.ts';

/** A set of thousands of faulty records is one fault. */
const MAX_REPORTED = 10;

export const caa = defineCheck({
  id: 'caa',
  title: 'The domain says who may issue certificates for it (CAA)',
  category: 'dns',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc8659', 'https://www.rfc-editor.org/rfc/rfc8657'],
  needs: { set: part(dnsRecords, caaOfTarget) },
  findings: {
    missing: {
      severity: 'low',
      optional: true,
      title: 'Any certification authority may issue for the domain',
      remediation:
        'Publish CAA records that name the authorities in use, for example `example.com. CAA 0 issue "letsencrypt.org"`, and `0 issuewild ";"` when no wildcard certificates are needed.',
    },
    'unknown-critical': {
      severity: 'low',
      title: 'A CAA record that is marked critical is understood by no certification authority',
      remediation:
        'Drop the record or its critical flag (128): as it stands, no authority may issue or renew a certificate for the domain.',
    },
    malformed: {
      severity: 'low',
      title: 'A CAA record is malformed',
      remediation:
        'Correct the record: flags, a tag and a quoted value, for example `0 issue "letsencrypt.org"`, `0 iodef "mailto:security@example.com"`. A value that cannot be read forbids every authority.',
    },
  },
  evaluate({ set }) {
    if (set === null) return notApplicable;
    if (set.state === 'absent') return fail('missing');
    const { name, records } = set;
    const malformed = records.slice(0, MAX_REPORTED).flatMap((record) =>
      problemsOf(record).map((problem) => {
        const text = rdataText('CAA', record);
        const finding = isUnknownCritical(record) ? 'unknown-critical' : 'malformed';
        return fail(finding, { name, record: text, problem }, { subject: `${text} ${problem}` });
      }),
    );
    if (malformed.length > 0) return malformed;
    if (records.some(({ tag }) => tag.toLowerCase() === 'issue')) return pass;
    // RFC 8659 section 4: without an issue property nothing restricts ordinary certificates.
    return fail('missing', { name, records: records.map((record) => rdataText('CAA', record)).join('; ') });
  },
});

/** The set that applies to the target; null elsewhere, and for a target that does not exist. */
function caaOfTarget({ apex, CAA, TXT }: DnsRecordsObservation) {
  const exists = !(TXT?.state === 'absent' && TXT.reason === 'nxdomain');
  return apex === null || !exists ? null : relevantSet(CAA);
}
