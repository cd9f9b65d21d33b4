import type { MailPlan } from '@cyborux/contract';
import { visible } from '@cyborux/engine/protocols/control-text.ts';
import type pc from 'picocolors';
import { wrap } from './wrap.ts';

type Colors = Omit<typeof pc, 'createColors'>;

/** The plan as text for a terminal; empty when there is nothing to do. Scanned text in it is neutralised. */
export function mailPlanText(plan: MailPlan | null, colors: Colors): string {
  if (plan === null || plan.steps.length === 0) return '';
  const { now, after } = plan.spf_lookups;
  const lookups = now === null || after === null ? '' : `   ${now} DNS look-ups now, ${after} after`;
  const steps = plan.steps.map(({ order, record, why, condition }) => {
    const lines = [`  ${String(order).padStart(2)}  ${visible(why, 300)}`];
    if (condition !== null) lines.push(wrap(`When: ${visible(condition, 400)}`, 6));
    if (record !== null) {
      lines.push(`      ${colors.cyan(`${visible(record.name, 253)} ${record.type}`)}`);
      lines.push(`      ${visible(record.value, 2_000)}`);
    }
    return lines.join('\n');
  });
  return [colors.bold('  Mail: what to publish, in this order') + colors.dim(lookups), ...steps].join('\n\n');
}
