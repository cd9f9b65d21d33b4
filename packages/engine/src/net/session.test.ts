import assert from 'node:assert/strict';
import { createServer as createHttp } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { z } from 'zod';
import { SourceError } from '../source.ts';
import { createSession } from './session.ts';
import { a, reply, startDnsServer } from './testing/dns-server.ts';
import { listen } from './testing/server.ts';
import { ADDRESS, HOST, startLab } from './testing/session.ts';
import { until } from './testing/until.ts';

const silent = () => createServer((socket: Socket) => socket.resume());

test('resolves a name, dials the address through the route table, and reads the page', async () => {
  await using web = await listen(
    createHttp((request, response) => response.end(`Hello ${request.headers.host}`)),
  );
  await using lab = await startLab({ 80: web.port });
  const answer = await lab.net.fetch(`http://${HOST}/`);
  assert.equal(answer.state === 'present' && answer.body, `Hello ${HOST}`);
  assert.equal(answer.state === 'present' && answer.address, ADDRESS);
});

test('asks name servers through the route table, and none that the policy refuses', async () => {
  await using server = await startDnsServer((q) =>
    reply(q, [a(q.key, '192.0.2.1')], { authoritative: true }),
  );
  await using lab = await startLab({ 53: server.port });
  const answer = await lab.net.ask({ name: 'ns.acme.test', address: ADDRESS }, 'acme.test', 'A');
  assert.ok(answer.state === 'answered' && answer.authoritative && answer.answer.state === 'present');
  const blocked = await lab.net.ask({ name: 'evil.test', address: '127.0.0.1' }, 'acme.test', 'A');
  assert.equal(blocked.state === 'unknown' && blocked.reason, 'blocked');
  const nobody = await lab.net.ask({ name: 'gone.test', address: '192.0.2.99' }, 'acme.test', 'A');
  assert.equal(nobody.state === 'unknown' && nobody.reason, 'unreachable');
});

test('a raised signal cancels every kind of call at once, those under way and those to come', async () => {
  await using mute = await listen(silent());
  await using muteDns = await startDnsServer(() => null);
  const patience = { dns: 60_000, connect: 60_000, total: 60_000 };
  await using lab = await startLab(
    { 80: mute.port, 443: mute.port, 25: mute.port, 53: muteDns.port },
    { timeouts: patience, concurrency: { perHost: 8 }, rootServers: [{ name: 'root', address: ADDRESS }] },
  );
  await using deaf = await startLab({}, { timeouts: patience, say: () => null });
  const controller = new AbortController();
  const net = lab.session.within(controller.signal);
  const deafNet = deaf.session.within(controller.signal);
  const calls = () => [
    net.fetch(`http://${HOST}/`),
    net.fetch(`https://${HOST}/`),
    net.handshake({ host: HOST, port: 443 }),
    net.greet({ host: HOST, port: 25 }),
    net.ask({ name: 'ns', address: ADDRESS }, 'acme.test', 'NS'),
    net.exchange({ name: 'ns', address: ADDRESS }, { name: 'acme.test', type: 'NS' }),
    net.transfer({ name: 'ns', address: ADDRESS }, 'acme.test'),
    net.delegation('acme.test'),
    net.signed('acme.test', 'SOA'),
    deafNet.resolve('acme.test', 'TXT'),
    deafNet.fetch('http://acme.test/'),
  ];
  const underWay = calls();
  await until(() => mute.open.size >= 4 && muteDns.asked.length >= 1);
  controller.abort();
  for (const answer of await Promise.all([...underWay, ...calls()])) {
    assert.deepEqual(answer, { state: 'unknown', reason: 'canceled' });
  }
  // The greeting goes on for others who may ask for it.
  await until(() => mute.open.size === 1);
});

test('a mail exchanger is greeted once, however many ask', async () => {
  const rejecting = createServer((socket) => void socket.end('554 No mail here\r\n'));
  await using mail = await listen(rejecting);
  await using lab = await startLab({ 25: mail.port });
  const greet = () => lab.net.greet({ host: HOST, port: 25 });
  const answers = [...(await Promise.all([greet(), greet()])), await greet()];
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal(answers[0]?.state, 'rejected');
  assert.equal(mail.accepted(), 1);
});

