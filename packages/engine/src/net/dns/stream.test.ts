import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { listen } from '../testing/server.ts';
import { PLAIN_EDNS } from './edns.ts';
import { encodeQuery } from './message.ts';
import type { Heard } from './server.ts';
import { createDnsStream, framed, frameReader } from './stream.ts';

const never = new AbortController().signal;

function query(name: string) {
  const encoded = encodeQuery({ name, type: 'TXT', recursion: true }, { edns: PLAIN_EDNS, mixedCase: true });
  assert.ok(encoded);
  return encoded;
}

function answer(bytes: Buffer, text: string): Buffer {
  const { id, questions = [] } = dnsPacket.decode(bytes);
  const answers = questions.map(({ name }) => ({
    type: 'TXT' as const,
    name,
    ttl: 1,
    data: text.match(/.{1,200}/g) ?? [],
  }));
  return framed(dnsPacket.encode({ type: 'response', id: id ?? 0, questions, answers }));
}

async function withStream(
  onQuery: (socket: Socket, bytes: Buffer) => void,
  work: (stream: ReturnType<typeof createDnsStream>, accepted: () => number) => Promise<void>,
) {
  await using server = await listen(
    createServer(
      (socket) =>
        void socket.on(
          'data',
          frameReader((bytes) => onQuery(socket, bytes)),
        ),
    ),
  );
  const socket = connect({ host: '127.0.0.1', port: server.port });
  await work(createDnsStream(socket), server.accepted);
  socket.destroy();
}

function textOf(heard: Heard): unknown {
  assert.ok(heard.kind === 'reply', JSON.stringify(heard));
  return heard.message.answers[0]?.value;
}

test('several questions are under way at once, and each gets its answer in whatever order', async () => {
  const waiting: Buffer[] = [];
  const onQuery = (socket: Socket, bytes: Buffer) => {
    waiting.push(bytes);
    if (waiting.length < 3) return;
    for (const one of waiting.toReversed())
      socket.write(answer(one, dnsPacket.decode(one).questions?.[0]?.name.toLowerCase() ?? ''));
  };
  await withStream(onQuery, async (stream, accepted) => {
    const names = ['a.test', 'b.test', 'c.test'];
    const heard = await Promise.all(names.map((name) => stream.ask(query(name), never)));
    assert.deepEqual(heard.map(textOf), names);
    assert.equal(accepted(), 1);
  });
});

test('two questions of one id get ids of their own', async () => {
  const ids: (number | undefined)[] = [];
  const onQuery = (socket: Socket, bytes: Buffer) => {
    ids.push(dnsPacket.decode(bytes).id);
    socket.write(answer(bytes, 'x'));
  };
  await withStream(onQuery, async (stream) => {
    const same = query('a.test');
    const heard = await Promise.all([stream.ask(same, never), stream.ask(same, never)]);
    assert.deepEqual(heard.map(textOf), ['x', 'x']);
    assert.equal(new Set(ids).size, 2);
  });
});

test('an answer that comes in pieces and is larger than any datagram of ours is read', async () => {
  const text = 'x'.repeat(40_000);
  const onQuery = async (socket: Socket, bytes: Buffer) => {
    const whole = answer(bytes, text);
    for (const [from, to] of [
      [0, 1],
      [1, 2],
      [2, 700],
      [700, whole.length],
    ]) {
      socket.write(whole.subarray(from, to));
      await new Promise(setImmediate);
    }
  };
  await withStream(onQuery, async (stream) => {
    assert.equal(textOf(await stream.ask(query('a.test'), never)), text);
  });
});

test('a connection that ends gives no answer, and is not open any more', async () => {
  await withStream(
    (socket) => socket.end(),
    async (stream) => {
      assert.equal((await stream.ask(query('a.test'), never)).kind, 'lost');
      assert.equal(stream.isOpen(), false);
    },
  );
});

test('an answer to another question is malformed', async () => {
  const onQuery = (socket: Socket, bytes: Buffer) => {
    const other = answer(bytes, 'x');
    other.writeUInt16BE(other.readUInt16BE(2) ^ 1, 2);
    socket.write(other);
  };
  await withStream(onQuery, async (stream) => {
    assert.equal((await stream.ask(query('a.test'), never)).kind, 'malformed');
  });
});

test('one who turns away leaves the others their answers', async () => {
  const controller = new AbortController();
  const onQuery = (socket: Socket, bytes: Buffer) => {
    if (dnsPacket.decode(bytes).questions?.[0]?.name.toLowerCase() !== 'b.test') return;
    controller.abort();
    socket.write(answer(bytes, 'x'));
  };
  await withStream(onQuery, async (stream) => {
    const impatient = stream.ask(query('a.test'), controller.signal);
    const patient = stream.ask(query('b.test'), never);
    assert.equal((await impatient).kind, 'lost');
    assert.equal(textOf(await patient), 'x');
  });
});

test('however a stream is cut into chunks, the same messages come out', () => {
  const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
  fc.assert(
    fc.property(messages, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, sizes) => {
      const whole = Buffer.concat(sent.map((bytes) => framed(Buffer.from(bytes))));
      const received: Buffer[] = [];
      const read = frameReader((message) => received.push(Buffer.from(message)));
      for (let at = 0, turn = 0; at < whole.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        read(whole.subarray(at, at + size));
        at += size;
      }
      assert.deepEqual(
        received,
        sent.map((bytes) => Buffer.from(bytes)),
      );
    }),
  );
});
