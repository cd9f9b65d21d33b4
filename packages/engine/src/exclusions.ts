import { type Unknown, unknown } from '@cyborux/contract';
import type { Net } from './net.ts';
import { isExcluded, type Target } from './scope.ts';

/** The network without what the user counts out: a call that would dial such a name comes out unknown, `blocked`. */
export function withoutExcluded(net: Net, target: Target): Net {
  if (target.exclusions === undefined || target.exclusions.length === 0) return net;
  const unless = async <T>(names: readonly (string | undefined)[], call: () => Promise<T>) => {
    const excluded = names.find((name) => name !== undefined && isExcluded(stored(name), target));
    return excluded === undefined ? call() : refusal(excluded);
  };
  return {
    ...net,
    ask: (server, name, type) => unless([server.name], () => net.ask(server, name, type)),
    exchange: (server, question) => unless([server.name], () => net.exchange(server, question)),
    transfer: (server, zone) => unless([server.name], () => net.transfer(server, zone)),
    fetch: (url, options) => unless([URL.parse(url)?.hostname], () => net.fetch(url, options)),
    handshake: (peer) => unless([peer.host, peer.servername], () => net.handshake(peer)),
    survey: (peer) => unless([peer.host, peer.servername], () => net.survey(peer)),
    greet: (peer) => unless([peer.host], () => net.greet(peer)),
  };
}

function refusal(name: string): Unknown {
  return unknown('blocked', `${name} is excluded from the scope`);
}

/** As exclusions are stored: a name may be dialled in any case and with the dot of the root. */
function stored(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
