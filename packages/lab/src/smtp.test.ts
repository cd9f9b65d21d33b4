import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { type Authority, createAuthority } from './certificates.ts';
import { startSmtp } from './smtp.ts';
import type { MailSpec } from './spec.ts';

const hostileBanner = '\u001b[2J=cmd|" /C calc"!A0 <script>alert(1)</script>\u202e\u0000';
const mail: MailSpec[] = [
  { host: 'mx.acme.test', address: '192.0.2.25' },
  { host: 'plain.acme.test', address: '192.0.2.26', starttls: 'not-offered', banner: 'plain ESMTP Postfix' },
  { host: 'busy.acme.test', address: '192.0.2.27', starttls: 'refused' },
  { host: 'deaf.acme.test', address: '192.0.2.28', behaviour: 'reject-554' },
  { host: 'mx.hostile.test', address: '192.0.2.29', banner: hostileBanner },
  { host: 'closed.acme.test', address: '192.0.2.30', behaviour: 'refuse' },
  { host: 'open.acme.test', address: '192.0.2.32', relay: 'accepted' },
  { host: 'grey.acme.test', address: '192.0.2.33', relay: 'deferred' },
  { host: 'old.acme.test', address: '192.0.2.34', versions: { min: 'TLSv1', max: 'TLSv1' } },
  { host: 'noisy.hostile.test', address: '192.0.2.31', port: 2525, behaviour: 'garbage' },
];

