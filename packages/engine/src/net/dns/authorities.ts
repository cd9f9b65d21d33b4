import { unknown } from '@cyborux/contract';
import type { NameServer } from '../../net.ts';
import type { Destinations } from '../routes.ts';
import { type Asked, askServers, type IsAnswer } from './ask-servers.ts';
import type { DnsClient, Manner } from './client.ts';
import type { DnsQuestion } from './message.ts';
import type { DnsServer } from './server.ts';

export const DNS_PORT = 53;

/** Asks authoritative servers, each address under the egress policy. */
export type AskAuthorities = (
  servers: readonly NameServer[],
  question: DnsQuestion,
  options: Manner & { isAnswer?: IsAnswer },
  signal: AbortSignal,
) => Promise<Asked>;

export function createAuthorities(client: DnsClient, destinations: Destinations): AskAuthorities {
  return async (servers, question, options, signal) => {
    const reached: DnsServer[] = [];
    let barred: Asked = unknown('unreachable', 'There is no server to ask.');
    for (const { address } of servers) {
      const destination = destinations(address, DNS_PORT);
      if (destination.state === 'allowed') reached.push({ host: destination.host, port: destination.port });
      else if (destination.state === 'unknown') barred = unknown('blocked', destination.detail);
      else barred = unknown('unreachable', 'Nothing listens at the server.');
    }
    return reached.length === 0 ? barred : await askServers(client, reached, question, options, signal);
  };
}
