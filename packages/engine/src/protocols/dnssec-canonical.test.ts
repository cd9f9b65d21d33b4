import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countedLabels, rrsetOf, rrsetsOf, signedBytes } from './dnssec-canonical.ts';
import type { RrsigRecord } from './dnssec-records.ts';

const record = (owner: string, hex: string, ttl = 60, type = 1) => ({
  name: owner.split('.'),
  type,
  ttl,
  rdata: Buffer.from(hex, 'hex'),
});

test('a set is in canonical order, has no duplicates, and the least TTL (RFC 4034 section 6.3)', () => {
  const section = [
    record('a.b', '02'),
    record('a.b', '0100', 30),
    record('c.b', '00'),
    record('a.b', '01'),
    record('a.b', '02'),
  ];
  const set = rrsetOf(section, ['a', 'b'], 1);
  assert.deepEqual(
    set?.records.map(({ rdata }) => rdata.toString('hex')),
    ['01', '0100', '02'],
  );
  assert.equal(set?.ttl, 30);
  assert.equal(rrsetOf(section, ['a', 'b'], 2), null);
  assert.equal(rrsetsOf(section, 1).length, 2);
});

test('neither the root nor an asterisk counts as a label', () => {
  const counts: [string[], number][] = [
    [[], 0],
    [['a'], 1],
    [['*', 'a'], 1],
    [['x', '*', 'a'], 3],
  ];
  for (const [name, labels] of counts) assert.equal(countedLabels(name), labels);
});

test('what a wildcard made was signed under the wildcard, with the TTL of old (RFC 4034 section 3.1.8.1)', () => {
  const set = rrsetOf([record('x.y.b', '05')], ['x', 'y', 'b'], 1);
  assert.ok(set !== null);
  const rrsig = { labels: 1, originalTtl: 256, prefix: Buffer.from('ff', 'hex') } as RrsigRecord;
  assert.equal(
    signedBytes(set, rrsig).toString('hex'),
    'ff012a016200000100010000010000010005'.replace('00010005', '000105'),
  );
  const exact = signedBytes(set, { ...rrsig, labels: 3 }).toString('latin1');
  assert.ok(exact.startsWith('\xff\x01x\x01y\x01b\0'));
});
