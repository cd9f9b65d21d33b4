import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canRead, keySchedule } from './tls-key-schedule.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

/** RFC 8448 section 3. */
const CLIENT_HELLO = hex(
  '010000c00303cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7000006130113031302' +
    '010000910000000b0009000006736572766572ff01000100000a00140012001d0017001800190100010101020103010400230000' +
    '003300260024001d002099381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c002b0003020304000d0020' +
    '001e040305030603020308040805080604010501060102010402050206020202002d00020101001c00024001',
);
const SERVER_HELLO = hex(
  '020000560303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e269280013010000' +
    '2e00330024001d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00020304',
);
const SHARED = hex('8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d');

test('the secrets of RFC 8448', () => {
  const schedule = keySchedule(0x1301, SHARED, Buffer.concat([CLIENT_HELLO, SERVER_HELLO]));
  assert.equal(
    schedule.clientHandshake.toString('hex'),
    'b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21',
  );
  assert.equal(
    schedule.serverHandshake.toString('hex'),
    'b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38',
  );
});

for (const suite of [0x1301, 0x1302, 0x1303, 0x1304]) {
  test(`what is sealed with 0x${suite.toString(16)} opens once, in its order, and unharmed alone`, () => {
    const schedule = keySchedule(suite, SHARED, CLIENT_HELLO);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(), (content, at) => {
        const sealing = schedule.protection(schedule.serverHandshake);
        const opening = schedule.protection(schedule.serverHandshake);
        const first = sealing.seal(22, Buffer.from(content));
        const second = sealing.seal(22, Buffer.from(content));
        const open = (record: Buffer) => opening.open(record.subarray(0, 5), record.subarray(5));
        assert.deepEqual(open(first), { type: 22, content: Buffer.from(content) });
        assert.deepEqual(open(second), { type: 22, content: Buffer.from(content) });
        const harmed = sealing.seal(22, Buffer.from(content));
        const place = 5 + (at % (harmed.length - 5));
        harmed[place] = (harmed[place] ?? 0) ^ 1;
        assert.equal(open(harmed), null);
      }),
      { numRuns: 20 },
    );
  });
}

test('suites that cannot be computed are known', () => {
  assert.equal(canRead(0x1305), false);
  assert.throws(() => keySchedule(0x1305, SHARED, CLIENT_HELLO), RangeError);
});
