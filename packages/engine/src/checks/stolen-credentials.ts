import type { EntityOf } from '@cyborux/contract';
import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { hudsonRock } from '../sources/hudson-rock.ts';

/** Older logs are known to who buys them, and mostly used up. */
const RECENT_MS = 2 * 365 * 86_400_000;

type Leak = EntityOf<'Leak'>;

export const stolenCredentials = defineCheck({
  id: 'stolen-credentials',
  title: "No credentials of the domain's people are in infostealer logs",
  category: 'exposure',
  appliesTo: 'FQDN',
  references: ['https://www.hudsonrock.com/free-tools', 'https://attack.mitre.org/techniques/T1555/'],
  needs: {
    leaks: part(hudsonRock, (entities) => entities.filter((each): each is Leak => each.kind === 'Leak')),
  },
  findings: {
    employees: {
      severity: 'medium',
      // A third party's count: whose they are, and whether they still open anything, it does not say.
      confidence: 'probable',
      title: "Credentials of the domain's people were stolen by malware of late",
      remediation:
        'Find the machines and accounts (the source tells the owner of the domain more), reinstall the machines, change the passwords, end all sessions, and ask for a second factor that cannot be handed on (passkeys).',
    },
    'employees-earlier': {
      severity: 'info',
      confidence: 'probable',
      title: "Credentials of the domain's people were stolen by malware",
      remediation:
        'Make sure that the passwords of that time were changed and that every account asks for a second factor.',
    },
    users: {
      severity: 'info',
      confidence: 'probable',
      title: "Credentials of the services' users were stolen by malware",
      remediation:
        'Offer a second factor, and refuse passwords that are known from leaks (NIST SP 800-63B, section 3.1.1.2).',
    },
  },
  evaluate({ leaks }, { entity, target, observedAt }) {
    if (entity.name !== target.registrable) return notApplicable;
    const failures = leaks.flatMap((leak) => {
      const finding = findingOf(leak, observedAt);
      if (finding === null) return [];
      const { accounts_of_domain: accounts = 0, leaked_at: last } = leak.attributes;
      return fail(finding, { accounts, ...(last && { latest: last }) }, { affects: [`Leak:${leak.name}`] });
    });
    return failures.length === 0 ? pass : failures;
  },
});

function findingOf(
  { attributes }: Leak,
  observedAt: Date,
): 'employees' | 'employees-earlier' | 'users' | null {
  if (attributes.affected === 'users') return 'users';
  if (attributes.affected !== 'employees') return null;
  // Without a date it may be an old one.
  const at = Date.parse(attributes.leaked_at ?? '');
  return observedAt.getTime() - at < RECENT_MS ? 'employees' : 'employees-earlier';
}
