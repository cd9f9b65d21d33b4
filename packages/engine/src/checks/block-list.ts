import { defineCheck, fail, type Judgement, notApplicable, open, part, pass, together } from '../check.ts';
import { blockLists, type ObservedBlockList } from '../probes/block-lists.ts';
import { isUnknown } from '../protocols/dns-answer.ts';
import { BLOCK_LISTS, type BlockList, readListing } from '../protocols/dns-block-lists.ts';

export const blockList = defineCheck({
  id: 'block-list',
  title: 'Neither the domain nor its mail exchangers stand in a block list',
  category: 'mail',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc5782', 'https://www.rfc-editor.org/rfc/rfc6471'],
  needs: { seen: part(blockLists, (seen) => seen) },
  findings: {
    listed: {
      severity: 'medium',
      title: 'A DNS block list has the domain, or an address of its mail exchangers',
      remediation:
        'Find out why (a compromised mailbox or machine, an open relay, a form that sends mail), put an end to it, and then ask the list to take the entry off. Without the first the entry comes back.',
    },
  },
  evaluate({ seen: { MX, exchangers, lists } }) {
    const judgements = lists.flatMap((observed) => {
      const list = BLOCK_LISTS.find(({ zone }) => zone === observed.zone);
      return list === undefined ? [] : judgeList(list, observed);
    });
    const unlooked = exchangers
      .filter(({ A, AAAA }) => isUnknown(A) || isUnknown(AAAA))
      .map(({ exchange }) => open(`The addresses of ${exchange} could not be learnt.`));
    if (isUnknown(MX)) unlooked.push(open('The mail exchangers could not be learnt.'));
    if (judgements.length === 0 && unlooked.length === 0) return notApplicable;
    return together([...judgements, ...unlooked]);
  },
});

function judgeList(list: BlockList, observed: ObservedBlockList): Judgement<'listed'>[] {
  const { listedProbe, unlistedProbe, entries } = observed;
  if (readListing(list, listedProbe).state !== 'listed') {
    return [open(`${list.title} did not answer as a block list does.`)];
  }
  // A list that has everyone is broken, or given up (RFC 6471 section 3.4).
  if (unlistedProbe !== null && unlistedProbe.state !== 'absent') {
    return [open(`${list.title} has entries that no list has.`)];
  }
  return entries.map(({ subject, answer }) => {
    const listing = readListing(list, answer);
    if (listing.state === 'unlisted') return pass;
    if (listing.state === 'unknown')
      return open(`${list.title} did not tell about ${subject}: ${listing.detail}.`);
    const affects = list.lists === 'address' ? [`IPAddress:${subject}` as const] : [];
    const evidence = {
      subject,
      list: list.title,
      meaning: listing.meanings.join('; '),
      removal: list.removal,
    };
    return fail('listed', evidence, { subject: `${list.zone} ${subject}`, affects });
  });
}
