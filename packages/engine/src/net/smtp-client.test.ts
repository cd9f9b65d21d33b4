import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import { test } from 'node:test';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { RelayAnswer, SmtpAnswer } from '../net.ts';
import type { NetOptions } from './options.ts';
import { derOf, makeCa, makeLeaf } from './testing/certificates.ts';
import { closedPort, listen } from './testing/server.ts';
import { ADDRESS, HOST, startLab } from './testing/session.ts';
import { until } from './testing/until.ts';

const root = await makeCa('Lab Root');
const leaf = await makeLeaf([HOST], { issuer: root });
const EHLO = '250-mail.acme.test\r\n250-SIZE 1000\r\n250-AUTH=PLAIN\r\n250 8bitmime\r\n';
const RELAY = ['MAIL FROM:<>', 'RCPT TO:<relay-test@example.com>', 'RSET', 'QUIT'];
const EHLO_TLS = '250-mail.acme.test\r\n250 STARTTLS\r\n';

interface Script {
  banner?: string;
  ehlo?: string;
  starttls?: string;
  helo?: string;
  /** In the clear and under TLS. Default: senders are taken, strangers refused. Null: no reply. */
  mail?: string | null;
  rcpt?: string | null;
  versions?: { minVersion: 'TLSv1'; maxVersion: 'TLSv1' | 'TLSv1.1' };
  /** Takes the connection over after the reply to STARTTLS. Default: a right TLS handshake. */
  after?(socket: Socket): void;
}

interface Mail {
  server: Server;
  /** All commands, in the clear and, with `tls:` before them, under TLS. */
  heard: string[];
}

function mail(script: Script): Mail {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.write(script.banner ?? '220 mail.acme.test ESMTP\r\n');
    listenOn(socket, '');
  });
  const listenOn = (socket: Socket, mark: 'tls:' | '') => {
    socket.on('error', () => {});
    socket.on('data', function listener(chunk: Buffer) {
      for (const line of chunk.toString('latin1').split('\r\n').filter(Boolean)) {
        heard.push(mark + line);
        const reply = replyTo(line);
        if (reply !== null) socket.write(reply);
        if (line === 'QUIT') socket.end();
        if (line !== 'STARTTLS' || script.starttls?.startsWith('220') === false) continue;
        socket.off('data', listener);
        (script.after ?? secure)(socket);
      }
    });
  };
  const replyTo = (line: string): string | null => {
    if (line.startsWith('EHLO')) return script.ehlo ?? EHLO;
    if (line.startsWith('HELO')) return script.helo ?? '250 mail.acme.test\r\n';
    if (line.startsWith('MAIL')) return script.mail === undefined ? '250 OK\r\n' : script.mail;
    if (line.startsWith('RCPT'))
      return script.rcpt === undefined ? '554 Relay access denied\r\n' : script.rcpt;
    if (line === 'STARTTLS') return script.starttls ?? '220 Go ahead\r\n';
    return line === 'QUIT' ? '221 Bye\r\n' : '250 OK\r\n';
  };
  const secure = (socket: Socket) => {
    listenOn(
      new TLSSocket(socket, {
        isServer: true,
        secureContext: createSecureContext({ ...leaf, ...script.versions, ciphers: 'ALL:@SECLEVEL=0' }),
      }),
      'tls:',
    );
  };
  return { server, heard };
}

async function greet(
  script: Script,
  options: NetOptions = {},
): Promise<{ answer: SmtpAnswer; heard: string[] }> {
  const { server, heard } = mail(script);
  await using listening = await listen(server);
  await using lab = await startLab({ 25: listening.port }, { roots: [root.pem], ...options });
  const answer = await lab.net.greet({ host: HOST, port: 25 });
  // What we said last arrives a moment after our answer.
  await until(() => listening.open.size === 0);
  return { answer, heard };
}

