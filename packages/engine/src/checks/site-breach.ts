import type { EntityOf } from '@cyborux/contract';
import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { hibp } from '../sources/hibp.ts';

const RECENT_MS = 2 * 365 * 86_400_000;

type Leak = EntityOf<'Leak'>;

export const siteBreach = defineCheck({
  id: 'site-breach',
  title: 'The accounts of the site are in no known breach',
  category: 'exposure',
  appliesTo: 'FQDN',
  references: ['https://haveibeenpwned.com/FAQs'],
  needs: { leaks: part(hibp, (entities) => entities.filter((each): each is Leak => each.kind === 'Leak')) },
  findings: {
    recent: {
      severity: 'low',
      confidence: 'probable',
      title: 'Accounts of the site were in a breach of the last two years',
      remediation:
        'Make sure that what the breach used is repaired, that the passwords of that time no longer work, and that the people in it were told.',
    },
    earlier: {
      severity: 'info',
      confidence: 'probable',
      title: 'Accounts of the site were in a breach',
      remediation: 'Make sure that the passwords of that time no longer work.',
    },
  },
  evaluate({ leaks }, { entity, target, observedAt }) {
    if (entity.name !== target.registrable) return notApplicable;
    if (leaks.length === 0) return pass;
    return leaks.map((leak) => {
      const { title, leaked_at: at, accounts, data_classes: classes = [], verified } = leak.attributes;
      const isRecent = verified === true && observedAt.getTime() - Date.parse(at ?? '') < RECENT_MS;
      const evidence = {
        breach: title ?? leak.name,
        ...(at && { date: at }),
        ...(accounts !== undefined && { accounts }),
        ...(classes.length > 0 && { data: classes.join(', ') }),
      };
      return fail(isRecent ? 'recent' : 'earlier', evidence, {
        subject: leak.name,
        affects: [`Leak:${leak.name}`],
      });
    });
  },
});
