import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { rdap } from '../sources/rdap.ts';

const DAY_MS = 86_400_000;

export const domainExpiry = defineCheck({
  id: 'domain-expiry',
  title: 'Domain registration is not about to expire',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc9083#section-4.5',
    'https://www.icann.org/resources/pages/errp-2013-02-28-en',
  ],
  needs: { record: part(rdap, (entities) => entities.find((entity) => entity.kind === 'DomainRecord')) },
  findings: {
    expired: {
      severity: 'critical',
      title: 'The domain registration has expired',
      remediation:
        'Renew the domain at its registrar at once; when the redemption period ends, anyone can register it.',
    },
    'expires-soon': {
      severity: 'high',
      // Whether the registrar renews by itself is not published.
      confidence: 'probable',
      title: 'The domain registration expires within 14 days',
      remediation: 'Renew the domain at its registrar now, and switch automatic renewal on.',
    },
    'expires-within-30-days': {
      severity: 'medium',
      confidence: 'probable',
      title: 'The domain registration expires within 30 days',
      remediation:
        'Renew the domain at its registrar, or make sure that automatic renewal is on and its payment is valid.',
    },
  },
  evaluate({ record }, { entity, target, observedAt }) {
    if (record === undefined || entity.name !== target.registrable) return notApplicable;
    const { expires_at: expiresAt, registrar } = record.attributes;
    if (expiresAt === undefined) return open('the registry does not publish an expiry date');
    const daysLeft = (Date.parse(expiresAt) - observedAt.getTime()) / DAY_MS;
    if (Number.isNaN(daysLeft)) return open('the expiry date cannot be read');
    const evidence = {
      expires: expiresAt,
      'days left': Math.floor(daysLeft),
      ...(registrar && { registrar }),
    };
    const affects = [`DomainRecord:${record.name}` as const];
    if (daysLeft <= 0) return fail('expired', evidence, { affects });
    if (daysLeft < 14) return fail('expires-soon', evidence, { affects });
    if (daysLeft < 30) return fail('expires-within-30-days', evidence, { affects });
    return pass;
  },
});
