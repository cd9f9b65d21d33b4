import type { Entity } from '@cyborux/contract';
import { z } from 'zod';
import { normaliseName } from '../protocols/domain-name.ts';
import { foundNames } from '../protocols/found-names.ts';
import { canonicalAddress } from '../protocols/ip-address.ts';
import { serviceName } from '../protocols/service-name.ts';
import { rootsOf } from '../scope.ts';
import { defineSource, readItems, SourceError } from '../source.ts';

const hostSchema = z.object({
  ip: z.string(),
  ports: z.array(z.unknown()).catch([]),
  hostnames: z.array(z.unknown()).catch([]),
});
const port = z.int().min(1).max(65_535);

const MAX_PORTS = 200;
const MAX_NAMES = 200;
/** It does not tell the transport. What lives here answers over UDP alone; the rest is taken for TCP. */
const UDP_PORTS = new Set([67, 68, 69, 123, 137, 138, 161, 500, 1900, 3478, 4500, 5353, 5683]);

export const internetdb = defineSource({
  id: 'internetdb',
  title: 'Shodan InternetDB',
  homepage: 'https://internetdb.shodan.io/',
  requestsPerMinute: 240,
  accepts: 'IPAddress',
  questions: 100,
  yields: ['Service', 'IPAddress', 'FQDN'],
  async *query({ name, target }, tools): AsyncGenerator<Entity> {
    const host = await tools.http.json(`https://internetdb.shodan.io/${name}`, hostSchema);
    // It says 404 of addresses that it has seen nothing on.
    if (host === null) return;
    if (canonicalAddress(host.ip) !== name)
      throw new SourceError('failed', 'InternetDB answered about another address');
    const ports = new Set(readItems(host.ports.slice(0, MAX_PORTS), port, tools));
    for (const each of ports) yield passiveService(name, each);
    const hostnames = readItems(host.hostnames.slice(0, MAX_NAMES), z.string(), tools);
    const names = [...new Set(hostnames.map(normaliseName))].filter((each) => each !== null);
    const own = rootsOf(target).flatMap((root) => foundNames(hostnames, root.name));
    if (names.length > 0) yield { kind: 'IPAddress', name, attributes: { hostnames: names } };
    for (const each of new Set(own)) yield { kind: 'FQDN', name: each, attributes: {} };
  },
});

function passiveService(address: string, each: number): Entity {
  const transport = UDP_PORTS.has(each) ? 'udp' : 'tcp';
  return {
    kind: 'Service',
    name: serviceName(address, each, transport),
    attributes: { address, port: each, transport, passive: true },
  };
}
