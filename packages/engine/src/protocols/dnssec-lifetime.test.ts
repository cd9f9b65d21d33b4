import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { best, type LifetimeState, lifetimeState } from './dnssec-lifetime.ts';

const NOW = 1_800_000_000;
const DAY = 86_400;

const cases: [title: string, from: number, until: number, state: LifetimeState][] = [
  ['signed two days ago for four weeks', -2, 28, 'fine'],
  ['signed on the fly for two days', -1, 1, 'fine'],
  ['renewed when a tenth and some hours are left of two weeks', -12.5, 1.5, 'fine'],
  ['one day left of a month', -29, 1, 'soon'],
  ['some hours left of two weeks', -13.5, 0.5, 'soon'],
  ['less than a day left of eight', -7.2, 0.8, 'soon'],
  ['eleven hours left of a day', -0.5, 0.45, 'soon'],
  ['ended an hour ago', -28, -0.04, 'expired'],
  ['begins tomorrow', 1, 28, 'not-yet-valid'],
  ['for a year', -1, 364, 'long'],
  ['for half a year', -10, 170, 'fine'],
];

for (const [title, from, until, state] of cases) {
  test(`a signature ${title} is ${state}`, () => {
    const lifetime = { inception: NOW + from * DAY, expiration: NOW + until * DAY };
    assert.equal(lifetimeState(lifetime, NOW), state);
  });
}

test('times go on past 2106 (RFC 1982)', () => {
  const near = 0xffff_ff00;
  assert.equal(lifetimeState({ inception: near - 20 * DAY, expiration: 10 * DAY }, near), 'fine');
});

test('a set is no worse than its best signature', () => {
  const old = { inception: NOW - 30 * DAY, expiration: NOW - DAY };
  const fresh = { inception: NOW - DAY, expiration: NOW + 20 * DAY };
  const fresher = { inception: NOW - DAY, expiration: NOW + 28 * DAY };
  assert.equal(best([old, fresh], NOW), fresh);
  assert.equal(best([fresh, fresher, old], NOW), fresher);
  assert.equal(best([old], NOW), old);
  assert.equal(best([], NOW), null);
});

test('whatever the times, there is a state', () => {
  const time = fc.integer({ min: 0, max: 0xffff_ffff });
  fc.assert(
    fc.property(time, time, time, (inception, expiration, now) => {
      assert.equal(typeof lifetimeState({ inception, expiration }, now), 'string');
    }),
  );
});
