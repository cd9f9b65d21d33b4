import { createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { Route } from '@cyborux/engine/net/options.ts';
import type { Authority } from './certificates.ts';
import { type Listener, loopback, openListener } from './listener.ts';
import { createMisbehavingPorts } from './port-behaviour.ts';
import { secureContextOptions } from './secure-context.ts';
import type { MailSpec } from './spec.ts';

/** RFC 5321 section 4.5.3.1.4 asks for 512 octets a line; nobody needs more than this. */
const longestInput = 65_536;

interface Exchanger {
  spec: MailSpec;
  context: SecureContext;
}

/** The mail exchangers of the lab. They greet, talk TLS, and take no mail. */
export async function startSmtp(
  mail: readonly MailSpec[],
  authority: Authority,
): Promise<{ routes: Route[]; close(): Promise<void> }> {
  const misbehaving = createMisbehavingPorts();
  const listeners: Listener[] = [];

  async function open(spec: MailSpec): Promise<number | null> {
    if (spec.behaviour !== undefined && spec.behaviour !== 'reject-554') {
      return misbehaving.portFor(spec.behaviour, 'smtp');
    }
    const issued = await authority.issue(spec.certificate ?? { names: [spec.host] });
    const context = createSecureContext(secureContextOptions(issued, spec.versions));
    const listener = await openListener(createServer((socket) => greet(socket, { spec, context })));
    listeners.push(listener);
    return listener.port;
  }

  const routes: Route[] = [];
  for (const spec of withoutDuplicates(mail)) {
    const port = await open(spec);
    if (port === null) continue;
    routes.push({ address: spec.address, port: spec.port ?? 25, to: { host: loopback, port } });
  }

  async function close(): Promise<void> {
    await Promise.all([misbehaving.close(), ...listeners.map((listener) => listener.close())]);
  }

  return { routes, close };
}

function withoutDuplicates(mail: readonly MailSpec[]): readonly MailSpec[] {
  const places = mail.map((spec) => `${spec.address}:${spec.port ?? 25}`);
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice !== undefined) throw new Error(`Two mail exchangers are at ${twice}.`);
  return mail;
}

function greet(socket: Socket, exchanger: Exchanger): void {
  const { spec } = exchanger;
  const rejects = spec.behaviour === 'reject-554';
  // The banner goes out byte for byte, whatever it holds.
  const text = spec.banner ?? (rejects ? `${spec.host} No SMTP service here` : `${spec.host} ESMTP`);
  socket.write(`${rejects ? 554 : 220} ${text}\r\n`);
  converse(socket, exchanger, false);
}

function converse(socket: Socket, exchanger: Exchanger, secure: boolean): void {
  let input = '';
  let hasSender = false;

  function onInput(chunk: Buffer): void {
    input += chunk.toString('latin1');
    if (input.length > longestInput) {
      socket.destroy();
      return;
    }
    const lines = input.split(/\r?\n/);
    input = lines.pop() ?? '';
    for (const line of lines) {
      const command = line.trim().split(/\s/, 1)[0]?.toUpperCase() ?? '';
      socket.write(`${replyTo(command, exchanger.spec, { secure, hasSender })}\r\n`);
      if (command === 'MAIL') hasSender = true;
      if (command === 'RSET' || command === 'EHLO') hasSender = false;
      if (command === 'QUIT') {
        socket.end();
        return;
      }
      if (command === 'STARTTLS' && acceptsStarttls(exchanger.spec, secure)) {
        // What came in the clear behind STARTTLS is dropped (RFC 3207 section 6).
        socket.off('data', onInput);
        secureSocket(socket, exchanger);
        return;
      }
    }
  }

  socket.on('data', onInput);
}

function secureSocket(socket: Socket, exchanger: Exchanger): void {
  const upgraded = new TLSSocket(socket, { isServer: true, secureContext: exchanger.context });
  upgraded.on('error', () => upgraded.destroy());
  converse(upgraded, exchanger, true);
}

function acceptsStarttls(spec: MailSpec, secure: boolean): boolean {
  return !secure && spec.behaviour === undefined && (spec.starttls ?? 'offered') === 'offered';
}

interface Conversation {
  secure: boolean;
  /** MAIL was said. */
  hasSender: boolean;
}

function replyTo(command: string, spec: MailSpec, { secure, hasSender }: Conversation): string {
  if (command === 'QUIT') return '221 2.0.0 Bye';
  // After a 554 greeting everything but QUIT is out of sequence (RFC 5321 section 3.1).
  if (spec.behaviour === 'reject-554') return '503 5.5.1 Bad sequence of commands';
  if (command === 'EHLO') return ehloReply(spec, secure);
  if (command === 'HELO') return `250 ${spec.host}`;
  if (command === 'NOOP' || command === 'RSET') return '250 2.0.0 OK';
  if (command === 'STARTTLS') return starttlsReply(spec, secure);
  if (command === 'MAIL') return hasSender ? '503 5.5.1 Nested MAIL command' : '250 2.1.0 OK';
  if (command === 'RCPT') return hasSender ? RECIPIENT[spec.relay ?? 'refused'] : '503 5.5.1 Need MAIL first';
  // Nobody's mail is taken, whatever was said of the recipient.
  if (command === 'DATA') return hasSender ? '554 5.5.1 No valid recipients' : '503 5.5.1 Need MAIL first';
  return '500 5.5.2 Command not recognized';
}

const RECIPIENT = {
  refused: '554 5.7.1 Relay access denied',
  accepted: '250 2.1.5 OK',
  deferred: '450 4.2.0 Greylisted, come back later',
} as const;

function ehloReply(spec: MailSpec, secure: boolean): string {
  const starttls = !secure && spec.starttls !== 'not-offered' ? ['STARTTLS'] : [];
  const lines = [spec.host, 'PIPELINING', 'SIZE 10240000', ...starttls, 'ENHANCEDSTATUSCODES', '8BITMIME'];
  return lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}`).join('\r\n');
}

function starttlsReply(spec: MailSpec, secure: boolean): string {
  if (secure) return '503 5.5.1 TLS is already active';
  if (spec.starttls === 'not-offered') return '502 5.5.1 Command not implemented';
  if (spec.starttls === 'refused') return '454 4.7.0 TLS not available due to temporary reason';
  return '220 2.0.0 Ready to start TLS';
}
