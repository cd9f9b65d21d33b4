import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Edns, encodeEdns, readEdns } from './edns.ts';
import { HEADER_BYTES, type RawMessage, readSection } from './sections.ts';

function messageWith(opt: Buffer): RawMessage {
  const bytes = Buffer.concat([Buffer.alloc(HEADER_BYTES), opt]);
  const { records } = readSection(bytes, HEADER_BYTES, 1);
  return { bytes, flags: 0, sameCase: true, answers: [], authority: [], additional: records };
}

const anyEdns: fc.Arbitrary<Edns> = fc.record({
  version: fc.nat(255),
  udpPayload: fc.nat(65_535),
  dnssecOk: fc.boolean(),
  options: fc.array(
    fc.record({
      code: fc.nat(65_535),
      data: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    }),
    { maxLength: 5 },
  ),
});

test('what is written is read', () => {
  fc.assert(
    fc.property(anyEdns, (edns) => {
      const options = edns.options.map(({ code, data }) => ({ code, data }));
      assert.deepEqual(readEdns(messageWith(encodeEdns(edns))), { ...edns, options, rcodeBits: 0 });
    }),
  );
});

test('whatever the options hold, those that are whole are read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (data) => {
      const opt = encodeEdns({ version: 0, udpPayload: 512, dnssecOk: false, options: [] });
      opt.writeUInt16BE(data.length, 9);
      const { options = [] } = readEdns(messageWith(Buffer.concat([opt, data]))) ?? {};
      const read = options.reduce((bytes, option) => bytes + 4 + option.data.length, 0);
      assert.ok(read <= data.length);
    }),
  );
});

test('a message without the record has none', () => {
  const message = messageWith(encodeEdns({ version: 0, udpPayload: 512, dnssecOk: false, options: [] }));
  assert.equal(readEdns({ ...message, additional: [] }), null);
});
