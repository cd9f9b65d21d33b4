import { type Entity, unknown, unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import type { Net } from '../net.ts';
import { defineProbe } from '../probe.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { addressVersion, canonicalAddress } from '../protocols/ip-address.ts';
import {
  bySpecificity,
  type Origin,
  originName,
  parseOrigin,
  parseSystem,
  type System,
  systemName,
} from '../protocols/team-cymru.ts';

const MAX_ORIGINS = 16;
const MAX_SYSTEMS = 8;

/** No route to the address, or no such system. */
const absent = z.object({ state: z.literal('absent') });

const originSchema: z.ZodType<Origin> = z.object({
  asns: z.array(z.int()).readonly(),
  prefix: z.string(),
  country: z.string().exactOptional(),
  registry: z.string().exactOptional(),
});

const systemSchema: z.ZodType<System> = z.object({
  asn: z.int(),
  holder: z.string(),
  country: z.string().exactOptional(),
});

const observation = z.object({
  /** The routes that hold the address, the most specific first. */
  origins: z.discriminatedUnion('state', [
    z.object({ state: z.literal('present'), list: z.array(originSchema).readonly() }),
    absent,
    unknownSchema,
  ]),
  /** Who holds the systems that announce them. */
  systems: z.array(
    z.object({
      asn: z.int(),
      told: z.discriminatedUnion('state', [
        z.object({ state: z.literal('present'), system: systemSchema }),
        absent,
        unknownSchema,
      ]),
    }),
  ),
});
export type IpNetworkObservation = z.infer<typeof observation>;

/** Asks Team Cymru's zones in the DNS; the address itself is not touched. */
export const ipNetwork = defineProbe({
  id: 'ip-network',
  title: 'Network of an address',
  accepts: 'IPAddress',
  only: ({ name }) => canonicalAddress(name) !== null,
  intrusiveness: 'light',
  timeoutMs: 20_000,
  observation,
  async observe({ name }, net): Promise<IpNetworkObservation> {
    const origins = readOrigins(await net.resolve(originName(name), 'TXT'), name);
    if (origins.state !== 'present') return { origins, systems: [] };
    const asns = [...new Set(origins.list.flatMap((origin) => origin.asns))].slice(0, MAX_SYSTEMS);
    return { origins, systems: await Promise.all(asns.map((asn) => readSystem(asn, net))) };
  },
  *reveals({ origins, systems }, { name }): Iterable<Entity> {
    if (origins.state !== 'present') return;
    const [nearest] = origins.list;
    if (nearest === undefined) return;
    const asn = nearest.asns[0];
    const holder = asn === undefined ? undefined : holderOf(asn, systems);
    yield {
      kind: 'IPAddress',
      name,
      attributes: {
        version: addressVersion(name) === 6 ? 6 : 4,
        prefix: nearest.prefix,
        ...(asn !== undefined && { asn }),
        ...(holder !== undefined && { holder }),
        ...(nearest.country !== undefined && { country: nearest.country }),
      },
    };
    for (const origin of origins.list) yield netblock(origin);
    for (const system of systems) yield autonomousSystem(system.asn, systems);
  },
});

function readOrigins(answer: DnsAnswer<string>, address: string): IpNetworkObservation['origins'] {
  if (answer.state === 'absent') return { state: 'absent' };
  if (answer.state === 'unknown') return answer;
  const lines = answer.records.slice(0, MAX_ORIGINS).map((text) => parseOrigin(text, address));
  const list = lines.filter((origin) => origin !== null).sort(bySpecificity);
  if (list.length === 0) return unknown('malformed', 'the answer names no route that holds the address');
  return { state: 'present', list };
}

async function readSystem(asn: number, net: Net): Promise<IpNetworkObservation['systems'][number]> {
  const answer = await net.resolve(systemName(asn), 'TXT');
  if (answer.state === 'absent') return { asn, told: { state: 'absent' } };
  if (answer.state === 'unknown') return { asn, told: answer };
  const systems = answer.records.slice(0, MAX_ORIGINS).map(parseSystem);
  const system = systems.find((each) => each?.asn === asn);
  return {
    asn,
    told: system ? { state: 'present', system } : unknown('malformed', 'the answer is not about the system'),
  };
}

function holderOf(asn: number, systems: IpNetworkObservation['systems']): string | undefined {
  const told = systems.find((each) => each.asn === asn)?.told;
  return told?.state === 'present' ? told.system.holder : undefined;
}

function netblock({ prefix, asns, country }: Origin): Entity {
  const [asn] = asns;
  return {
    kind: 'Netblock',
    name: prefix,
    attributes: { ...(asn !== undefined && { asn }), ...(country !== undefined && { country }) },
  };
}

function autonomousSystem(asn: number, systems: IpNetworkObservation['systems']): Entity {
  const holder = holderOf(asn, systems);
  return { kind: 'AutonomousSystem', name: `AS${asn}`, attributes: holder === undefined ? {} : { holder } };
}
