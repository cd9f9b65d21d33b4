import { type PolicyDiscovery, requested } from './dmarc-discovery.ts';
import { type DmarcRecord, reportsTo as hasReports, type Policy } from './dmarc-record.ts';
import type { MailFacts, UnorderedStep } from './mail-plan-step.ts';

const WEEKS = 'For at least two weeks';

/** From where the domain stands: none, then quarantine, then reject, each when reports show that nothing is lost. */
export function planDmarc({ domain, dmarc, reportsTo }: MailFacts): UnorderedStep[] {
  if (dmarc.state === 'unknown') return [];
  const own = ownRecord(dmarc);
  const address = `mailto:${reportsTo ?? `dmarc-reports@${domain}`}`;
  const rua = own !== null && hasReports(own) ? own.rua.join(',') : address;
  const stage = stageOf(own);
  const steps: UnorderedStep[] = [];
  const step = (policy: Policy, why: string, condition: string) =>
    steps.push({
      kind: 'dmarc',
      record: { name: `_dmarc.${domain}`, type: 'TXT', value: written(policy, rua, own) },
      why,
      condition,
    });
  if (stage === null || (stage === 'none' && own !== null && !hasReports(own))) {
    step(
      'none',
      'Reports tell who sends in the name of the domain, and nothing is lost.',
      'The mailbox for the reports is there, and someone reads it.',
    );
  }
  if (stage === null || stage === 'none') {
    step(
      'quarantine',
      'Forged mail goes to the junk folder.',
      `${WEEKS} the reports are read, and every genuine sender, those below the domain among them, passes with SPF or DKIM of the domain itself (aligned).`,
    );
  }
  if (stage !== 'reject') {
    step(
      'reject',
      'Forged mail is rejected.',
      `${WEEKS} under quarantine no genuine mail fails in the reports, mailing lists and forwarded mail among it.`,
    );
  } else if (own !== null && written('reject', rua, own) !== own.text && isWeakBelow(own)) {
    step(
      'reject',
      'The policy holds for names below the domain too.',
      `${WEEKS} the reports are read, and every genuine sender below the domain passes.`,
    );
  }
  return steps;
}

function ownRecord(dmarc: PolicyDiscovery): DmarcRecord | null {
  return dmarc.state === 'present' && !dmarc.inherited ? dmarc.record : null;
}

/** What receivers do now; null when nothing is asked of them. */
function stageOf(own: DmarcRecord | null): Policy | null {
  const asked = own === null ? null : requested(own);
  if (own === null || asked === null) return null;
  if (!own.t) return asked.p;
  return asked.p === 'reject' ? 'quarantine' : 'none';
}

function isWeakBelow({ sp, np }: DmarcRecord): boolean {
  return [sp, np].some((policy) => policy !== undefined && policy !== 'reject');
}

/** What the domain has chosen besides stays: alignment and failure reports. */
function written(policy: Policy, rua: string, own: DmarcRecord | null): string {
  const kept = [
    ...(own?.adkim === 's' ? ['adkim=s'] : []),
    ...(own?.aspf === 's' ? ['aspf=s'] : []),
    ...(own !== null && own.psd !== 'u' ? [`psd=${own.psd}`] : []),
    ...(own !== null && own.ruf.length > 0 ? [`ruf=${own.ruf.join(',')}`, `fo=${own.fo.join(':')}`] : []),
  ];
  return ['v=DMARC1', `p=${policy}`, ...kept, `rua=${rua}`].join('; ');
}