test('tells banner and extensions, and takes leave without a mail', async () => {
  const { answer, heard } = await greet({ banner: '220-mail.acme.test\r\n220 ESMTP ready\r\n' });
  assert.deepEqual(
    { ...answer, durationMs: 0 },
    {
      state: 'present',
      address: ADDRESS,
      port: 25,
      banner: 'mail.acme.test ESMTP ready',
      extensions: ['SIZE', 'AUTH', '8BITMIME'],
      starttls: { state: 'not-offered' },
      relay: { state: 'refused', reply: '554 Relay access denied' },
      durationMs: 0,
    },
  );
  assert.deepEqual(heard, ['EHLO [127.0.0.1]', ...RELAY]);
});

test('says the name that it is given', async () => {
  const { heard } = await greet({}, { heloName: 'probe.example' });
  assert.equal(heard[0], 'EHLO probe.example');
});

test('goes on to TLS where it is offered, and takes leave under it', async () => {
  const { answer, heard } = await greet({ ehlo: EHLO_TLS });
  assert.ok(answer.state === 'present' && answer.starttls.state === 'present', JSON.stringify(answer));
  assert.deepEqual(answer.extensions, ['STARTTLS']);
  assert.deepEqual(answer.starttls.chain, derOf(leaf.cert));
  assert.equal(answer.starttls.pathError, null);
  assert.equal(answer.starttls.protocol, 'TLSv1.3');
  assert.equal(answer.starttls.alpn, null);
  assert.deepEqual(answer.relay, { state: 'refused', reply: '554 Relay access denied' });
  const underTls = ['EHLO [127.0.0.1]', ...RELAY].map((line) => `tls:${line}`);
  assert.deepEqual(heard, ['EHLO [127.0.0.1]', 'STARTTLS', ...underTls]);
});

test('a refused STARTTLS is told with its reply', async () => {
  const { answer, heard } = await greet({ ehlo: EHLO_TLS, starttls: '454 4.7.0 Not now\r\n' });
  assert.ok(answer.state === 'present');
  assert.deepEqual(answer.starttls, { state: 'refused', reply: '454 4.7.0 Not now' });
  assert.deepEqual(heard.slice(-4), RELAY);
  assert.equal(answer.relay.state, 'refused');
});

for (const [version, maxVersion] of [
  ['TLSv1', 'TLSv1'],
  ['TLSv1.1', 'TLSv1.1'],
] as const) {
  test(`a server that only knows ${version} is met all the same`, async () => {
    const { answer } = await greet({ ehlo: EHLO_TLS, versions: { minVersion: 'TLSv1', maxVersion } });
    assert.ok(answer.state === 'present');
    assert.equal(answer.starttls.state === 'present' && answer.starttls.protocol, version);
  });
}

const NO_MAIL = /^(?!.*\b(?:DATA|BDAT)\b)/;
const RELAYS: [string, Script, RelayAnswer['state'], string[]][] = [
  ['a yes to a stranger', { rcpt: '250 2.1.5 OK\r\n' }, 'accepted', RELAY],
  ['a yes that forwards', { rcpt: '251 Will forward\r\n' }, 'accepted', RELAY],
  ['a promise to try', { rcpt: '252 Cannot verify\r\n' }, 'unknown', RELAY],
  ['a demand to log in', { rcpt: '530 5.7.0 Authentication required\r\n' }, 'refused', RELAY],
  ['greylisting', { rcpt: '450 4.2.0 Greylisted\r\n' }, 'unknown', RELAY],
  ['a refused sender', { mail: '550 No\r\n' }, 'unknown', ['MAIL FROM:<>', 'QUIT']],
  ['a sender put off', { mail: '451 Later\r\n' }, 'unknown', ['MAIL FROM:<>', 'QUIT']],
  ['nonsense', { rcpt: 'what?\r\n' }, 'unknown', ['RCPT TO:<relay-test@example.com>']],
  ['silence', { rcpt: null }, 'unknown', ['RCPT TO:<relay-test@example.com>']],
];
for (const [what, script, state, last] of RELAYS) {
  test(`${what} at the recipient is told as ${state}, and no mail is sent`, async () => {
    const { answer, heard } = await greet(script);
    assert.ok(answer.state === 'present', JSON.stringify(answer));
    assert.equal(answer.relay.state, state, JSON.stringify(answer.relay));
    assert.deepEqual(heard.slice(-last.length), last);
    assert.match(heard.join(' '), NO_MAIL);
  });
}

