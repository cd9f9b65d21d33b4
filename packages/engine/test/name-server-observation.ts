import type { Delegation } from '../src/net.ts';
import type { AskedAddress, NameServersObservation, ObservedNameServer } from '../src/probes/name-servers.ts';
import type { DnsAnswer, SoaRecord } from '../src/protocols/dns-answer.ts';
import type { Answered, ServerReply } from '../src/protocols/server-reply.ts';
import { gone, none, present } from './dns-observation.ts';

export const QUIET = { state: 'unknown', reason: 'timeout' } as const;
export const REFUSED = { state: 'absent', reason: 'connection-refused' } as const;
export const NAMES = ['ns1.acme.test', 'ns2.acme.test'];
export const ADDRESSES = ['192.0.2.53', '198.51.100.53'];

export const SOA: SoaRecord = {
  mname: 'ns1.acme.test',
  rname: 'hostmaster.acme.test',
  serial: 2026010101,
  refresh: 7_200,
  retry: 3_600,
  expire: 1_209_600,
  minimum: 300,
};

/** What a server that is in order says, with what the test says instead. */
export function reply(wish: Partial<Answered> = {}): Answered {
  return {
    state: 'answered',
    rcode: 'NOERROR',
    authoritative: true,
    truncated: false,
    recursionAvailable: false,
    sameCase: true,
    edns: { version: 0, udpPayload: 1232, dnssecOk: false, options: [] },
    SOA: null,
    NS: [],
    TXT: [],
    refersTo: [],
    bytes: 100,
    ...wish,
  };
}

export const LAME = reply({ rcode: 'REFUSED', authoritative: false });

export function soaOf(wish: Partial<SoaRecord> = {}): Answered {
  return reply({ SOA: { ...SOA, ...wish } });
}

export function askedAddress(address: string, wish: Partial<AskedAddress> = {}): AskedAddress {
  return {
    address,
    PTR: present('ns.acme.test'),
    origin: present(
      address.startsWith('192.0.2.') ? '64500 | 192.0.2.0/24 | ZZ |' : '64501 | 198.51.100.0/24 | ZZ |',
    ),
    SOA: soaOf(),
    NS: reply({ NS: NAMES }),
    tcp: soaOf(),
    plain: null,
    recursion: LAME,
    version: LAME,
    AAAA: reply(),
    unknownType: reply(),
    edns: {
      version1: reply({ rcode: 'BADVERS', authoritative: false }),
      unknownOption: reply({ NS: NAMES }),
      small: reply(),
    },
    ...wish,
  };
}

/** An address that says the same to everything. */
export function dumb(address: string, said: Exclude<ServerReply, Answered>): AskedAddress {
  const all = { SOA: said, NS: said, tcp: said, recursion: said, version: said, AAAA: said };
  return askedAddress(address, { ...all, unknownType: said, edns: null });
}

export function server(
  name: string,
  addresses: readonly AskedAddress[],
  wish: Partial<ObservedNameServer> = {},
): ObservedNameServer {
  const texts = addresses.map(({ address }) => address);
  const of = (version: 4 | 6): DnsAnswer<string> => {
    const own = texts.filter((address) => address.includes(':') === (version === 6));
    return own.length > 0 ? present(...own) : none;
  };
  return {
    name,
    A: of(4),
    AAAA: of(6),
    CNAME: null,
    glue: texts,
    own: null,
    asked: [...addresses],
    ...wish,
  };
}

/** A server without any address, and what the resolvers say of its name. */
export function homeless(name: string, answer: DnsAnswer<never> = gone): ObservedNameServer {
  return server(name, [], { A: answer, AAAA: answer, CNAME: answer });
}

/** What the parent says; the names without glue, or `name address`. */
export function referral(...servers: string[]): Delegation {
  const parts = servers.map((each) => each.split(' '));
  const NS = [...new Set(parts.map(([name = '']) => name))];
  const glue = parts.flatMap(([name = '', address]) => (address === undefined ? [] : [{ name, address }]));
  const parent = { name: 'ns1.registry.test', address: '198.51.100.5' };
  return {
    state: 'present',
    zone: 'acme.test',
    parent: 'test',
    referrals: [{ server: parent, answer: { state: 'referral', NS, glue, DS: [] } }],
  };
}

/** A zone in order on two servers, the second address as the test says. */
export function zoneWith(
  second: Partial<AskedAddress> = {},
  wish: Partial<NameServersObservation> = {},
): NameServersObservation {
  return zoneOn(
    [
      server('ns1.acme.test', [askedAddress('192.0.2.53')]),
      server('ns2.acme.test', [askedAddress('198.51.100.53', second)]),
    ],
    wish,
  );
}

export function zoneOn(
  servers: ObservedNameServer[],
  wish: Partial<NameServersObservation> = {},
): NameServersObservation {
  const names = servers.map(({ name }) => name);
  const lines = servers.flatMap(({ name, glue }) =>
    glue.length > 0 ? glue.map((address) => `${name} ${address}`) : [name],
  );
  return { NS: present(...names), delegation: referral(...lines), servers, primaries: [], ...wish };
}

/** Nobody could be asked, and the name that is no zone. */
export const UNKNOWN_ZONE: NameServersObservation = {
  NS: QUIET,
  delegation: QUIET,
  servers: [],
  primaries: [],
};
export const NO_ZONE: NameServersObservation = {
  NS: none,
  delegation: { state: 'absent', parent: 'test', reason: 'nodata' },
  servers: [],
  primaries: [],
};
