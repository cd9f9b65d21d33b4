import { planDmarc } from './mail-plan-dmarc.ts';
import { planSpf } from './mail-plan-spf.ts';
import type { MailFacts, MailPlan, PlanStep, UnorderedStep } from './mail-plan-step.ts';

export type * from './mail-plan-step.ts';

/**
 * Plans the way to enforced mail policies: SPF and DKIM of every sender first, then DMARC from none over quarantine to
 * reject. Senders that are named today stay named: nothing is taken out that could let one of them send.
 */
export function mailPlan(facts: MailFacts): MailPlan {
  if (isSilentDomain(facts)) return planSilence(facts);
  const spf = planSpf(facts);
  const steps = [...spf.steps, ...planKeys(facts), ...planDmarc(facts), ...planTransport(facts)];
  return { steps: numbered(steps), lookups: spf.lookups };
}

/** Takes no mail, and names nobody who may send. */
function isSilentDomain({ mx, spf, dkim }: MailFacts): boolean {
  if (mx === 'some' || mx === 'unknown' || !dkim.complete) return false;
  if (dkim.keys.some(({ key }) => !key.revoked)) return false;
  if (spf.state === 'none') return mx === 'null';
  return spf.state === 'record' && /^v=spf1 *[-~]all *$/i.test(spf.record ?? '');
}

function planSilence({ domain, spf, dmarc }: MailFacts): MailPlan {
  const steps: UnorderedStep[] = [];
  const isClosed = /^v=spf1 *-all *$/i.test(spf.record ?? '');
  if (!isClosed) {
    steps.push({
      kind: 'spf',
      record: { name: domain, type: 'TXT', value: 'v=spf1 -all' },
      why: 'The domain sends no mail: nobody may do so in its name.',
      condition: 'Nobody sends mail in the name of the domain.',
    });
  }
  const own = dmarc.state === 'present' && !dmarc.inherited ? dmarc.record : null;
  const isEnforced = own !== null && own.p === 'reject' && !own.t && (own.sp ?? 'reject') === 'reject';
  if (dmarc.state !== 'unknown' && !isEnforced) {
    const value =
      own === null || own.rua.length === 0
        ? 'v=DMARC1; p=reject'
        : `v=DMARC1; p=reject; rua=${own.rua.join(',')}`;
    steps.push({
      kind: 'dmarc',
      record: { name: `_dmarc.${domain}`, type: 'TXT', value },
      why: 'No genuine mail can be hurt where there is none: forged mail is to be rejected at once.',
      condition: 'Nobody sends mail in the name of the domain or of names below it.',
    });
  }
  return { steps: numbered(steps), lookups: { now: spf.state === 'record' ? spf.lookups : null, after: 0 } };
}

function planKeys({ domain, providers, dkim }: MailFacts): UnorderedStep[] {
  const found = new Set(dkim.keys.filter(({ key }) => !key.revoked).map(({ selector }) => selector));
  const unsigned = providers.filter(
    ({ selectors }) => selectors.length > 0 && !selectors.some((each) => found.has(each)),
  );
  const steps: UnorderedStep[] = unsigned.map(({ product }) => ({
    kind: 'dkim',
    record: null,
    why: `No key of ${product} was found under the selectors that it usually gives out.`,
    condition: `Switch DKIM on in ${product} for ${domain}, and publish the records that it shows. Nothing is to be done when it signs under another selector.`,
  }));
  if (steps.length === 0 && found.size === 0) {
    steps.push({
      kind: 'dkim',
      record: null,
      why: 'No DKIM key was found; without signatures forwarded mail fails DMARC.',
      condition:
        'Make a key of 2048 bits for each sending service, publish it under a selector of its own, and sign with it.',
    });
  }
  for (const { selector, key } of dkim.keys) {
    if (key.keyType !== 'rsa' || key.bits === null || key.bits >= 2048) continue;
    steps.push({
      kind: 'dkim',
      record: null,
      why: `The key under ${selector} has ${key.bits} bits.`,
      condition:
        'Publish a key of 2048 bits under a new selector and sign with it; revoke the old one some days later.',
    });
  }
  return steps;
}

function planTransport({ domain, mx, mtaSts, tlsRpt, reportsTo }: MailFacts): UnorderedStep[] {
  if (mx !== 'some') return [];
  const steps: UnorderedStep[] = [];
  if (tlsRpt === 'missing') {
    const value = `v=TLSRPTv1; rua=mailto:${reportsTo ?? `tls-reports@${domain}`}`;
    steps.push({
      kind: 'tls-rpt',
      record: { name: `_smtp._tls.${domain}`, type: 'TXT', value },
      why: 'Senders tell when they cannot encrypt mail on its way to the domain.',
      condition: 'The mailbox is there and someone reads it.',
    });
  }
  if (mtaSts === 'missing') {
    steps.push({
      kind: 'mta-sts',
      record: null,
      why: 'Mail to the domain can be made to travel unencrypted.',
      condition: `Serve a policy with "mode: testing" at https://mta-sts.${domain}/.well-known/mta-sts.txt first, then publish the record _mta-sts.${domain}.`,
    });
  }
  if (mtaSts === 'testing') {
    steps.push({
      kind: 'mta-sts',
      record: null,
      why: 'The MTA-STS policy is under test, so that senders do not hold to it.',
      condition:
        'Reports of some weeks show no failure: set "mode: enforce" in the policy, and a new id in the record.',
    });
  }
  return steps;
}

function numbered(steps: readonly UnorderedStep[]): PlanStep[] {
  return steps.map((step, index) => ({ order: index + 1, ...step }));
}
