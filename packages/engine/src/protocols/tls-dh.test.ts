import assert from 'node:assert/strict';
import { getDiffieHellman } from 'node:crypto';
import { test } from 'node:test';
import { knownPrime } from './tls-dh.ts';

const OAKLEY = {
  modp1: 'RFC 2409 group 1',
  modp2: 'RFC 2409 group 2',
  modp5: 'RFC 3526 group 5',
  modp14: 'RFC 3526 group 14',
  modp15: 'RFC 3526 group 15',
  modp16: 'RFC 3526 group 16',
  modp17: 'RFC 3526 group 17',
  modp18: 'RFC 3526 group 18',
};
for (const [name, known] of Object.entries(OAKLEY)) {
  test(`${name} is ${known}`, () => assert.equal(knownPrime(getDiffieHellman(name).getPrime()), known));
}

/** RFC 7919 appendix A: p = 2^b - 2^(b-64) + (floor(2^(b-130) e) + X) * 2^64 - 1. */
const FFDHE = { 2048: 560316n, 3072: 2625351n, 4096: 5736041n, 6144: 15705020n, 8192: 10965728n };
for (const [size, x] of Object.entries(FFDHE)) {
  test(`ffdhe${size} is known by its formula`, () => {
    const bits = BigInt(size);
    let e = 0n;
    for (let term = 1n << (bits + 64n), n = 1n; term > 0n; term /= n, n += 1n) e += term;
    const prime = (1n << bits) - (1n << (bits - 64n)) + (((e >> 194n) + x) << 64n) - 1n;
    assert.equal(knownPrime(Buffer.from(prime.toString(16), 'hex')), `ffdhe${size}`);
  });
}

test('a prime of one server alone has no name', () => assert.equal(knownPrime(Buffer.of(0x17)), null));
