import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { rdapStatus } from '../protocols/rdap-status.ts';
import { rdap } from '../sources/rdap.ts';

const LOCKS = ['client transfer prohibited', 'server transfer prohibited', 'transfer prohibited', 'locked'];

export const domainLock = defineCheck({
  id: 'domain-lock',
  title: 'Domain is locked against transfer',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc5731#section-2.3',
    'https://www.rfc-editor.org/rfc/rfc8056',
  ],
  needs: { record: part(rdap, (entities) => entities.find((entity) => entity.kind === 'DomainRecord')) },
  findings: {
    unlocked: {
      severity: 'low',
      optional: true,
      title: 'The domain is not locked against transfer',
      remediation:
        'Switch the transfer lock (clientTransferProhibited) on at the registrar; for a valuable domain ask for a registry lock too.',
    },
  },
  evaluate({ record }, { entity, target }) {
    if (record === undefined || entity.name !== target.registrable) return notApplicable;
    const { statuses, registrar } = record.attributes;
    if (statuses === undefined || statuses.length === 0) {
      return open('the registry does not publish the statuses of the domain');
    }
    if (statuses.map(rdapStatus).some((status) => LOCKS.includes(status))) return pass;
    const evidence = { statuses: statuses.join(', '), ...(registrar && { registrar }) };
    return fail('unlocked', evidence, { affects: [`DomainRecord:${record.name}`] });
  },
});
