import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HASHES } from '../../test/dnssec-rfc5155.ts';
import { base32hex } from '../../test/dnssec-signer.ts';
import { deniedBy } from './dnssec-denial.ts';
import { type Name, parseName } from './dnssec-name.ts';
import { nsec3Chain, nsec3Denial, nsec3Hash } from './dnssec-nsec3.ts';
import type { Nsec3Record } from './dnssec-records.ts';

const name = (text: string): Name => parseName(text) ?? assert.fail(text);
const [A, NS, SOA, MX, DNAME, DS] = [1, 2, 6, 15, 39, 43];
const parameters = { iterations: 1, salt: Buffer.from('ab', 'hex') };
const zone = name('z');

for (const [text, hash] of HASHES) {
  test(`the hash of ${text} is that of RFC 5155 appendix A`, () => {
    const of5155 = { iterations: 12, salt: Buffer.from('aabbccdd', 'hex') };
    assert.equal(base32hex(nsec3Hash(name(text), of5155)), hash);
  });
}

function link(hash: Buffer, next: Buffer, types: number[], flags = 0): Nsec3Record {
  const owner = [base32hex(hash), 'z'];
  return { owner, hashAlgorithm: 1, flags, ...parameters, next, types: new Set(types) };
}

function beside(hash: Buffer, by: number): Buffer {
  const value = BigInt(`0x${hash.toString('hex')}`) + BigInt(by);
  return Buffer.from(value.toString(16).padStart(40, '0'), 'hex');
}

/** A record at a name. */
const at = (text: string, types: number[], flags = 0) => {
  const hash = nsec3Hash(name(text), parameters);
  return link(hash, beside(hash, 1), types, flags);
};
/** A record whose gap holds the name's hash and hardly more. */
const around = (text: string, flags = 0) => {
  const hash = nsec3Hash(name(text), parameters);
  return link(beside(hash, -1), beside(hash, 1), [], flags);
};

function proof(...records: Nsec3Record[]) {
  return nsec3Denial(zone, nsec3Chain(zone, records), () => {});
}

const apex = at('z', [NS, SOA]);
const cases: [title: string, records: Nsec3Record[], asked: string, type: number, proven: string | null][] = [
  ['a type that its bit map lacks', [at('a.z', [A])], 'a.z', MX, 'nodata'],
  ['a type that its bit map has', [at('a.z', [A])], 'a.z', A, null],
  ['a name, by all three records', [apex, around('a.z'), around('*.z')], 'a.z', A, 'nxdomain'],
  ['a name far below the closest encloser', [apex, around('a.z'), around('*.z')], 'x.y.a.z', A, 'nxdomain'],
  ['a name without the wildcard', [apex, around('a.z')], 'a.z', A, null],
  ['a name without the closest encloser', [around('a.z'), around('*.z')], 'a.z', A, null],
  ['a name without the next closer', [apex, around('*.z')], 'a.z', A, null],
  ['a type at a wildcard', [apex, around('a.z'), at('*.z', [A])], 'a.z', MX, 'nodata'],
  ['a type that the wildcard has', [apex, around('a.z'), at('*.z', [A])], 'a.z', A, null],
  ['a name below a delegation', [at('a.z', [NS]), around('b.a.z'), around('*.a.z')], 'b.a.z', A, null],
  ['a name below a DNAME', [at('a.z', [DNAME]), around('b.a.z'), around('*.a.z')], 'b.a.z', A, null],
  ['DS at a delegation', [at('a.z', [NS])], 'a.z', DS, 'nodata'],
  ['DS by the child itself', [apex], 'z', DS, null],
  ['DS in an opt-out span', [apex, around('a.z', 1)], 'a.z', DS, 'nodata opt-out'],
  ['a name in an opt-out span', [apex, around('a.z', 1), around('*.z')], 'a.z', A, 'nxdomain opt-out'],
  ['flags that nobody knows', [{ ...at('a.z', [A]), flags: 2 }], 'a.z', MX, null],
  ['a hash that nobody knows', [{ ...at('a.z', [A]), hashAlgorithm: 2 }], 'a.z', MX, null],
  [
    'records of another zone',
    [{ ...at('a.z', [A]), owner: [...at('a.z', [A]).owner.slice(0, 1), 'y'] }],
    'a.z',
    MX,
    null,
  ],
  ['a hash of the wrong length', [{ ...at('a.z', [A]), next: Buffer.alloc(19) }], 'a.z', MX, null],
];
for (const [title, records, asked, type, proven] of cases) {
  test(`NSEC3 on ${title}: ${proven ?? 'no proof'}`, () => {
    const denied = deniedBy(proof(...records), name(asked), type);
    assert.equal(denied === null ? null : `${denied.proven}${denied.optOut ? ' opt-out' : ''}`, proven);
  });
}

test('the last record of a chain leads back to the first', () => {
  const [low, high] = [Buffer.alloc(20, 1), Buffer.alloc(20, 0xfe)];
  const wrapping = proof(link(high, low, []));
  const alone = proof(link(low, low, []));
  // No hash of these names is so near the ends.
  for (const each of ['a.z', 'b.z']) {
    assert.equal(wrapping.isAbsent(name(each)), false);
    assert.equal(alone.isAbsent(name(each)), true);
  }
});

test('records of other parameters do not count, and each name is hashed once', () => {
  const other = { ...around('a.z'), iterations: 2 };
  assert.equal(nsec3Chain(zone, [apex, other]).length, 1);
  let rounds = 0;
  const denial = nsec3Denial(zone, [apex], (more) => {
    rounds += more;
  });
  denial.typesAt(name('a.z'));
  denial.isAbsent(name('a.z'));
  assert.equal(rounds, 2);
});
