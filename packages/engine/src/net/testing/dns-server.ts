import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import dnsPacket, { type Answer, type DecodedPacket, type Packet, type PacketOpt } from 'dns-packet';
import { framed, frameReader } from '../dns/stream.ts';

export type Transport = 'udp' | 'tcp';

export interface Asked {
  /** As on the wire. */
  name: string;
  /** Lower case. */
  key: string;
  type: string;
  transport: Transport;
  query: DecodedPacket;
  /** The UDP port that it came from, 0 for TCP. */
  fromPort: number;
}

/** Null: silence. A Buffer is sent as it is, an array one after the other. */
export type Say = (asked: Asked) => Said | Promise<Said>;
export type Said = Packet | Buffer | (Packet | Buffer)[] | null;

export interface TestDnsServer extends AsyncDisposable {
  port: number;
  /** `127.0.0.1:port` */
  at: string;
  asked: Asked[];
}

/** A name server on loopback, UDP and TCP on one port, that says what it is told to. */
export async function startDnsServer(say: Say, options: { tcp?: boolean } = {}): Promise<TestDnsServer> {
  const asked: Asked[] = [];
  const connections = new Set<Socket>();
  const tcp = createServer((socket) => {
    connections.add(socket);
    socket.on('error', () => {});
    socket.on(
      'data',
      frameReader(async (query) => {
        for (const bytes of await answersTo(query, 'tcp', 0)) socket.write(framed(bytes));
      }),
    );
  });
  const udp = await bindBoth(options.tcp === false ? null : tcp);
  const { port } = udp.address();

  const answersTo = async (bytes: Buffer, transport: Transport, fromPort: number): Promise<Buffer[]> => {
    const query = dnsPacket.decode(bytes);
    const [question] = query.questions ?? [];
    const name = question?.name ?? '';
    const entry = { name, key: name.toLowerCase(), type: question?.type ?? '', transport, query, fromPort };
    asked.push(entry);
    const said = await say(entry);
    if (said === null) return [];
    return [said].flat().map((packet) => (Buffer.isBuffer(packet) ? packet : dnsPacket.encode(packet)));
  };
  let open = true;
  udp.on('message', async (bytes, from) => {
    for (const answer of await answersTo(bytes, 'udp', from.port)) {
      if (open) udp.send(answer, from.port, from.address);
    }
  });

  return {
    port,
    at: `127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      open = false;
      for (const socket of connections) socket.destroy();
      udp.close();
      if (options.tcp !== false) tcp.close();
    },
  };
}

/** Both on one port. The port that UDP is given may be taken for TCP; then another is tried. */
async function bindBoth(tcp: Server | null): Promise<DatagramSocket> {
  for (let attempt = 0; ; attempt++) {
    const udp = createSocket('udp4');
    udp.bind(0, '127.0.0.1');
    await once(udp, 'listening');
    if (tcp === null) return udp;
    tcp.listen(udp.address().port, '127.0.0.1');
    try {
      await once(tcp, 'listening');
      return udp;
    } catch (error) {
      udp.close();
      if (attempt === 10) throw error;
    }
  }
}

const RA = 0x80;
const AA = 0x400;

export interface Told {
  rcode?: number;
  authoritative?: boolean;
  truncated?: boolean;
  authorities?: Answer[];
  additionals?: Answer[];
  recursion?: boolean;
}

/** The reply to a question, its name repeated in the case in which it was asked. */
export function reply(asked: Asked, answers: Answer[] = [], told: Told = {}): Packet {
  const flags =
    (told.recursion === false ? 0 : RA) |
    (told.authoritative ? AA : 0) |
    (told.truncated ? 0x200 : 0) |
    (told.rcode ?? 0);
  return {
    type: 'response',
    id: asked.query.id ?? 0,
    flags,
    questions: asked.query.questions ?? [],
    answers,
    authorities: told.authorities ?? [],
    additionals: told.additionals ?? [],
  };
}

export function a(name: string, data: string, ttl = 60): Answer {
  return { type: 'A', name, ttl, data };
}

export function cname(name: string, data: string, ttl = 60): Answer {
  return { type: 'CNAME', name, ttl, data };
}

export function soa(name: string, minimum = 60): Answer {
  const data = {
    mname: `ns.${name}`,
    rname: `admin.${name}`,
    serial: 1,
    refresh: 2,
    retry: 3,
    expire: 4,
    minimum,
  };
  return { type: 'SOA', name, ttl: 300, data };
}

/** The library's types know a few codes only. */
export function ednsOption(code: number, data: Buffer): PacketOpt {
  return { code, data } as PacketOpt;
}

/** Answers A questions from a table; all else does not exist. */
export function zone(addresses: Record<string, string[]>): Say {
  return (asked) => {
    const found = addresses[asked.key];
    if (found === undefined) return reply(asked, [], { rcode: 3, authorities: [soa('test')] });
    if (asked.type !== 'A') return reply(asked, [], { authorities: [soa('test')] });
    return reply(
      asked,
      found.map((address) => a(asked.key, address)),
    );
  };
}
