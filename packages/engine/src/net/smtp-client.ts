import { isIPv6, type Socket } from 'node:net';
import { unknown } from '@cyborux/contract';
import type { RelayAnswer, Resolve, SmtpAnswer, SmtpPeer } from '../net.ts';
import { bounded } from './deadline.ts';
import { type Exchange, reach } from './reach.ts';
import { openSmtpChannel, type SmtpChannel } from './smtp-channel.ts';
import { askRelay } from './smtp-relay.ts';
import { printReply, type SmtpReply } from './smtp-reply.ts';
import { handshakeOn, type TlsClientOptions } from './tls-client.ts';

export interface SmtpClientOptions extends TlsClientOptions {
  heloName: string | undefined;
}

type Greeting = Extract<SmtpAnswer, { state: 'present' }>;

/** A server that has greeted us, and how the conversation goes on to whether it relays. */
interface Met {
  greeting: Omit<Greeting, 'relay'>;
  goOn(): Promise<RelayAnswer>;
}

/** Greets, asks about relaying, and takes leave; no mail is sent. */
export async function greet(
  peer: SmtpPeer,
  resolve: Resolve,
  options: SmtpClientOptions,
  signal: AbortSignal,
): Promise<SmtpAnswer> {
  return await reach(peer, resolve, options, signal, async (exchange) => {
    const met = await bounded(exchange.left(), signal, () => converse(peer, options, exchange));
    if (!('greeting' in met)) return met;
    // A server that lets strangers wait has greeted us all the same.
    const relay = await bounded(exchange.left(), signal, met.goOn);
    return { ...met.greeting, relay };
  });
}

async function converse(
  peer: SmtpPeer,
  options: SmtpClientOptions,
  exchange: Exchange,
): Promise<Met | Exclude<SmtpAnswer, Greeting>> {
  const { socket, address, port } = exchange.connection;
  const channel = openSmtpChannel(socket);
  const banner = await channel.ask(null);
  if (banner === null) return unknown('failed', 'The connection was closed without a greeting.');
  if (banner === 'malformed') return { state: 'rejected', address, port, reply: 'no SMTP reply' };
  if (!isSuccess(banner))
    return leave(channel, { state: 'rejected', address, port, reply: printReply(banner) });

  const heloName = options.heloName ?? addressLiteral(socket);
  const hello = await channel.ask(`EHLO ${heloName}`);
  if (hello === null || hello === 'malformed') return unknown('failed', 'EHLO got no reply.');
  // 500 and 502: it speaks no extended SMTP (RFC 5321 section 4.1.1.1). Any other no is about us.
  const isPlain = hello.code === 500 || hello.code === 502;
  if (!isSuccess(hello) && !isPlain) {
    return leave(channel, { state: 'rejected', address, port, reply: printReply(hello) });
  }
  const extensions = isPlain ? [] : keywords(hello);
  const secured: Secured = extensions.includes('STARTTLS')
    ? await startTls(channel, peer, options, exchange)
    : { starttls: { state: 'not-offered' }, channel, isFresh: false };
  const durationMs = Math.round(performance.now() - exchange.startedAt);
  const banners = { banner: banner.lines.join(' '), extensions };
  return {
    greeting: { state: 'present', address, port, ...banners, starttls: secured.starttls, durationMs },
    goOn: () => introduceAndAsk(secured, isPlain ? `HELO ${heloName}` : `EHLO ${heloName}`, isPlain),
  };
}

interface Secured {
  starttls: Greeting['starttls'];
  /** Null: the handshake took the connection with it. */
  channel: SmtpChannel | null;
  /** Under TLS all that was said before is forgotten (RFC 3207 section 4.2). */
  isFresh: boolean;
}

async function introduceAndAsk(
  { channel, isFresh }: Secured,
  hello: string,
  isPlain: boolean,
): Promise<RelayAnswer> {
  if (channel === null) return unknown('failed', 'The connection ended with the TLS handshake.');
  if (!isFresh && !isPlain) return await askRelay(channel);
  const reply = await channel.ask(hello);
  if (reply === null || reply === 'malformed') return unknown('failed', 'The second greeting got no reply.');
  if (isSuccess(reply)) return await askRelay(channel);
  return leave(channel, unknown('refused', `The second greeting was refused: ${printReply(reply)}`));
}

async function startTls(
  channel: SmtpChannel,
  peer: SmtpPeer,
  options: SmtpClientOptions,
  { connection, startedAt }: Exchange,
): Promise<Secured> {
  const reply = await channel.ask('STARTTLS');
  if (reply === null || reply === 'malformed') {
    return { starttls: unknown('failed', 'STARTTLS got no reply.'), channel: null, isFresh: false };
  }
  if (!isSuccess(reply)) {
    return { starttls: { state: 'refused', reply: printReply(reply) }, channel, isFresh: false };
  }
  channel.release();
  const { socket, address, port } = connection;
  const offer = { servername: peer.host, oldest: 'TLSv1' } as const;
  const answer = await handshakeOn(socket, { address, port, startedAt }, offer, options.contexts);
  if (answer.state !== 'upgraded') return { starttls: answer, channel: null, isFresh: false };
  const secured = openSmtpChannel(answer.tls);
  return { starttls: { state: 'present', ...answer.facts }, channel: secured, isFresh: true };
}

function leave<T>(channel: SmtpChannel, answer: T): T {
  channel.send('QUIT');
  return answer;
}

function isSuccess({ code }: SmtpReply): boolean {
  return code >= 200 && code < 300;
}

/** The first line greets, each other begins with a keyword. */
function keywords(hello: SmtpReply): string[] {
  return hello.lines.slice(1).map((line) => (line.split(/[ =]/, 1)[0] ?? '').toUpperCase());
}

/** RFC 5321 section 4.1.3. */
function addressLiteral(socket: Socket): string {
  const address = socket.localAddress ?? '127.0.0.1';
  return isIPv6(address) ? `[IPv6:${address}]` : `[${address}]`;
}
