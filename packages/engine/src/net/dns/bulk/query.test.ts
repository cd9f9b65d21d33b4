import assert from 'node:assert/strict';
import { test } from 'node:test';
import dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { compareQuestion, QUERY_BYTES, stampQuery, writeQuery } from './query.ts';

function written(name: string, type = 1): Buffer {
  const bytes = Buffer.alloc(QUERY_BYTES);
  return bytes.subarray(0, writeQuery(bytes, name, type, true));
}

test('a written question is read back by another decoder, in lower case', () => {
  const query = written('WWW.Acme-1_x.test.', 28);
  stampQuery(query, query.length, 0xbeef, false);
  const { id, questions, flags } = dnsPacket.decode(query);
  assert.equal(id, 0xbeef);
  assert.equal(flags, dnsPacket.RECURSION_DESIRED);
  assert.deepEqual(questions, [{ name: 'www.acme-1_x.test', type: 'AAAA', class: 'IN' }]);
});

test('an escaped dot stays within its label', () => {
  assert.equal(written('a\\.b.test')[12], 3);
});

test('what is no name is not written', () => {
  const long = 'x'.repeat(64);
  const names = [
    '',
    '.',
    '..',
    '.a',
    'a..b',
    'a b',
    'ä.test',
    `${long}.test`,
    `${'abcdefg.'.repeat(32)}test`,
  ];
  for (const name of names) assert.equal(written(name).length, 0, name);
  assert.notEqual(written('x'.repeat(63)).length, 0);
  assert.notEqual(written(`${'abcdefg.'.repeat(31)}abcde`).length, 0);
  assert.equal(written(`${'abcdefg.'.repeat(31)}abcdef`).length, 0);
});

test('any text is either a question that can be decoded, or none', () => {
  const like = fc.string({ unit: fc.constantFrom('a', 'Z', '.', '-', '\\', '0', ' ', 'é'), maxLength: 80 });
  fc.assert(
    fc.property(fc.oneof(fc.string(), like), (name) => {
      const query = written(name);
      if (query.length > 0) assert.equal(dnsPacket.decode(query).questions?.length, 1);
    }),
  );
});

test('the case is mixed anew each time, and only the case', () => {
  const query = written('abcdefghijklmnopqrstuvwxyz.test');
  const spellings = new Set<string>();
  for (let count = 0; count < 8; count++) {
    stampQuery(query, query.length, count, true);
    const [question] = dnsPacket.decode(query).questions ?? [];
    spellings.add(question?.name ?? '');
    assert.equal(question?.name.toLowerCase(), 'abcdefghijklmnopqrstuvwxyz.test');
  }
  assert.ok(spellings.size > 1);
});

test('a message repeats the question, or differs in case alone, or is about something else', () => {
  const query = written('www.acme.test');
  const other = (change: (copy: Buffer) => void) => {
    const copy = Buffer.from(query);
    change(copy);
    return compareQuestion(copy, query, query.length);
  };
  assert.equal(
    other(() => {}),
    'same',
  );
  assert.equal(
    other((copy) => copy.write('WwW', 13)),
    'case',
  );
  for (const [what, change] of Object.entries<(copy: Buffer) => void>({
    name: (copy) => copy.write('wwx', 13),
    // A length byte with the bit of the case.
    length: (copy) => copy.writeUInt8(3 ^ 0x20, 12),
    type: (copy) => copy.writeUInt8(28, copy.length - 3),
    class: (copy) => copy.writeUInt8(3, copy.length - 1),
    questions: (copy) => copy.writeUInt16BE(2, 4),
  })) {
    assert.equal(other(change), 'other', what);
  }
  assert.equal(compareQuestion(query.subarray(0, 20), query, query.length), 'other');
});