test('a server that hangs up at the sender has greeted us all the same', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 mx\r\n');
    socket.on('data', (chunk) => (chunk.includes('EHLO') ? socket.write(EHLO) : socket.destroy()));
  });
  await using listening = await listen(server);
  await using lab = await startLab({ 25: listening.port });
  const answer = await lab.net.greet({ host: HOST, port: 25 });
  assert.ok(answer.state === 'present', JSON.stringify(answer));
  assert.equal(answer.relay.state === 'unknown' && answer.relay.reason, 'failed');
});

test('what is said in the clear behind the reply to STARTTLS counts for nothing', async () => {
  const injected = '220 Go ahead\r\n250-evil.test\r\n250 AUTH\r\n';
  const { answer } = await greet({ ehlo: EHLO_TLS, starttls: injected });
  assert.ok(answer.state === 'present');
  assert.equal(answer.starttls.state, 'present', JSON.stringify(answer.starttls));
  assert.deepEqual(answer.extensions, ['STARTTLS']);
});

test('a server that promises TLS and speaks something else is told as such', async () => {
  const { answer } = await greet({
    ehlo: EHLO_TLS,
    after: (socket) => socket.once('data', () => socket.end('500 What?\r\n')),
  });
  assert.ok(answer.state === 'present');
  assert.equal(answer.starttls.state === 'rejected' && answer.starttls.reason, 'not-tls');
  assert.equal(answer.relay.state, 'unknown');
  const hungUp = await greet({ ehlo: EHLO_TLS, after: (socket) => socket.destroy() });
  assert.ok(hungUp.answer.state === 'present');
  assert.equal(hungUp.answer.starttls.state === 'unknown' && hungUp.answer.starttls.reason, 'failed');
});

const REJECTED: [string, Script, string][] = [
  ['a 554 greeting', { banner: '554 No service\r\n' }, '554 No service'],
  ['a 421 greeting', { banner: '421 Too busy\r\n' }, '421 Too busy'],
  ['another protocol', { banner: 'SSH-2.0-OpenSSH\r\n' }, 'no SMTP reply'],
  ['an endless line', { banner: `220 ${'x'.repeat(50_000)}` }, 'no SMTP reply'],
  ['endless lines', { banner: '220-more\r\n'.repeat(1_000) }, 'no SMTP reply'],
  ['a no to our EHLO', { ehlo: '550 5.7.1 Who are you?\r\n' }, '550 5.7.1 Who are you?'],
];
for (const [what, script, reply] of REJECTED) {
  test(`${what} is a rejection`, async () => {
    const { answer } = await greet(script);
    assert.deepEqual(answer, { state: 'rejected', address: ADDRESS, port: 25, reply });
  });
}

test('a server without extended SMTP has no extensions', async () => {
  const { answer, heard } = await greet({ ehlo: '502 Command not implemented\r\n' });
  assert.ok(answer.state === 'present');
  assert.deepEqual([answer.extensions, answer.starttls], [[], { state: 'not-offered' }]);
  assert.equal(answer.relay.state, 'refused');
  assert.deepEqual(heard, ['EHLO [127.0.0.1]', 'HELO [127.0.0.1]', ...RELAY]);
});

test('silence is a time-out, a lost connection a failure', async () => {
  const silent = await greet({ banner: '220-never whole\r\n' });
  assert.equal(silent.answer.state === 'unknown' && silent.answer.reason, 'timeout');
  await using hangingUp = await listen(createServer((socket) => socket.end()));
  await using lab = await startLab({ 25: hangingUp.port });
  const lost = await lab.net.greet({ host: HOST, port: 25 });
  assert.equal(lost.state === 'unknown' && lost.reason, 'failed');
});

test('a closed port is absent, loopback blocked', async () => {
  const port = await closedPort(createServer());
  await using lab = await startLab({ 25: port });
  assert.deepEqual(await lab.net.greet({ host: HOST, port: 25 }), {
    state: 'absent',
    reason: 'connection-refused',
  });
  const blocked = await lab.net.greet({ host: HOST, port: 25, address: '127.0.0.1' });
  assert.equal(blocked.state === 'unknown' && blocked.reason, 'blocked');
});
