import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

export interface ReceivedMail {
  to: string[];
  subject: string;
  text: string;
}

/** A mail server on loopback that takes everything (RFC 5321) and keeps it. */
export async function startMailSink() {
  const mails: ReceivedMail[] = [];
  const waiting = new Set<() => void>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    converse(socket, (mail) => {
      mails.push(mail);
      for (const wake of waiting) wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    /** The first mail to the address from that count on, as soon as it is there. */
    async mailTo(address: string, from = 0): Promise<ReceivedMail> {
      for (;;) {
        const found = mails.slice(from).find(({ to }) => to.includes(address));
        if (found) return found;
        await new Promise<void>((resolve) => {
          const wake = () => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(socket: Socket, take: (mail: ReceivedMail) => void): void {
  let buffered = '';
  let to: string[] = [];
  let content: string[] | null = null;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say('220 sink');
  socket.on('data', (chunk) => {
    const lines = (buffered + chunk.toString('latin1')).split('\r\n');
    buffered = lines.pop() ?? '';
    for (const line of lines) {
      if (content) {
        if (line !== '.') {
          content.push(line.replace(/^\./, ''));
          continue;
        }
        take(received(to, content));
        content = null;
        to = [];
        say('250 taken');
        continue;
      }
      const recipient = /^RCPT TO:<([^>]*)>/i.exec(line)?.[1];
      if (recipient) to.push(recipient);
      if (/^DATA$/i.test(line)) {
        content = [];
        say('354 go on');
      } else if (/^QUIT$/i.test(line)) socket.end('221 bye\r\n');
      else say('250 ok');
    }
  });
  socket.on('error', () => socket.destroy());
}

function received(to: string[], lines: readonly string[]): ReceivedMail {
  const end = lines.indexOf('');
  const headers = lines.slice(0, end).join('\n');
  const body = lines.slice(end + 1).join('\n');
  const text = /^content-transfer-encoding: quoted-printable$/im.test(headers) ? decoded(body) : body;
  return { to, subject: /^subject: (.*)$/im.exec(headers)?.[1] ?? '', text };
}

/** RFC 2045 section 6.7 */
function decoded(text: string): string {
  return text
    .replace(/=\n/g, '')
    .replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
