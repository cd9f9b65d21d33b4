import { createDnsClient, type DnsClient } from '../dns/client.ts';
import { createTransports } from '../dns/transports.ts';
import { createSockets } from '../sockets.ts';
import { createTlsContexts } from '../tls-context.ts';

/** A client of the DNS that waits long enough for a busy machine. */
export function clientOf(
  options: { tries?: number; timeoutMs?: number | undefined; budget?: number; roots?: string[] } = {},
): DnsClient {
  const { tries = 3, timeoutMs = 600, budget = 1_000, roots } = options;
  const secureContext = createTlsContexts(roots).strict;
  const transports = createTransports({ sockets: createSockets(), secureContext, budget });
  return createDnsClient({ tries, timeoutMs, transports, enter: async () => () => {} });
}
