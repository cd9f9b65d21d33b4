import assert from 'node:assert/strict';
import { test } from 'node:test';
import dnsPacket, { type Packet } from 'dns-packet';
import fc from 'fast-check';
import { ednsOption } from '../testing/dns-server.ts';
import { PLAIN_EDNS } from './edns.ts';
import { type DnsQuery, encodeQuery, readReply } from './message.ts';
import { MalformedMessage } from './name.ts';
import { readTransferMessage } from './sections.ts';

const manner = { edns: PLAIN_EDNS, mixedCase: true };

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
    { edns: null, mixedCase: false },
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
  assert.ok(reply.kind === 'reply');
  const { raw, ...message } = reply.message;
  assert.equal(raw.sameCase, true);
  assert.deepEqual(message, {
    rcode: 'NXDOMAIN',
    authoritative: true,
    truncated: false,
    recursionAvailable: true,
    answers: [{ owner: 'www.acme.test', ttl: 9, type: 'CNAME', value: 'other.test' }],
    authority: [{ owner: 'test', ttl: 0, type: 'SOA', value: data }],
    additional: [],
    edns: null,
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
  const reply = readReply(answer(asked, { questions: [{ type: 'A', name: flipped }] }), asked);
  assert.equal(reply.kind === 'reply' && reply.message.raw.sameCase, false);
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

/** What real servers send: aliases, signatures, EDNS, referrals with glue, the data of each type. */
const REAL = [
  answer(query(), {
    answers: [
      { type: 'CNAME', name: 'www.acme.test', ttl: 9, data: 'a.cdn.test' },
      { type: 'MX', name: 'acme.test', ttl: 9, data: { preference: 1, exchange: 'mx.acme.test' } },
      { type: 'TXT', name: 'acme.test', ttl: 9, data: ['v=spf1', ' -all'] },
      { type: 'CAA', name: 'acme.test', ttl: 9, data: { flags: 0, tag: 'issue', value: 'ca.test' } },
      {
        type: 'RRSIG',
        name: 'acme.test',
        ttl: 9,
        data: {
          typeCovered: 'A',
          algorithm: 13,
          labels: 2,
          originalTTL: 9,
          expiration: 1_800_000_000,
          inception: 1_700_000_000,
          keyTag: 1,
          signersName: 'acme.test',
          signature: Buffer.alloc(64, 7),
        },
      },
      {
        type: 'DNSKEY',
        name: 'acme.test',
        ttl: 9,
        data: { flags: 257, algorithm: 13, key: Buffer.alloc(64, 3) },
      },
    ],
    authorities: [
      { type: 'NS', name: 'acme.test', ttl: 9, data: 'ns1.acme.test' },
      {
        type: 'DS',
        name: 'acme.test',
        ttl: 9,
        data: { keyTag: 1, algorithm: 13, digestType: 2, digest: Buffer.alloc(32, 5) },
      },
    ],
    additionals: [
      { type: 'A', name: 'ns1.acme.test', ttl: 9, data: '192.0.2.1' },
      { type: 'AAAA', name: 'ns1.acme.test', ttl: 9, data: '2001:db8::1' },
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: 1232,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0x8000,
        flag_do: true,
        options: [ednsOption(10, Buffer.alloc(24, 1)), ednsOption(3, Buffer.from('ns'))],
      },
    ],
  }),
] as const;

test('a real message in which bytes are changed, cut out or added is read or malformed, never more', () => {
  const change = fc.record({ at: fc.nat(600), byte: fc.nat(255), drop: fc.nat(3), repeat: fc.nat(3) });
  fc.assert(
    fc.property(fc.constantFrom(...REAL), fc.array(change, { maxLength: 12 }), (real, changes) => {
      const bytes = [...real];
      for (const { at, byte, drop, repeat } of changes) {
        bytes.splice(at % bytes.length, drop, ...Array.from({ length: repeat }, () => byte));
      }
      const message = Buffer.from(bytes);
      const name = 'www.acme.test';
      const asked = { id: message.length > 1 ? message.readUInt16BE(0) : 0, name, type: 1, class: 1 };
      const reply = readReply(message, asked);
      if (reply.kind === 'reply') assert.ok(reply.message.answers.length <= message.length / 11);
      try {
        readTransferMessage(message, asked);
      } catch (error) {
        assert.ok(error instanceof MalformedMessage);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('the messages that are changed are right as they are', () => {
  for (const real of REAL) {
    const asked = {
      id: real.readUInt16BE(0),
      name: dnsPacket.decode(real).questions?.[0]?.name ?? '',
      type: 1,
      class: 1,
    };
    const reply = readReply(real, asked);
    assert.ok(reply.kind === 'reply', JSON.stringify(reply));
    assert.deepEqual(
      reply.message.answers.map(({ type }) => type),
      ['CNAME', 'MX', 'TXT', 'CAA', 'RRSIG', 'DNSKEY'],
    );
    assert.deepEqual(
      reply.message.edns?.options.map(({ code }) => code),
      [10, 3],
    );
  }
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
