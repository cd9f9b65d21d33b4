import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { SourceError } from '../source.ts';
import { listen } from './testing/server.ts';
import { HOST, startLab } from './testing/session.ts';

async function ask(say: (socket: Socket, line: string) => void): Promise<string | SourceError> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (bytes) => say(socket, bytes.toString('latin1')));
  });
  await using port43 = await listen(server);
  await using lab = await startLab({ 43: port43.port }, { timeouts: { source: 200 } });
  const signal = new AbortController().signal;
  const whois = lab.session.sourceWhois({ requestsPerMinute: 60, signal });
  return await whois(HOST, 'acme.test').catch((error: unknown) => {
    if (error instanceof SourceError) return error;
    throw error;
  });
}

test('sends one line and reads until the server closes', async () => {
  assert.equal(await ask((socket, line) => socket.end(`asked: ${line}`)), 'asked: acme.test\r\n');
});

test('reads UTF-8, and takes what is none for Latin-1', async () => {
  assert.equal(await ask((socket) => socket.end('Müller')), 'Müller');
  assert.equal(await ask((socket) => socket.end(Buffer.from('Müller', 'latin1'))), 'Müller');
});

const failures: [what: string, say: (socket: Socket) => void, outcome: string][] = [
  ['silence', () => {}, 'timeout'],
  ['an answer that does not end', (socket) => void socket.write('%'.repeat(1_000_000)), 'failed'],
  ['a reset', (socket) => socket.resetAndDestroy(), 'failed'],
];
for (const [what, say, outcome] of failures) {
  test(`${what} is an error: ${outcome}`, async () => {
    const answer = await ask(say);
    assert.ok(answer instanceof SourceError, String(answer));
    assert.equal(answer.outcome, outcome);
  });
}
