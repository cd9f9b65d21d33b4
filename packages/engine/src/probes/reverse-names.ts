import { z } from 'zod';
import type { Net } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { recordsOf } from '../protocols/dns-answer.ts';
import { dnsAnswerSchema } from '../protocols/dns-answer-schema.ts';
import { normaliseName } from '../protocols/domain-name.ts';
import { addressVersion, reverseName } from '../protocols/ip-address.ts';
import { exchangerAddresses, ownExchangers } from '../protocols/mail-exchange.ts';

const MAX_NAMES = 3;

const observation = z.object({
  MX: dnsAnswerSchema('MX'),
  /** The exchangers of the domain itself, with their addresses. */
  exchangers: z.array(
    z.object({ exchange: z.string(), A: dnsAnswerSchema('A'), AAAA: dnsAnswerSchema('AAAA') }),
  ),
  /** At most four. */
  addresses: z.array(
    z.object({
      exchange: z.string(),
      address: z.string(),
      PTR: dnsAnswerSchema('PTR'),
      /** Where the names lead back to, in the address's own family. */
      names: z.array(z.object({ name: z.string(), answer: dnsAnswerSchema('A') })),
    }),
  ),
});
export type ReverseNamesObservation = z.infer<typeof observation>;
export type ReverseNamed = ReverseNamesObservation['addresses'][number];

export const reverseNames = defineProbe({
  id: 'reverse-names',
  title: 'Names of the mail exchangers’ addresses, and where they lead back to',
  accepts: 'FQDN',
  only: (entity, target) => entity.name === target.name,
  intrusiveness: 'light',
  timeoutMs: 30_000,
  observation,
  async observe({ name }, net, target): Promise<ReverseNamesObservation> {
    const MX = await net.resolve(name, 'MX');
    const exchangers = await Promise.all(
      ownExchangers(recordsOf(MX), target.registrable).map(async (exchange) => {
        const [A, AAAA] = await Promise.all([net.resolve(exchange, 'A'), net.resolve(exchange, 'AAAA')]);
        return { exchange, A, AAAA };
      }),
    );
    const addresses = exchangerAddresses(exchangers).map((each) => nameOf(each, net));
    return { MX, exchangers, addresses: await Promise.all(addresses) };
  },
});

async function nameOf(
  { exchange, address }: { exchange: string; address: string },
  net: Net,
): Promise<ReverseNamed> {
  const PTR = await net.resolve(reverseName(address), 'PTR');
  const type = addressVersion(address) === 6 ? 'AAAA' : 'A';
  const written = recordsOf(PTR).map(normaliseName);
  const names = [...new Set(written.filter((name) => name !== null))].sort().slice(0, MAX_NAMES);
  const answers = names.map(async (name) => ({ name, answer: await net.resolve(name, type) }));
  return { exchange, address, PTR, names: await Promise.all(answers) };
}
