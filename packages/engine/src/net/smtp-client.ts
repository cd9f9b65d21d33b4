import { isIPv6, type Socket } from 'node:net';
import { unknown } from '@cyborux/contract';
import type { Resolve, SmtpAnswer, SmtpPeer, TlsAnswer } from '../net.ts';
import { bounded } from './deadline.ts';
import { type Exchange, reach } from './reach.ts';
import { openSmtpChannel, type SmtpChannel } from './smtp-channel.ts';
import { printReply, type SmtpReply } from './smtp-reply.ts';
import { handshakeOn, type TlsClientOptions } from './tls-client.ts';

export interface SmtpClientOptions extends TlsClientOptions {
  heloName: string | undefined;
}

type Greeting = Extract<SmtpAnswer, { state: 'present' }>;

/** Greets and takes leave; no mail is begun. */
export async function greet(
  peer: SmtpPeer,
  resolve: Resolve,
  options: SmtpClientOptions,
  signal: AbortSignal,
): Promise<SmtpAnswer> {
  return await reach(peer, resolve, options, signal, (exchange) =>
    bounded(exchange.left(), signal, () => converse(peer, options, exchange)),
  );
}

async function converse(peer: SmtpPeer, options: SmtpClientOptions, exchange: Exchange): Promise<SmtpAnswer> {
  const { socket, address, port } = exchange.connection;
  const channel = openSmtpChannel(socket);
  const banner = await channel.ask(null);
  if (banner === null) return unknown('failed', 'The connection was closed without a greeting.');
  if (banner === 'malformed') return { state: 'rejected', address, port, reply: 'no SMTP reply' };
  if (!isSuccess(banner))
    return leave(channel, { state: 'rejected', address, port, reply: printReply(banner) });

  const hello = await channel.ask(`EHLO ${options.heloName ?? addressLiteral(socket)}`);
  if (hello === null || hello === 'malformed') return unknown('failed', 'EHLO got no reply.');
  // 500 and 502: it speaks no extended SMTP (RFC 5321 section 4.1.1.1). Any other no is about us.
  const isPlain = hello.code === 500 || hello.code === 502;
  if (!isSuccess(hello) && !isPlain) {
    return leave(channel, { state: 'rejected', address, port, reply: printReply(hello) });
  }
  const extensions = isPlain ? [] : keywords(hello);
  const starttls: Greeting['starttls'] = extensions.includes('STARTTLS')
    ? await startTls(channel, peer, options, exchange)
    : leave(channel, { state: 'not-offered' });
  const durationMs = Math.round(performance.now() - exchange.startedAt);
  return {
    state: 'present',
    address,
    port,
    banner: banner.lines.join(' '),
    extensions,
    starttls,
    durationMs,
  };
}

async function startTls(
  channel: SmtpChannel,
  peer: SmtpPeer,
  options: SmtpClientOptions,
  { connection, startedAt }: Exchange,
): Promise<{ state: 'refused'; reply: string } | TlsAnswer> {
  const reply = await channel.ask('STARTTLS');
  if (reply === null || reply === 'malformed') return unknown('failed', 'STARTTLS got no reply.');
  if (!isSuccess(reply)) return leave(channel, { state: 'refused', reply: printReply(reply) });
  channel.release();
  const { socket, address, port } = connection;
  const offer = { servername: peer.host, farewell: 'QUIT\r\n' };
  return await handshakeOn(socket, { address, port, startedAt }, offer, options.contexts);
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
