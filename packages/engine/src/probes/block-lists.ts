import { z } from 'zod';
import type { Net } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { recordsOf } from '../protocols/dns-answer.ts';
import { dnsAnswerSchema } from '../protocols/dns-answer-schema.ts';
import {
  BLOCK_LISTS,
  type BlockList,
  listingName,
  readListing,
  takesAddress,
} from '../protocols/dns-block-lists.ts';
import { exchangerAddresses, ownExchangers } from '../protocols/mail-exchange.ts';

const listSchema = z.object({
  zone: z.string(),
  /** The entry that every such list has (RFC 5782 section 5); without it the list is none. */
  listedProbe: dnsAnswerSchema('A'),
  /** The entry that none has; asked only when the list has one of ours. */
  unlistedProbe: dnsAnswerSchema('A').nullable(),
  entries: z.array(z.object({ subject: z.string(), answer: dnsAnswerSchema('A') })),
});
export type ObservedBlockList = z.infer<typeof listSchema>;

const observation = z.object({
  MX: dnsAnswerSchema('MX'),
  /** The domain's own exchangers; at most four of their addresses are asked for. */
  exchangers: z.array(
    z.object({ exchange: z.string(), A: dnsAnswerSchema('A'), AAAA: dnsAnswerSchema('AAAA') }),
  ),
  lists: z.array(listSchema),
});
export type BlockListsObservation = z.infer<typeof observation>;

export const blockLists = defineProbe({
  id: 'block-lists',
  title: 'DNS block lists, asked for the domain and for its mail exchangers',
  accepts: 'FQDN',
  only: (entity, target) => entity.name === target.name,
  intrusiveness: 'light',
  timeoutMs: 30_000,
  observation,
  async observe({ name }, net, target): Promise<BlockListsObservation> {
    const MX = await net.resolve(name, 'MX');
    const exchangers = await Promise.all(
      ownExchangers(recordsOf(MX), target.registrable).map(async (exchange) => {
        const [A, AAAA] = await Promise.all([net.resolve(exchange, 'A'), net.resolve(exchange, 'AAAA')]);
        return { exchange, A, AAAA };
      }),
    );
    const addresses = exchangerAddresses(exchangers).map(({ address }) => address);
    const asked = BLOCK_LISTS.map((list) => {
      const subjects =
        list.lists === 'domain'
          ? [target.registrable]
          : addresses.filter((address) => takesAddress(list, address));
      return subjects.length === 0 ? [] : [askList(list, subjects, net)];
    });
    return { MX, exchangers, lists: await Promise.all(asked.flat()) };
  },
});

async function askList(list: BlockList, subjects: readonly string[], net: Net): Promise<ObservedBlockList> {
  const ask = (subject: string) => net.resolve(listingName(list, subject), 'A');
  const [listedProbe, entries] = await Promise.all([
    ask(list.listedProbe),
    Promise.all(subjects.map(async (subject) => ({ subject, answer: await ask(subject) }))),
  ]);
  const hasOurs = entries.some(({ answer }) => readListing(list, answer).state === 'listed');
  const unlistedProbe = hasOurs ? await ask(list.unlistedProbe) : null;
  return { zone: list.zone, listedProbe, unlistedProbe, entries };
}
