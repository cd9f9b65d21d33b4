import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { after, describe, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { createMisbehavingPorts, type Protocol } from './port-behaviour.ts';

describe('misbehaving ports', () => {
  const ports = createMisbehavingPorts();
  after(() => ports.close());

  test('a refusing port is no port at all', async () => {
    assert.equal(await ports.portFor('refuse', 'http'), null);
  });

  test('a kind is opened once', async () => {
    assert.equal(await ports.portFor('silent', 'http'), await ports.portFor('silent', 'smtp'));
    assert.notEqual(await ports.portFor('drip', 'http'), await ports.portFor('drip', 'smtp'));
  });

  const openings: [protocol: Protocol, firstByte: string][] = [
    ['http', '48'],
    ['https', '16'],
    ['smtp', '32'],
  ];
  for (const [protocol, firstByte] of openings) {
    test(`a drip begins as ${protocol} would and sends one byte`, async () => {
      const first = await firstBytes(await ports.portFor('drip', protocol));
      assert.equal(first.toString('hex'), firstByte);
    });
  }

  test('a drip goes on', async () => {
    const socket = connectTcp((await ports.portFor('drip', 'smtp')) ?? 0, '127.0.0.1');
    let received = '';
    for await (const chunk of socket) {
      received += String(chunk);
      if (received.length === 2) break;
    }
    assert.equal(received, '22');
  });

  test('garbage comes unasked, is always the same, and ends a line', async () => {
    const first = await firstBytes(await ports.portFor('garbage', 'smtp'));
    const second = await firstBytes(await ports.portFor('garbage', 'http'));
    assert.deepEqual(first, second);
    assert.ok(first.includes('\r\n'));
  });

  test('garbage is no TLS', async () => {
    const socket = connectTls({ port: (await ports.portFor('garbage', 'https')) ?? 0, host: '127.0.0.1' });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.match(error.code ?? '', /^ERR_SSL_/);
    socket.destroy();
  });

  async function firstBytes(port: number | null): Promise<Buffer> {
    const socket = connectTcp(port ?? 0, '127.0.0.1');
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return chunk;
  }
});
