import assert from 'node:assert/strict';
import { test } from 'node:test';
import dnsPacket, { type Packet } from 'dns-packet';
import fc from 'fast-check';
import { type DnsQuery, encodeQuery, readReply } from './message.ts';

const manner = { edns: true, mixedCase: true };

function query(name = 'www.acme.test'): DnsQuery {
  const encoded = encodeQuery({ name, type: 'A', recursion: true }, manner);
  assert.ok(encoded);
  return encoded;
}

function answer(to: DnsQuery, packet: Packet = {}): Buffer {
  return dnsPacket.encode({
    type: 'response',
    id: to.id,
    questions: [{ type: 'A', name: to.name }],
    answers: [{ type: 'A', name: to.name, ttl: 60, data: '192.0.2.1' }],
    ...packet,
  });
}

test('a query is read by another implementation as it was meant', () => {
  const { bytes } = query('WWW.Acme.test');
  const decoded = dnsPacket.decode(bytes);
  assert.equal(decoded.questions?.[0]?.name.toLowerCase(), 'www.acme.test');
  assert.equal(decoded.questions?.[0]?.type, 'A');
  assert.equal(decoded.flag_rd, true);
  const [opt] = decoded.additionals ?? [];
  assert.equal(opt?.type === 'OPT' && opt.udpPayloadSize, 1232);
  const plain = encodeQuery(
    { name: 'a.test', type: 'CAA', recursion: false },
    { edns: false, mixedCase: false },
  );
  const plainDecoded = dnsPacket.decode(plain?.bytes ?? Buffer.alloc(0));
  assert.deepEqual(plainDecoded.questions, [{ name: 'a.test', type: 'CAA', class: 'IN' }]);
  assert.equal(plainDecoded.flag_rd, false);
  assert.deepEqual(plainDecoded.additionals, []);
});

test('ids and case differ from query to query', () => {
  const name = `${'abcdefgh'.repeat(7)}.test`;
  const queries = Array.from({ length: 20 }, () => query(name));
  assert.ok(new Set(queries.map(({ id }) => id)).size > 1);
  assert.equal(new Set(queries.map((one) => one.name)).size, 20);
});

test('reads answers, authority, flags, and the extended code', () => {
  const asked = query();
  const data = { mname: 'ns.test', rname: 'a.test', serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 };
  const reply = readReply(
    answer(asked, {
      flags: 0x0480 | 3,
      answers: [{ type: 'CNAME', name: asked.name, ttl: 9, data: 'Other.test' }],
      authorities: [{ type: 'SOA', name: 'test', ttl: 0x80000000, data }],
    }),
    asked,
  );
  assert.deepEqual(reply, {
    kind: 'reply',
    message: {
      rcode: 'NXDOMAIN',
      authoritative: true,
      truncated: false,
      recursionAvailable: true,
      answers: [{ owner: 'www.acme.test', ttl: 9, type: 'CNAME', value: 'other.test' }],
      authority: [{ owner: 'test', ttl: 0, type: 'SOA', value: data }],
    },
  });
  const badvers = answer(asked, {
    answers: [],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: 512,
        extendedRcode: 1,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
  const read = readReply(badvers, asked);
  assert.equal(read.kind === 'reply' && read.message.rcode, 'BADVERS');
});

test('an answer to another question, with another id, or that is a question itself is foreign', () => {
  const asked = query();
  const foreign = [
    answer(asked, { id: asked.id ^ 1 }),
    answer(asked, { questions: [{ type: 'A', name: 'other.test' }] }),
    answer(asked, { questions: [{ type: 'AAAA', name: asked.name }] }),
    answer(asked, { type: 'query' }),
    Buffer.alloc(0),
    asked.bytes,
    Buffer.from('short'),
  ];
  for (const bytes of foreign) assert.equal(readReply(bytes, asked).kind, 'foreign');
});

test('an answer in another case is told from a foreign one', () => {
  const asked = query();
  const flipped =
    asked.name === asked.name.toLowerCase() ? asked.name.toUpperCase() : asked.name.toLowerCase();
  assert.equal(
    readReply(answer(asked, { questions: [{ type: 'A', name: flipped }] }), asked).kind,
    'other-case',
  );
});

test('only an error may leave the question out', () => {
  const asked = query();
  const refused = readReply(answer(asked, { questions: [], answers: [], flags: 5 }), asked);
  assert.equal(refused.kind === 'reply' && refused.message.rcode, 'REFUSED');
  assert.equal(readReply(answer(asked, { questions: [] }), asked).kind, 'malformed');
});

test('of a truncated message only the head is read, wherever it was cut', () => {
  const asked = query();
  const whole = answer(asked, { flags: 0x0200 });
  const reply = readReply(whole.subarray(0, whole.length - 7), asked);
  assert.equal(reply.kind === 'reply' && reply.message.truncated, true);
});

test('cut messages, looping names, and false counts are malformed', () => {
  const asked = query();
  const good = answer(asked);
  const loop = Buffer.concat([good.subarray(0, asked.bytes.length - 11), Buffer.from('c01f', 'hex')]);
  loop.writeUInt16BE(0xc000 | (loop.length - 2), loop.length - 2);
  const counts = Buffer.from(good);
  counts.writeUInt16BE(65_535, 6);
  for (const bytes of [good.subarray(0, good.length - 1), loop, counts]) {
    assert.equal(readReply(bytes, asked).kind, 'malformed');
  }
});

test('no bytes make reading throw, whole or after a right head', () => {
  const asked = query();
  const head = answer(asked, { answers: [] });
  const anyBytes = fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(anyBytes, fc.nat(20), (bytes, count) => {
      readReply(bytes, asked);
      const withHead = Buffer.concat([head, bytes]);
      withHead.writeUInt16BE(count, 6);
      withHead.writeUInt16BE(count, 8);
      assert.notEqual(readReply(withHead, asked).kind, 'foreign');
    }),
    { numRuns: 1_000 },
  );
});

test('a packet stuffed with pointers is read within the bytes that it has', () => {
  const asked = query();
  // Each record's owner is a pointer to the record before it, the deepest chain that 64 KB allow.
  const head = answer(asked, { answers: [] });
  const records: Buffer[] = [];
  let previous = 12;
  let at = head.length;
  while (at + 12 < 0x3fff) {
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc000 | previous);
    record.writeUInt16BE(16, 2);
    records.push(record);
    previous = at;
    at += record.length;
  }
  const bytes = Buffer.concat([head, ...records]);
  bytes.writeUInt16BE(records.length, 6);
  assert.equal(readReply(bytes, asked).kind, 'reply');
});