test('a call that waits for room at a host is canceled too, and others go on', async () => {
  let waiting: (() => void)[] = [];
  await using web = await listen(createHttp((_, response) => void waiting.push(() => response.end('late'))));
  const concurrency = { perHost: 1, total: 1 };
  await using lab = await startLab({ 80: web.port }, { concurrency, timeouts: { total: 60_000 } });
  const controller = new AbortController();
  const first = lab.net.fetch(`http://${HOST}/1`);
  await until(() => waiting.length > 0);
  const second = lab.session.within(controller.signal).fetch(`http://${HOST}/2`);
  const third = lab.net.fetch(`http://${HOST}/3`);
  controller.abort();
  assert.deepEqual(await second, { state: 'unknown', reason: 'canceled' });
  assert.equal(web.accepted(), 1);
  waiting.pop()?.();
  assert.equal((await first).state, 'present');
  await until(() => waiting.length > 0);
  for (const answer of waiting) answer();
  waiting = [];
  assert.equal((await third).state, 'present');
});

test('closing ends what is under way and leaves no socket', async () => {
  await using mute = await listen(silent());
  const patience = { dns: 60_000, connect: 60_000, total: 60_000, source: 60_000 };
  const lab = await startLab({ 80: mute.port, 443: mute.port, 25: mute.port }, { timeouts: patience });
  const calls = [
    lab.net.fetch(`http://${HOST}/`),
    lab.net.handshake({ host: HOST, port: 443 }),
    lab.net.greet({ host: HOST, port: 25 }),
  ];
  const signal = new AbortController().signal;
  const asking = lab.session
    .sourceHttp({ requestsPerMinute: 60, signal })
    .json(`https://${HOST}/`, z.unknown());
  const refused = assert.rejects(
    asking,
    (error) => error instanceof SourceError && error.outcome === 'timeout',
  );
  await until(() => mute.open.size >= 4);
  await lab.session.close();
  for (const answer of await Promise.all(calls))
    assert.deepEqual(answer, { state: 'unknown', reason: 'canceled' });
  await refused;
  await until(() => mute.open.size === 0);
  assert.deepEqual(await lab.net.fetch(`http://${HOST}/`), { state: 'unknown', reason: 'canceled' });
  assert.deepEqual(await lab.net.resolve(HOST, 'A'), { state: 'unknown', reason: 'canceled' });
  await lab[Symbol.asyncDispose]();
});

test('when all is done and closed the process holds no socket of ours', async () => {
  const own = () => process.getActiveResourcesInfo().filter((kind) => /^(TCP|UDP|TLS)/.test(kind));
  await until(() => own().length === 0);
  {
    await using web = await listen(createHttp((_, response) => response.end('x'.repeat(200_000))));
    await using lab = await startLab({ 80: web.port });
    await Promise.all(Array.from({ length: 20 }, (_, at) => lab.net.fetch(`http://${HOST}/${at}`)));
  }
  await until(() => own().length === 0);
  assert.deepEqual(own(), []);
});

test('many calls at once keep to the limit of one host and make no warning', async () => {
  const warnings: unknown[] = [];
  const warn = (warning: unknown) => warnings.push(warning);
  process.on('warning', warn);
  let peak = 0;
  await using web = await listen(
    createHttp((_, response) => {
      peak = Math.max(peak, web.open.size);
      setImmediate(() => response.end());
    }),
  );
  await using lab = await startLab({ 80: web.port });
  const answers = await Promise.all(Array.from({ length: 100 }, () => lab.net.fetch(`http://${HOST}/`)));
  assert.ok(answers.every(({ state }) => state === 'present'));
  assert.ok(peak <= 5, `${peak}`);
  await new Promise(setImmediate);
  process.off('warning', warn);
  assert.deepEqual(warnings, []);
});

test('a resolver that is not an address is a programming error', () => {
  assert.throws(() => createSession({ resolvers: ['dns.example:53'] }), /Not a resolver's address/);
});

test('counts what it asks of the DNS, and asks no more than it may', async () => {
  await using lab = await startLab({}, { queryBudget: 2 });
  assert.equal((await lab.net.resolve(HOST, 'A')).state, 'present');
  await lab.net.resolve(HOST, 'A');
  assert.equal(lab.session.queries(), 1);
  await lab.net.resolve(HOST, 'MX');
  const over = await lab.net.resolve(HOST, 'TXT');
  assert.equal(over.state === 'unknown' && over.reason, 'budget');
  assert.equal(lab.session.queries(), 2);
});
