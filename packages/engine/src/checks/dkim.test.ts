import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { gone, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { DKIM_KEY, mailSeen } from '../../test/mail-policies-observation.ts';
import { mailPolicies } from '../probes/mail-policies.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { dkim } from './dkim.ts';

const judged = (changed: Parameters<typeof mailSeen>[0]) =>
  judgeObservation(dkim, mailPolicies, mailSeen(changed));
const rsa = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64');
const good = `v=DKIM1; k=rsa; p=${DKIM_KEY}`;
const edwards = `v=DKIM1; k=ed25519; p=${Buffer.alloc(32, 7).toString('base64')}`;

test('keys in order pass', () => {
  assert.equal(judged({}).outcome, 'pass');
  assert.equal(judged({ keys: { a: present(good), b: present(edwards) } }).outcome, 'pass');
});

for (const [title, record, outcome] of [
  ['a key of 768 bits', `v=DKIM1; p=${rsa(768)}`, 'weak-key'],
  ['a key of 1024 bits', `v=DKIM1; p=${rsa(1024)}`, 'short-key-1024'],
  ['a key for SHA-1 alone', `v=DKIM1; h=sha1; p=${DKIM_KEY}`, 'sha1-only'],
  ['a key for both', `v=DKIM1; h=sha1:sha256; p=${DKIM_KEY}`, 'pass'],
  ['a key in test mode', `v=DKIM1; t=y; p=${DKIM_KEY}`, 'test-mode'],
  ['a revoked key', 'v=DKIM1; p=', 'revoked'],
  ['a key cut off', `v=DKIM1; p=${DKIM_KEY.slice(0, 100)}`, 'malformed'],
  ['a record without a key', 'v=DKIM1; k=rsa', 'malformed'],
] as const) {
  test(`${title}: ${outcome}`, () =>
    assert.equal(judged({ keys: { s1: present(record) } }).outcome, outcome));
}

test('the evidence names the selector and the place', () => {
  const { evidence } = judged({ keys: { s1: present('v=DKIM1; p=M!') } });
  assert.equal(evidence[0]?.name, 's1._domainkey.acme.test');
  assert.equal(evidence[0]?.place, '9-13');
});

test('the same key under two selectors, and two keys under one', () => {
  assert.equal(judged({ keys: { a: present(good), b: present(good) } }).outcome, 'shared-key');
  assert.equal(judged({ keys: { a: present(good, edwards) } }).outcome, 'malformed');
});

test('a wildcard makes no key', () => {
  const answer: DnsAnswer<string> = present('v=DKIM1; p=');
  assert.equal(judged({ unmade: answer, keys: { a: answer } }).outcome, 'open');
});

test('no key under the guessed selectors is no finding', () => {
  const { outcome, detail } = judged({ keys: {} });
  assert.equal(outcome, 'open');
  assert.match(detail ?? '', /30 selectors/);
});

test('silence leaves it open', () => {
  assert.equal(judged({ keys: { a: silent } }).outcome, 'open');
  assert.equal(judged({ keys: { a: present(good), b: silent } }).outcome, 'open');
  assert.equal(judged({ unmade: silent, keys: { a: present('v=DKIM1; p=') } }).outcome, 'open');
});

test('a domain that sends nothing needs no key', () => {
  assert.equal(judged({ spf: { 'acme.test': present('v=spf1 -all') }, keys: {} }).outcome, 'notApplicable');
  assert.equal(judged({ spf: { 'acme.test': gone }, keys: {} }).outcome, 'notApplicable');
  assert.equal(judged({ spf: { 'acme.test': none }, keys: {} }).outcome, 'open');
});
