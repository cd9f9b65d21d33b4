import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, none, present, silent } from '../../test/dns-observation.ts';
import { ADDRESS, EXCHANGE, judgeMail } from '../../test/mail-observation.ts';
import type { BlockListsObservation, ObservedBlockList } from '../probes/block-lists.ts';
import { blockList } from './block-list.ts';

const zen: ObservedBlockList = {
  zone: 'zen.spamhaus.org',
  listedProbe: present('127.0.0.2', '127.0.0.4'),
  unlistedProbe: null,
  entries: [{ subject: ADDRESS, answer: gone }],
};
const dbl: ObservedBlockList = {
  zone: 'dbl.spamhaus.org',
  listedProbe: present('127.0.1.2'),
  unlistedProbe: null,
  entries: [{ subject: 'acme.test', answer: gone }],
};
const listed = { entries: [{ subject: ADDRESS, answer: present('127.0.0.2') }], unlistedProbe: gone };

function judged(lists: ObservedBlockList[], changed: Partial<BlockListsObservation> = {}) {
  return judgeMail(blockList, {
    lists: {
      MX: present({ preference: 1, exchange: EXCHANGE }),
      exchangers: [{ exchange: EXCHANGE, A: present(ADDRESS), AAAA: none }],
      lists,
      ...changed,
    },
  });
}

test('lists that work and have nothing pass', () => assert.equal(judged([zen, dbl]).outcome, 'pass'));

for (const [what, change, outcome] of [
  ['a documented answer', listed, 'listed'],
  ['a refusal', { entries: [{ subject: ADDRESS, answer: present('127.255.255.254') }] }, 'open'],
  [
    'a code that nobody documents',
    { entries: [{ subject: ADDRESS, answer: present('127.0.0.77') }] },
    'open',
  ],
  [
    'an answer that is none of a list',
    { entries: [{ subject: ADDRESS, answer: present('203.0.113.9') }] },
    'open',
  ],
  ['silence', { entries: [{ subject: ADDRESS, answer: silent }] }, 'open'],
  ['a list that lacks its own test entry', { listedProbe: gone }, 'open'],
  ['a list that refuses its own test entry', { listedProbe: present('127.255.255.254') }, 'open'],
  ['a list whose test entry is silent', { listedProbe: silent }, 'open'],
  ['a list that has everyone', { ...listed, unlistedProbe: present('127.0.0.2') }, 'open'],
  ['a listing whose counter-test is silent', { ...listed, unlistedProbe: silent }, 'open'],
] satisfies [string, Partial<ObservedBlockList>, string][]) {
  test(`${what}: ${outcome}`, () => assert.equal(judged([{ ...zen, ...change }, dbl]).outcome, outcome));
}

test('the finding names list, meaning and address, and silence elsewhere does not hide it', () => {
  const { outcome, evidence, affects } = judged([
    { ...zen, ...listed },
    { ...dbl, listedProbe: silent },
  ]);
  assert.equal(outcome, 'listed');
  assert.deepEqual(affects, [`IPAddress:${ADDRESS}`]);
  assert.partialDeepStrictEqual(evidence[0], { subject: ADDRESS, list: 'Spamhaus ZEN' });
  assert.match(evidence[0]?.meaning ?? '', /SBL/);
});

test('a listed domain is found too', () => {
  const entries = [{ subject: 'acme.test', answer: present('127.0.1.4') }];
  const { evidence } = judged([{ ...dbl, entries, unlistedProbe: gone }]);
  assert.equal(evidence[0]?.meaning, 'phishing');
});

test('exchangers that could not be learnt leave it open', () => {
  assert.equal(judged([dbl], { MX: silent, exchangers: [] }).outcome, 'open');
  assert.equal(
    judged([dbl], { exchangers: [{ exchange: EXCHANGE, A: silent, AAAA: none }] }).outcome,
    'open',
  );
  assert.equal(judged([dbl], { MX: none, exchangers: [] }).outcome, 'pass');
});
