import { type Entity, unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import { defineProbe } from '../probe.ts';
import { dnsAnswerSchema } from '../protocols/dns-answer-schema.ts';
import { normaliseName } from '../protocols/domain-name.ts';
import { eachAddress, findServers } from '../protocols/zone-cut.ts';
import { inScope } from '../scope.ts';

/** What one analysis can look into; the count tells how many there were. */
const MAX_NAMES = 2_000;

const attempt = z.object({
  server: z.string(),
  address: z.string(),
  answer: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('present'),
      /** Records, the closing SOA left out. */
      count: z.int(),
      serial: z.int(),
      /** More was to come. */
      cut: z.literal(true).exactOptional(),
    }),
    z.object({ state: z.literal('refused'), rcode: z.string() }),
    z.object({ state: z.literal('absent'), reason: z.literal('connection-refused') }),
    unknownSchema,
  ]),
});

const observation = z.object({
  /** NODATA, and no attempts: the name is no zone of its own. */
  NS: dnsAnswerSchema('NS'),
  /** One for each address of the name servers. */
  attempts: z.array(attempt),
  /** Owner names of the zone, those that are names of hosts, sorted. */
  names: z.array(z.string()),
});
export type ZoneTransferObservation = z.infer<typeof observation>;

export const zoneTransfer = defineProbe({
  id: 'zone-transfer',
  title: 'Zone transfer, asked for once at each name server',
  accepts: 'FQDN',
  only: (entity, target) => entity.name === target.name,
  intrusiveness: 'light',
  timeoutMs: 40_000,
  observation,
  async observe({ name: zone }, net, target): Promise<ZoneTransferObservation> {
    const { NS, servers } = await findServers(zone, net);
    const names = new Set<string>();
    const attempts = eachAddress(servers).map(async (server) => {
      const answer = await net.transfer(server, zone);
      const about = { server: server.name, address: server.address };
      if (answer.state !== 'present') return { ...about, answer };
      const { names: owners, ...told } = answer;
      for (const name of owners.map(normaliseName)) {
        if (name !== null && inScope(name, target)) names.add(name);
      }
      return { ...about, answer: told };
    });
    return { NS, attempts: await Promise.all(attempts), names: [...names].sort().slice(0, MAX_NAMES) };
  },
  *reveals({ names }): Iterable<Entity> {
    for (const name of names) yield { kind: 'FQDN', name, attributes: {} };
  },
});
