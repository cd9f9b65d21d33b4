import { type Unknown, unknown } from '@cyborux/contract';
import type { Nobody } from '../net.ts';
import { isDocumentation, refusal } from './egress.ts';
import type { Route } from './options.ts';

/** Where a socket is really connected to. */
export interface Destination {
  state: 'allowed';
  host: string;
  port: number;
}

export type Destinations = (address: string, port: number) => Destination | Nobody | Unknown;

/**
 * The egress policy with the route table in front: a routed pair goes where its route says, every other address must
 * pass the policy. Beside a route table the documentation ranges are a small internet: nothing listens where no
 * route leads.
 */
export function createDestinations(routes: readonly Route[] = []): Destinations {
  const table = new Map(routes.map((route) => [`${route.address} ${route.port}`, route.to]));
  return (address, port) => {
    const routed = table.get(`${address} ${port}`);
    if (routed !== undefined) return { state: 'allowed', ...routed };
    const reason = refusal(address);
    if (reason === null) return { state: 'allowed', host: address, port };
    if (table.size > 0 && isDocumentation(address)) return { state: 'absent', reason: 'connection-refused' };
    return unknown('blocked', `The address is ${reason}; it is not dialled.`);
  };
}
