import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { dnsRecords } from '../probes/dns-records.ts';
import { tlsHandshake } from '../probes/tls-handshake.ts';
import { relevantSet } from '../protocols/caa.ts';
import { issuerDomains, permission } from '../protocols/caa-issuers.ts';
import { matchesHost } from '../protocols/certificate.ts';
import { isUnknown } from '../protocols/dns-answer.ts';
import { rdataText } from '../protocols/dns-rdata.ts';

export const caaIssuer = defineCheck({
  id: 'caa-issuer',
  title: 'The certificate in use is from an authority that CAA allows',
  category: 'dns',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc8659#section-4', 'https://www.ccadb.org/resources'],
  needs: {
    set: part(dnsRecords, ({ CAA }) => (CAA.length === 0 ? null : relevantSet(CAA))),
    tls: tlsHandshake,
  },
  findings: {
    'not-allowed': {
      severity: 'low',
      confidence: 'probable',
      title: 'The certificate is from an authority that the CAA records do not allow',
      remediation:
        'Find out who ordered the certificate. When it is right, add its authority to the CAA records, or it cannot be renewed; when it is not, have it revoked.',
    },
  },
  evaluate({ set, tls }, { entity }) {
    if (set === null || tls.state !== 'present' || set.state === 'absent') return notApplicable;
    if (isUnknown(tls.leaf)) return open('The certificate cannot be decoded.');
    // CAA binds public authorities alone.
    if (tls.pathError !== null || !matchesHost(tls.leaf, entity.name)) return notApplicable;
    const domains = issuerDomains(tls.leaf.issuer);
    if (domains === null) return notApplicable;
    const isWildcard = !tls.leaf.dnsNames.includes(entity.name);
    // A wildcard's set is looked for from the name above on.
    if (isWildcard && set.name === entity.name) return open('CAA above the host was not looked for.');
    if (permission(set.records, domains, isWildcard) !== 'not-allowed') return pass;
    return fail('not-allowed', {
      issuer: tls.leaf.issuer,
      'CAA at': set.name,
      records: set.records.map((record) => rdataText('CAA', record)).join('; '),
    });
  },
});
