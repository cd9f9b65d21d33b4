import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { connect as connectTls, type PeerCertificate } from 'node:tls';
import { startNameServer } from './authoritative.ts';
import { type Lab, startLab } from './lab.ts';
import { askUdp, lines } from './testing/dns-client.ts';
import { loadZone } from './zone.ts';

let lab: Lab;
before(async () => {
  lab = await startLab();
});
after(() => lab.close());

async function resolve(name: string, type: 'A' | 'TXT' | 'MX' = 'A', network = lab.network) {
  const port = Number(network.resolvers[0]?.split(':')[1]);
  const answer = await askUdp({ port, name, type, udpSize: 1232, recursion: true });
  return { rcode: answer?.rcode, answers: lines(answer?.answers) };
}

function routeTo(address: string, port: number): { host: string; port: number } {
  const route = lab.network.routes.find((each) => each.address === address && each.port === port);
  assert.ok(route, `no route to ${address}:${port}`);
  return route.to;
}

test('the resolver knows the zones and the third parties', async () => {
  assert.deepEqual((await resolve('www.healthy.test')).answers, ['www.healthy.test A 192.0.2.10']);
  assert.deepEqual((await resolve('assets.acme.test')).answers, [
    'assets.acme.test CNAME acme.customers.hosting.test',
    'acme.customers.hosting.test CNAME edge.hosting.test',
    'edge.hosting.test A 192.0.2.140',
  ]);
  assert.deepEqual((await resolve('crt.sh')).answers, ['crt.sh A 198.51.100.11']);
  assert.match(
    (await resolve('10.2.0.192.origin.asn.cymru.com', 'TXT')).answers.join(),
    /64496 \| 192\.0\.2\.0\/26/,
  );
  assert.equal((await resolve('git.internal.acme.test')).rcode, 'NXDOMAIN');
});

test('sites have certificates that lead to the root of the lab', async () => {
  const socket = connectTls({
    ...routeTo('192.0.2.10', 443),
    servername: 'www.healthy.test',
    ca: [...lab.network.roots],
  });
  await once(socket, 'secureConnect');
  const certificate: PeerCertificate = socket.getPeerCertificate();
  assert.equal(certificate.subject.CN, 'www.healthy.test');
  socket.destroy();
});

test('exchangers greet', async () => {
  const socket = connect(routeTo('192.0.2.25', 25));
  const [greeting] = (await once(socket, 'data')) as [Buffer];
  assert.match(greeting.toString(), /^220 mx1\.healthy\.test/);
  socket.destroy();
});

test('an address without a service refuses', async () => {
  const socket = connect(routeTo('192.0.2.25', 443));
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  assert.equal(error.code, 'ECONNREFUSED');
});

test('each (address, port) has one route, to loopback, and private addresses have none', () => {
  const { routes } = lab.network;
  assert.equal(new Set(routes.map(({ address, port }) => `${address} ${port}`)).size, routes.length);
  assert.ok(routes.every(({ to }) => to.host === '127.0.0.1'));
  assert.deepEqual(
    routes.filter(({ address }) => /^(127|10|192\.168|169\.254)\.|^(::|f)/.test(address)),
    [],
  );
});

test('the network crosses processes as JSON', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(lab.network)), lab.network);
});

test('a name server of someone else can be plugged in', async () => {
  const zone = loadZone('real.test', [
    '@ 60 SOA ns hostmaster 1 2 3 4 5',
    '@ 60 NS ns',
    'ns 60 A 192.0.2.60',
    'www 60 A 192.0.2.61',
  ]);
  const server = await startNameServer([{ zone }]);
  const other = await startLab({
    zones: [],
    extraDelegations: [{ zone: 'real.test', nameServers: [{ name: 'ns.real.test', address: '192.0.2.60' }] }],
    extraRoutes: [{ address: '192.0.2.60', port: 53, to: { host: '127.0.0.1', port: server.port } }],
  });
  const { answers } = await resolve('www.real.test', 'A', other.network);
  assert.deepEqual(answers, ['www.real.test A 192.0.2.61']);
  assert.ok(other.network.routes.some(({ address }) => address === '192.0.2.60'));
  await Promise.all([other.close(), server.close()]);
});

test('a process that closes the lab ends by itself', async () => {
  const script = `
    import { startLab } from ${JSON.stringify(new URL('./lab.ts', import.meta.url).href)};
    const lab = await startLab();
    await lab.close();
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  assert.equal(code, 0);
});
