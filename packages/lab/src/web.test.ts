import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { type Authority, createAuthority } from './certificates.ts';
import type { SiteSpec } from './spec.ts';
import { startWeb } from './web.ts';

const shared = '192.0.2.10';
const legacy = '192.0.2.11';
const sites: SiteSpec[] = [
  {
    host: 'www.acme.test',
    address: shared,
    http: 'redirect-to-https',
    https: { page: { body: 'first' }, certificate: { names: ['www.acme.test'] } },
  },
  {
    host: 'other.acme.test',
    address: shared,
    http: { body: 'other', headers: [['X-Odd', '\u001b[31m\u0000\u202e<script>']] },
    https: { page: { body: 'second' }, certificate: { names: ['wrong.acme.test'] } },
  },
  {
    host: 'old.acme.test',
    address: legacy,
    https: {
      page: {},
      certificate: { names: ['old.acme.test'], fault: 'weak-key' },
      versions: { min: 'TLSv1', max: 'TLSv1.1' },
    },
  },
  { host: 'plain.acme.test', address: '192.0.2.12', http: {} },
  { host: 'closed.acme.test', address: '192.0.2.13', http: 'refuse', https: 'refuse' },
  { host: 'six.acme.test', address: '2001:db8::10', http: { body: 'six' } },
  { host: 'endless.hostile.test', address: '192.0.2.14', http: { trick: 'endless-chunks' } },
  { host: 'bomb.hostile.test', address: '192.0.2.15', http: { trick: 'gzip-bomb' } },
  { host: 'huge.hostile.test', address: '192.0.2.16', http: { trick: 'huge-headers' } },
  { host: 'drip.hostile.test', address: '192.0.2.17', http: 'drip', https: 'garbage' },
];

describe('the web of the lab', () => {
  let authority: Authority;
  let web: Awaited<ReturnType<typeof startWeb>>;
  before(async () => {
    authority = await createAuthority();
    web = await startWeb(sites, authority);
  });
  after(() => web.close());

  test('a port is routed when something is there', () => {
    assert.deepEqual(
      web.routes.map((route) => `${route.address} ${route.port}`),
      [
        '192.0.2.10 80',
        '192.0.2.10 443',
        '192.0.2.11 443',
        '192.0.2.12 80',
        '2001:db8::10 80',
        '192.0.2.14 80',
        '192.0.2.15 80',
        '192.0.2.16 80',
        '192.0.2.17 80',
        '192.0.2.17 443',
      ],
    );
    for (const route of web.routes) assert.equal(route.to.host, '127.0.0.1');
  });

  const answers: [what: string, address: string, scheme: 'http' | 'https', host: string, expected: RegExp][] =
    [
      [
        'the Host header chooses the site',
        shared,
        'http',
        'www.acme.test',
        /^HTTP\/1\.1 301 .*Location: https:\/\/www/s,
      ],
      ['case and port of the Host do not matter', shared, 'http', 'OTHER.acme.test:80', /\r\n\r\nother$/],
      [
        'a site answers over https',
        shared,
        'https',
        'www.acme.test',
        /^HTTP\/1\.1 200 OK\r\n.*\r\n\r\nfirst$/s,
      ],
      ['its neighbour too', shared, 'https', 'other.acme.test', /\r\n\r\nsecond$/],
      [
        'a host that is not there is not found',
        shared,
        'http',
        'nobody.acme.test',
        /^HTTP\/1\.1 404 Not Found/,
      ],
      ['IPv6 works', '2001:db8::10', 'http', 'six.acme.test', /\r\n\r\nsix$/],
    ];
  for (const [what, address, scheme, host, expected] of answers) {
    test(what, async () => {
      const socket = scheme === 'http' ? dial(address, 80) : await dialTls(address, host);
      assert.match(await ask(socket, host), expected);
    });
  }

  test('odd bytes in a header arrive as they were given', async () => {
    const text = await ask(dial(shared, 80), 'other.acme.test');
    assert.ok(text.includes('\r\nX-Odd: \u001b[31m\u0000\u202e<script>\r\n'));
  });

  test('HEAD gets the head alone', async () => {
    const text = await ask(dial(shared, 80), 'other.acme.test', 'HEAD');
    assert.match(text, /Content-Length: 5\r\nConnection: close\r\n\r\n$/);
  });

  const certificates: [servername: string, subject: string][] = [
    ['www.acme.test', 'CN=www.acme.test'],
    ['other.acme.test', 'CN=wrong.acme.test'],
    ['nobody.acme.test', 'CN=www.acme.test'],
  ];
  for (const [servername, subject] of certificates) {
    test(`SNI ${servername} is shown ${subject}`, async () => {
      const socket = await dialTls(shared, servername);
      assert.equal(new X509Certificate(socket.getPeerCertificate().raw).subject, subject);
      assert.equal(socket.authorized, servername !== 'nobody.acme.test' && servername !== 'other.acme.test');
      socket.destroy();
    });
  }

  test('an address without SNI shows its first certificate', async () => {
    const socket = await dialTls(shared);
    assert.equal(new X509Certificate(socket.getPeerCertificate().raw).subject, 'CN=www.acme.test');
    socket.destroy();
  });

  const versions: [
    address: string,
    version: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3',
    accepted: boolean,
  ][] = [
    [legacy, 'TLSv1', true],
    [legacy, 'TLSv1.1', true],
    [legacy, 'TLSv1.2', false],
    [shared, 'TLSv1.1', false],
    [shared, 'TLSv1.2', true],
    [shared, 'TLSv1.3', true],
  ];
  for (const [address, version, accepted] of versions) {
    test(`${address} ${accepted ? 'accepts' : 'refuses'} ${version}`, async () => {
      const only = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
      const handshake = dialTls(address, 'old.acme.test', only);
      if (!accepted) {
        await assert.rejects(handshake, /unsupported protocol|alert protocol version/);
        return;
      }
      const socket = await handshake;
      assert.equal(socket.getProtocol(), version);
      socket.destroy();
    });
  }

  const tricks: [host: string, address: string, atLeast: number][] = [
    ['endless.hostile.test', '192.0.2.14', 20_000],
    ['bomb.hostile.test', '192.0.2.15', 1_000_000],
    ['huge.hostile.test', '192.0.2.16', 100_000],
  ];
  for (const [host, address, atLeast] of tricks) {
    test(`${host} sends at least ${atLeast} bytes`, async () => {
      const socket = dial(address, 80);
      socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      let received = 0;
      for await (const chunk of socket) {
        received += (chunk as Buffer).length;
        if (received >= atLeast) break;
      }
      assert.ok(received >= atLeast);
    });
  }

  function portOf(address: string, port: number): number {
    const route = web.routes.find((candidate) => candidate.address === address && candidate.port === port);
    assert.ok(route);
    return route.to.port;
  }

  function dial(address: string, port: number): Socket {
    return connectTcp(portOf(address, port), '127.0.0.1');
  }

  async function dialTls(
    address: string,
    servername?: string,
    options?: ConnectionOptions,
  ): Promise<TLSSocket> {
    const socket = connectTls({
      port: portOf(address, 443),
      host: '127.0.0.1',
      ca: authority.rootPem,
      rejectUnauthorized: false,
      ...(servername !== undefined && { servername }),
      ...options,
    });
    await once(socket, 'secureConnect');
    return socket;
  }
});

async function ask(socket: Socket, host: string, method = 'GET'): Promise<string> {
  socket.write(`${method} / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
