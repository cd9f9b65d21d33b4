import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { parse, redirectOf, selectRecords, type Term } from '../protocols/spf-record.ts';

export const spf = defineCheck({
  id: 'spf',
  title: 'The domain says who may send mail for it (SPF)',
  category: 'mail',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc7208'],
  needs: { links: part(dnsRecords, linksOfRecord) },
  findings: {
    missing: {
      severity: 'medium',
      title: 'No SPF record: anyone may send in the name of the domain',
      remediation:
        'Publish one TXT record that lists who sends for the domain, for example `v=spf1 mx include:_spf.example.net -all`. A domain that sends no mail says `v=spf1 -all`.',
    },
    'multiple-records': {
      severity: 'medium',
      title: 'Several SPF records stand side by side, so that none counts',
      remediation:
        'Merge them into one TXT record that begins with `v=spf1` and ends in one `-all` or `~all`.',
    },
    syntax: {
      severity: 'medium',
      title: 'The SPF record cannot be read, so that it protects nothing',
      remediation:
        'Correct the term that is at fault. Addresses are written `ip4:192.0.2.0/24` and `ip6:2001:db8::/32`, other domains `include:_spf.example.net`; a redirect must lead to a domain with a record of its own.',
    },
    'allow-all': {
      severity: 'high',
      title: 'The SPF record lets anyone send',
      remediation:
        'List the senders and end the record in `-all`, or in `~all` while you make sure that none is missing.',
    },
    'neutral-all': {
      severity: 'low',
      title: 'The SPF record says nothing about other senders',
      remediation: 'End the record in `-all`, or in `~all` while you make sure that no sender is missing.',
    },
  },
  evaluate({ links }) {
    if (links === null) return notApplicable;
    for (const [index, { name, texts }] of links.entries()) {
      const records = selectRecords(texts);
      const [record] = records;
      if (record === undefined) {
        return index === 0
          ? fail('missing')
          : fail('syntax', { 'redirect to': name, problem: 'no SPF record is there' });
      }
      if (records.length > 1)
        return fail('multiple-records', { name, records: records.slice(0, 5).join(' | ') });
      const { terms, problems } = parse(record);
      const [problem] = problems;
      if (problem !== undefined) {
        const { position, text, message } = problem;
        return fail('syntax', { name, record, term: text, position, problem: message });
      }
      const last = terms.find(takesAll);
      if (last?.kind === 'mechanism') {
        const evidence = { name, record, term: last.text };
        if (last.qualifier === '+') return fail('allow-all', evidence);
        return last.qualifier === '?' ? fail('neutral-all', evidence) : pass;
      }
      if (!terms.some((term) => term.name === 'redirect')) return fail('neutral-all', { name, record });
      if (redirectOf(texts) === null) return open('Where the record continues depends on the message.');
    }
    return fail('syntax', { problem: 'the redirects do not end' });
  },
});

function takesAll(term: Term): boolean {
  if (term.name === 'all') return true;
  return (term.name === 'ip4' || term.name === 'ip6') && term.network.endsWith('/0');
}

/**
 * The TXT records of the name and of each redirect; null when the name needs no SPF: it does not exist, or it is not
 * the target and takes no mail.
 */
function linksOfRecord({ name, apex, MX, TXT, redirects }: DnsRecordsObservation) {
  if (apex === null && isUnknown(MX)) return MX;
  if (TXT === null || (TXT.state === 'absent' && TXT.reason === 'nxdomain')) return null;
  if (apex === null && !recordsOf(MX).some(({ exchange }) => exchange !== '')) return null;
  const lookups = [{ name, answer: TXT }, ...redirects];
  const unanswered = lookups.map(({ answer }) => answer).find((answer) => answer.state === 'unknown');
  return unanswered ?? lookups.map(({ name, answer }) => ({ name, texts: recordsOf(answer) }));
}
