import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  intermediateCa,
  judgeSurvey,
  leafOf,
  rootCa,
  shown,
  survey,
  WITHOUT_TLS,
} from '../../test/judge-survey.ts';
import { ecKey, makeCertificate } from '../../test/make-certificate.ts';
import { certificateChain } from './certificate-chain.ts';

const key = ecKey();
const upper = makeCertificate({ commonName: 'Upper', key, ca: true, issuer: { commonName: 'Root', key } });
const lower = makeCertificate({ commonName: 'Lower', key, ca: true, issuer: { commonName: 'Upper', key } });
const leaf = leafOf({ issuer: { commonName: 'Lower', key } });
const stranger = makeCertificate({ commonName: 'Stranger', ca: true, issuer: { commonName: 'Far', key } });
const sent = (...chain: string[]) =>
  judgeSurvey(certificateChain, survey({ certificates: [shown(chain)] })).verdict;

test('leaf, then issuer by issuer, passes; so does a leaf alone, which is another matter', () => {
  assert.equal(judgeSurvey(certificateChain, survey()).verdict, 'pass');
  assert.equal(sent(leaf, lower, upper), 'pass');
  assert.equal(sent(leaf), 'pass');
});

test('another order, the root and strangers are told', () => {
  assert.equal(sent(leaf, upper, lower), 'order');
  assert.equal(sent(leafOf(), intermediateCa, rootCa), 'root');
  assert.equal(sent(leaf, lower, stranger, upper), 'unneeded');
});

test('a root that signs another of its own name makes no loop', () => {
  const looped = makeCertificate({
    commonName: 'Lower',
    key,
    ca: true,
    issuer: { commonName: 'Lower', key: ecKey() },
  });
  assert.equal(sent(leaf, lower, looped, upper), 'pass');
});

test('a self-signed leaf has no chain', () => {
  assert.equal(sent(makeCertificate(), intermediateCa), 'pass');
});

for (const [what, answer, verdict] of WITHOUT_TLS) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeSurvey(certificateChain, answer).verdict, verdict);
  });
}