describe('mail exchangers', () => {
  let authority: Authority;
  let smtp: Awaited<ReturnType<typeof startSmtp>>;
  before(async () => {
    authority = await createAuthority();
    smtp = await startSmtp(mail, authority);
  });
  after(() => smtp.close());

  test('each is routed at its port, but for the one that refuses', () => {
    const places = smtp.routes.map(({ address, port }) => `${address}:${port}`);
    const open = [25, 26, 27, 28, 29, 32, 33, 34].map((host) => `192.0.2.${host}:25`);
    assert.deepEqual(places, [...open, '192.0.2.31:2525']);
  });

  const dialogues: [what: string, address: string, commands: string[], replies: RegExp[]][] = [
    [
      'greets, tells its extensions, takes no mail, says goodbye',
      '192.0.2.25',
      ['EHLO probe.test', 'RCPT TO:<a@b.test>', 'MAIL FROM:<>', 'RCPT TO:<a@b.test>', 'DATA', 'what', 'quit'],
      [
        /^220 mx\.acme\.test ESMTP$/,
        /^250-mx\.acme\.test\n.*250-STARTTLS\n.*250 /s,
        /^503 /,
        /^250 /,
        /^554 5\.7\.1 /,
        /^554 /,
        /^500 /,
        /^221 /,
      ],
    ],
    [
      'speaks the old greeting',
      '192.0.2.25',
      ['HELO probe.test', 'NOOP', 'RSET'],
      [/^220 /, /^250 mx\.acme\.test$/, /^250 /, /^250 /],
    ],
    [
      'does not offer STARTTLS and does not know it',
      '192.0.2.26',
      ['EHLO probe.test', 'STARTTLS'],
      [/^220 plain ESMTP Postfix$/, /^250-plain\.acme\.test\n(?!.*STARTTLS)/s, /^502 /],
    ],
    [
      'offers STARTTLS and refuses it',
      '192.0.2.27',
      ['EHLO probe.test', 'STARTTLS'],
      [/^220 /, /STARTTLS/, /^454 /],
    ],
    [
      'says yes to every recipient, and takes no mail',
      '192.0.2.32',
      ['EHLO probe.test', 'MAIL FROM:<>', 'RCPT TO:<a@b.test>', 'DATA', 'RSET', 'RCPT TO:<a@b.test>'],
      [/^220 /, /^250-/, /^250 /, /^250 /, /^554 /, /^250 /, /^503 /],
    ],
    [
      'puts every recipient off',
      '192.0.2.33',
      ['MAIL FROM:<>', 'MAIL FROM:<>', 'RCPT TO:<a@b.test>'],
      [/^220 /, /^250 /, /^503 /, /^450 /],
    ],
    [
      'rejects at the door and waits for QUIT',
      '192.0.2.28',
      ['EHLO probe.test', 'QUIT'],
      [/^554 deaf\.acme\.test No SMTP service here$/, /^503 /, /^221 /],
    ],
  ];
  for (const [what, address, commands, expected] of dialogues) {
    test(`${address} ${what}`, async () => {
      const socket = dial(address, 25);
      const replies = await converse(socket, commands);
      assert.equal(replies.length, expected.length);
      for (const [index, pattern] of expected.entries()) assert.match(replies[index] ?? '', pattern);
      socket.destroy();
    });
  }

  test('a hostile banner arrives byte for byte', async () => {
    const [chunk] = (await once(dial('192.0.2.29', 25), 'data')) as [Buffer];
    assert.equal(chunk.toString(), `220 ${hostileBanner}\r\n`);
  });

  test('STARTTLS leads to the issued certificate, and TLS is offered once', async () => {
    const plain = dial('192.0.2.25', 25);
    await converse(plain, ['EHLO probe.test', 'STARTTLS']);
    plain.removeAllListeners('data');
    const secure = connectTls({ socket: plain, servername: 'mx.acme.test', ca: authority.rootPem });
    await once(secure, 'secureConnect');
    assert.equal(secure.authorized, true);
    secure.write('EHLO probe.test\r\n');
    assert.doesNotMatch(await nextReply(secure), /STARTTLS/);
    secure.write('STARTTLS\r\n');
    assert.match(await nextReply(secure), /^503 /);
    secure.write('QUIT\r\n');
    assert.match(await nextReply(secure), /^221 /);
    await once(secure, 'end');
    secure.destroy();
  });

  test('an old server speaks its old version', async () => {
    const plain = dial('192.0.2.34', 25);
    await converse(plain, ['EHLO probe.test', 'STARTTLS']);
    plain.removeAllListeners('data');
    const secure = connectTls({
      socket: plain,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
      ca: authority.rootPem,
      servername: 'old.acme.test',
    });
    await once(secure, 'secureConnect');
    assert.equal(secure.getProtocol(), 'TLSv1');
    secure.destroy();
  });

  test('what was sent in the clear behind STARTTLS is not answered', async () => {
    const socket = dial('192.0.2.25', 25);
    await nextReply(socket);
    socket.write('STARTTLS\r\nNOOP\r\n');
    assert.match(await nextReply(socket), /^220 2\.0\.0 Ready to start TLS$/);
    socket.destroy();
  });

  test('endless input without a line is cut off', async () => {
    const socket = dial('192.0.2.25', 25);
    socket.on('error', () => {});
    socket.resume();
    socket.write('a'.repeat(200_000));
    await new Promise((resolve) => socket.once('close', resolve));
  });

  test('two at the same place are a contradiction', async () => {
    const twice = [mail[0], mail[0]].filter((spec) => spec !== undefined);
    await assert.rejects(startSmtp(twice, authority), /Two mail exchangers are at 192\.0\.2\.25:25/);
  });

  function dial(address: string, port: number): Socket {
    const route = smtp.routes.find((candidate) => candidate.address === address && candidate.port === port);
    assert.ok(route);
    return connect(route.to.port, '127.0.0.1');
  }
});

/** The greeting and the reply to each command. */
async function converse(socket: Socket, commands: readonly string[]): Promise<string[]> {
  const replies = [await nextReply(socket)];
  for (const command of commands) {
    socket.write(`${command}\r\n`);
    replies.push(await nextReply(socket));
  }
  return replies;
}

async function nextReply(socket: Socket): Promise<string> {
  let received = '';
  while (!/(^|\n)\d{3} [^\n]*\r\n$/.test(received)) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    received += chunk.toString();
  }
  return received.trimEnd().replaceAll('\r\n', '\n');
}
