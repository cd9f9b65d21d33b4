import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { ecKey, makeCertificate } from '../../test/make-certificate.ts';
import { type DaneQuestion, judgeDane, tlsaText, unusableReason } from './dane.ts';
import type { TlsaRecord } from './dns-answer.ts';

const DAY = 86_400_000;
const caKey = ecKey();
const ca = makeCertificate({ commonName: 'Private CA', key: caKey, ca: true });
const issuer = { commonName: 'Private CA', key: caKey };
const leaf = makeCertificate({ names: ['mx.acme.test'], issuer });
const expired = makeCertificate({
  names: ['mx.acme.test'],
  issuer,
  notBefore: new Date(Date.now() - 9 * DAY),
  notAfter: new Date(Date.now() - DAY),
});
const other = makeCertificate({ names: ['mx.acme.test'] });

const der = (certificate: string) => Buffer.from(certificate, 'base64');
const spki = (certificate: string) =>
  new X509Certificate(der(certificate)).publicKey.export({ type: 'spki', format: 'der' });

function tlsa(usage: number, selector: number, matchingType: number, certificate: string): TlsaRecord {
  const bytes = selector === 0 ? der(certificate) : spki(certificate);
  const data =
    matchingType === 0
      ? bytes.toString('hex')
      : createHash(matchingType === 1 ? 'sha256' : 'sha512')
          .update(bytes)
          .digest('hex');
  return { usage, selector, matchingType, data };
}

function judged(records: TlsaRecord[], changed: Partial<DaneQuestion> = {}) {
  return judgeDane({
    records,
    chain: [leaf, ca],
    rootLeftOut: false,
    names: ['mx.acme.test', 'acme.test'],
    at: new Date(),
    ...changed,
  });
}

for (const selector of [0, 1]) {
  for (const matchingType of [0, 1, 2]) {
    test(`DANE-EE and DANE-TA hold with selector ${selector} and matching type ${matchingType}`, () => {
      assert.equal(judged([tlsa(3, selector, matchingType, leaf)]).state, 'match');
      assert.equal(judged([tlsa(2, selector, matchingType, ca)]).state, 'match');
      assert.equal(judged([tlsa(3, selector, matchingType, other)]).state, 'mismatch');
      assert.equal(judged([tlsa(2, selector, matchingType, other)]).state, 'mismatch');
    });
  }
}

const CASES: [what: string, records: TlsaRecord[], changed: Partial<DaneQuestion>, state: string][] = [
  ['one of several suffices', [tlsa(3, 1, 1, other), tlsa(3, 1, 1, leaf)], {}, 'match'],
  ['DANE-EE asks for no date', [tlsa(3, 1, 1, expired)], { chain: [expired] }, 'match'],
  ['DANE-EE asks for no name', [tlsa(3, 1, 1, leaf)], { names: ['else.test'] }, 'match'],
  ['DANE-TA asks for the dates', [tlsa(2, 1, 1, ca)], { chain: [expired, ca] }, 'mismatch'],
  ['DANE-TA asks for the name', [tlsa(2, 1, 1, ca)], { names: ['else.test'] }, 'mismatch'],
  [
    'DANE-TA takes the name of the domain',
    [tlsa(2, 1, 1, ca)],
    { names: ['else.test', 'mx.acme.test'] },
    'match',
  ],
  ['DANE-TA wants its anchor to be sent', [tlsa(2, 1, 1, ca)], { chain: [leaf] }, 'mismatch'],
  ['a root that is left out may be the anchor', [tlsa(2, 1, 1, other)], { rootLeftOut: true }, 'unknown'],
  ['a key of another issuer does not sign', [tlsa(2, 1, 1, other)], { chain: [leaf, other] }, 'mismatch'],
  ['no certificate was seen', [tlsa(3, 1, 1, leaf)], { chain: [] }, 'unknown'],
  ['PKIX usages are of no use', [tlsa(1, 1, 1, leaf), tlsa(0, 1, 1, ca)], {}, 'unusable'],
  ['no record', [], {}, 'unusable'],
  ['unusable records do not count', [tlsa(1, 1, 1, leaf), tlsa(3, 1, 1, other)], {}, 'mismatch'],
];
for (const [what, records, changed, state] of CASES) {
  test(what, () => assert.equal(judged(records, changed).state, state));
}

test('a record in presentation form', () => {
  assert.equal(tlsaText({ usage: 3, selector: 1, matchingType: 1, data: 'ab' }), '3 1 1 ab');
});

const digest = 'a'.repeat(64);
const REASONS: [record: TlsaRecord, usable: boolean][] = [
  [{ usage: 3, selector: 1, matchingType: 1, data: digest }, true],
  [{ usage: 2, selector: 0, matchingType: 2, data: digest + digest }, true],
  [{ usage: 3, selector: 0, matchingType: 0, data: '30' }, true],
  [{ usage: 3, selector: 0, matchingType: 0, data: '' }, false],
  [{ usage: 3, selector: 1, matchingType: 1, data: 'aa' }, false],
  [{ usage: 3, selector: 1, matchingType: 2, data: digest }, false],
  [{ usage: 3, selector: 2, matchingType: 1, data: digest }, false],
  [{ usage: 3, selector: 1, matchingType: 3, data: digest }, false],
  [{ usage: 4, selector: 1, matchingType: 1, data: digest }, false],
  [{ usage: 255, selector: 1, matchingType: 1, data: digest }, false],
  [{ usage: 1, selector: 1, matchingType: 1, data: digest }, false],
];
for (const [record, usable] of REASONS) {
  test(`${tlsaText(record).slice(0, 16)} is ${usable ? '' : 'not '}usable`, () => {
    assert.equal(unusableReason(record) === null, usable);
  });
}

test('whatever the records and the chain, there is an answer', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  const small = fc.integer({ min: 0, max: 4 });
  const record = fc.record({
    usage: fc.oneof(small, octet),
    selector: fc.oneof(small, octet),
    matchingType: fc.oneof(small, octet),
    data: fc.oneof(
      fc.string(),
      fc.uint8Array({ maxLength: 70 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    ),
  });
  const certificate = fc.oneof(fc.constantFrom(leaf, ca), fc.string(), fc.base64String());
  fc.assert(
    fc.property(fc.array(record), fc.array(certificate), fc.boolean(), (records, chain, rootLeftOut) => {
      const { state } = judged(records, { chain, rootLeftOut });
      assert.equal(
        state === 'unusable',
        records.every((each) => unusableReason(each) !== null),
      );
      assert.notEqual(state, 'match');
    }),
  );
});
