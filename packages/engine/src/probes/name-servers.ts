import { unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import type { Net, ServerAnswer } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { type DnsRecords, type DnsType, recordsOf } from '../protocols/dns-answer.ts';
import { dnsAnswerSchema } from '../protocols/dns-answer-schema.ts';
import { normaliseName } from '../protocols/domain-name.ts';
import { canonicalAddress } from '../protocols/ip-address.ts';

/** The root has thirteen; who has more does not need all of them looked at. */
const MAX_SERVERS = 13;
const MAX_ADDRESSES_OF_A_FAMILY = 2;

const observation = z.object({
  /** NODATA: the name is no zone of its own. */
  NS: dnsAnswerSchema('NS'),
  servers: z.array(
    z.object({
      name: z.string(),
      A: dnsAnswerSchema('A'),
      AAAA: dnsAnswerSchema('AAAA'),
      /** What each address said when it was asked for the zone, without recursion. */
      asked: z.array(
        z.object({
          address: z.string(),
          SOA: serverAnswerSchema('SOA'),
          NS: serverAnswerSchema('NS'),
        }),
      ),
    }),
  ),
});
export type NameServersObservation = z.infer<typeof observation>;
export type ObservedNameServer = NameServersObservation['servers'][number];

export const nameServers = defineProbe({
  id: 'name-servers',
  title: 'Name servers of the zone, asked one by one',
  accepts: 'FQDN',
  only: (entity, target) => entity.name === target.name,
  intrusiveness: 'light',
  timeoutMs: 30_000,
  observation,
  async observe({ name: zone }, net): Promise<NameServersObservation> {
    const NS = await net.resolve(zone, 'NS');
    const names = recordsOf(NS).map(normaliseName);
    const distinct = [...new Set(names)].filter((name) => name !== null).sort();
    const servers = distinct.slice(0, MAX_SERVERS).map((name) => askServer(name, zone, net));
    return { NS, servers: await Promise.all(servers) };
  },
});

async function askServer(name: string, zone: string, net: Net): Promise<ObservedNameServer> {
  const [A, AAAA] = await Promise.all([net.resolve(name, 'A'), net.resolve(name, 'AAAA')]);
  const addresses = [A, AAAA].flatMap((answer) =>
    recordsOf(answer)
      .map(canonicalAddress)
      .filter((address) => address !== null)
      .sort()
      .slice(0, MAX_ADDRESSES_OF_A_FAMILY),
  );
  const asked = addresses.map(async (address) => {
    const [SOA, NS] = await Promise.all([
      net.ask({ name, address }, zone, 'SOA'),
      net.ask({ name, address }, zone, 'NS'),
    ]);
    return { address, SOA, NS };
  });
  return { name, A, AAAA, asked: await Promise.all(asked) };
}

function serverAnswerSchema<T extends DnsType>(type: T): z.ZodType<ServerAnswer<DnsRecords[T]>> {
  const answered = z.object({
    state: z.literal('answered'),
    rcode: z.string(),
    authoritative: z.boolean(),
    answer: dnsAnswerSchema(type),
    durationMs: z.number(),
  });
  return z.discriminatedUnion('state', [answered, unknownSchema]);
}
