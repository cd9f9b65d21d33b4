import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NAMES_IN_RDATA, TYPE, typeCode, typeText } from './dnssec-type.ts';

test('types are known by mnemonic in any case and by number (RFC 3597 section 5)', () => {
  for (const [text, code] of [
    ['A', 1],
    ['mx', 15],
    ['Caa', 257],
    ['TYPE65280', 65280],
    ['type1', 1],
  ] as const) {
    assert.equal(typeCode(text), code, text);
  }
});

test('what no zone signs is no type to ask for', () => {
  for (const text of ['RRSIG', 'ANY', 'TYPE0', 'TYPE41', 'TYPE255', 'TYPE65536', 'NOPE', '', 'toString']) {
    assert.equal(typeCode(text), null, text);
  }
});

test('a type without a mnemonic is written by its number', () => {
  assert.equal(typeText(TYPE.NSEC3), 'NSEC3');
  assert.equal(typeText(65280), 'TYPE65280');
});

test('names within NSEC keep their case, those within MX do not (RFC 6840 section 5.1)', () => {
  assert.equal(NAMES_IN_RDATA.has(TYPE.NSEC), false);
  assert.deepEqual(NAMES_IN_RDATA.get(15), [2, 'name']);
});
