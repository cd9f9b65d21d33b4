import { defineCheck, fail, type Judgement, notApplicable, open, part, pass, together } from '../check.ts';
import { mailExchangers } from '../probes/mail-exchangers.ts';
import { type PolicyFile, transportPolicy } from '../probes/transport-policy.ts';
import { type DnsAnswer, type MxRecord, recordsOf } from '../protocols/dns-answer.ts';
import { isNullExchange, preferredExchanges } from '../protocols/mail-exchange.ts';
import { type MtaStsPolicy, matchesMx, parseMtaStsPolicy, selectMtaSts } from '../protocols/mta-sts.ts';

/** RFC 8461 section 3.2 expects weeks: shorter, and who is in the way needs only be patient. */
const SHORT_AGE = 604_800;

export const mtaSts = defineCheck({
  id: 'mta-sts',
  title: 'Senders are told to encrypt, and to whom (MTA-STS)',
  category: 'mail',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc8461'],
  needs: {
    seen: part(transportPolicy, ({ mtaSts: answer, policy }) =>
      answer.state === 'unknown' ? answer : { texts: recordsOf(answer), policy },
    ),
    mail: part(mailExchangers, ({ MX }) => ({ MX })),
  },
  findings: {
    missing: {
      severity: 'info',
      optional: true,
      title: 'No MTA-STS policy: whoever is on the way can have mail sent in clear text',
      remediation:
        'Publish `https://mta-sts.DOMAIN/.well-known/mta-sts.txt` with `version: STSv1`, `mode: testing`, one `mx:` line for each exchanger and `max_age: 604800`, then the TXT record `v=STSv1; id=1` at `_mta-sts`. Change to `mode: enforce` when the TLS reports are clean.',
    },
    'record-malformed': {
      severity: 'medium',
      title: 'The MTA-STS record cannot be read, so that the policy does not count',
      remediation:
        'Publish exactly one TXT record at `_mta-sts`, of the form `v=STSv1; id=20260101T000000;`.',
    },
    'policy-unavailable': {
      severity: 'medium',
      title: 'The MTA-STS policy is announced and cannot be fetched',
      remediation:
        'Serve the policy at `https://mta-sts.DOMAIN/.well-known/mta-sts.txt` itself, with status 200: senders follow no redirect.',
    },
    'policy-malformed': {
      severity: 'medium',
      title: 'The MTA-STS policy cannot be read, so that it does not count',
      remediation:
        'Serve plain text (`Content-Type: text/plain`) with the lines `version: STSv1`, `mode: enforce`, `max_age: 604800` and one `mx: HOST` for each exchanger.',
    },
    certificate: {
      severity: 'medium',
      title: 'The server of the MTA-STS policy has no valid certificate, so that no sender takes the policy',
      remediation:
        'Give `mta-sts.DOMAIN` a certificate of a publicly trusted authority for that very name, and renew it automatically.',
    },
    'mx-uncovered': {
      severity: 'high',
      title: 'The enforced MTA-STS policy leaves a mail exchanger out: senders refuse to deliver to it',
      remediation:
        'Add an `mx:` line for the exchanger to the policy, then change the `id` of the record at `_mta-sts`.',
    },
    'mx-uncovered-testing': {
      severity: 'medium',
      title: 'The MTA-STS policy leaves a mail exchanger out: enforced, it would stop mail',
      remediation:
        'Add an `mx:` line for the exchanger to the policy before it is enforced, then change the `id` of the record at `_mta-sts`.',
    },
    'not-enforced': {
      severity: 'low',
      title: 'The MTA-STS policy is not enforced, so that it protects nothing yet',
      remediation:
        'When the TLS reports show no failures, change the policy to `mode: enforce` and the `id` of the record.',
    },
    'max-age-short': {
      severity: 'low',
      title: 'Senders forget the MTA-STS policy within days',
      remediation: 'Raise `max_age` to a week or more (`max_age: 2419200` are four).',
    },
  },
  evaluate({ seen: { texts, policy }, mail: { MX } }, { entity }) {
    const selection = selectMtaSts(texts);
    if (selection.state === 'absent') return judgeAbsence(MX);
    if (selection.state === 'several') {
      const records = selection.texts.slice(0, 5).join(' | ');
      return fail('record-malformed', { problem: 'Several records stand side by side.', records });
    }
    const { text, problems } = selection.record;
    const [problem] = problems;
    if (problem !== undefined) {
      const { position, message } = problem;
      return fail('record-malformed', { record: text, position, problem: message });
    }
    if (policy === null) return open('The policy was not fetched.');
    return judgeFile(policy, MX, entity.name);
  },
});

type Finding =
  | 'policy-unavailable'
  | 'policy-malformed'
  | 'certificate'
  | 'mx-uncovered'
  | 'mx-uncovered-testing'
  | 'not-enforced'
  | 'max-age-short';
type Exchangers = DnsAnswer<MxRecord>;

function judgeAbsence(MX: Exchangers): Judgement<'missing'> {
  if (MX.state === 'unknown') return open('Whether the domain takes mail could not be learnt.');
  const takesMail = MX.state === 'present' && !MX.records.some(isNullExchange);
  return takesMail ? fail('missing') : notApplicable;
}

function judgeFile(file: PolicyFile, MX: Exchangers, domain: string): Judgement<Finding>[] {
  const host = `mta-sts.${domain}`;
  if (file.state === 'unknown') return [open(`${host} did not answer.`)];
  if (file.state === 'absent') return [fail('policy-unavailable', { host, reason: file.reason })];
  const { address, status, contentType, certificateError, body, truncated } = file;
  if (certificateError !== null) return [fail('certificate', { host, address, error: certificateError })];
  if (status !== 200) return [fail('policy-unavailable', { host, address, status })];
  if (!/^text\/plain(?:[\s;]|$)/i.test(contentType ?? '')) {
    return [fail('policy-malformed', { host, 'content type': contentType ?? 'none' })];
  }
  if (truncated) return [fail('policy-malformed', { host, problem: 'The policy is too long, or cut off.' })];
  const policy = parseMtaStsPolicy(body);
  const [problem] = policy.problems;
  if (problem !== undefined) {
    const { position, text, message } = problem;
    return [fail('policy-malformed', { host, position, text, problem: message })];
  }
  return together([...judgeMode(policy), ...judgeExchangers(policy, MX)]);
}

function judgeMode({ mode, maxAge }: MtaStsPolicy): Judgement<Finding>[] {
  if (mode !== 'enforce') return [fail('not-enforced', { mode: mode ?? '' })];
  return [maxAge !== null && maxAge < SHORT_AGE ? fail('max-age-short', { max_age: maxAge }) : pass];
}

function judgeExchangers({ mode, mx }: MtaStsPolicy, MX: Exchangers): Judgement<Finding>[] {
  if (mode === 'none') return [];
  if (MX.state === 'unknown') return [open('The mail exchangers could not be learnt.')];
  const finding = mode === 'enforce' ? 'mx-uncovered' : 'mx-uncovered-testing';
  return preferredExchanges(recordsOf(MX)).map(({ exchange }) => {
    if (matchesMx(mx, exchange)) return pass;
    return fail(finding, { exchange, policy: mx.slice(0, 10).join(', ') }, { subject: exchange });
  });
}
