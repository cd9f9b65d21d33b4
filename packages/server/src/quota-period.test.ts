import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { periodAt } from './quota-period.ts';

const CASES: [name: string, anchor: string, now: string, start: string, end: string][] = [
  [
    'from the day of the account to the same day of the next month',
    '2026-01-17T13:00Z',
    '2026-04-20T00:00Z',
    '2026-04-17',
    '2026-05-17',
  ],
  [
    'before the day it is still the period of the month before',
    '2026-01-17T13:00Z',
    '2026-04-16T23:59:59Z',
    '2026-03-17',
    '2026-04-17',
  ],
  [
    'starts with the first instant of the day, in UTC',
    '2026-01-17T13:00Z',
    '2026-04-17T00:00Z',
    '2026-04-17',
    '2026-05-17',
  ],
  [
    'an account of the 31st starts on the last day of a shorter month',
    '2025-12-31T00:00Z',
    '2026-02-28T08:00Z',
    '2026-02-28',
    '2026-03-31',
  ],
  ['a leap year has a 29th', '2027-01-31T00:00Z', '2028-02-29T00:00Z', '2028-02-29', '2028-03-31'],
  ['over the turn of the year', '2026-06-20T00:00Z', '2027-01-05T00:00Z', '2026-12-20', '2027-01-20'],
  [
    'the moment in which the account is made',
    '2026-06-20T09:30Z',
    '2026-06-20T09:30Z',
    '2026-06-20',
    '2026-07-20',
  ],
];

for (const [name, anchor, now, start, end] of CASES) {
  test(`quota period: ${name}`, () => {
    const period = periodAt(new Date(anchor), new Date(now));
    assert.deepEqual(period, { start: new Date(start), end: new Date(end) });
  });
}

test('every moment lies in exactly one period, and periods follow one another', () => {
  const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, moment, (anchor, now) => {
      const { start, end } = periodAt(anchor, now);
      assert.ok(start <= now && now < end);
      assert.deepEqual(periodAt(anchor, start), { start, end });
      assert.deepEqual(periodAt(anchor, end).start, end);
      assert.deepEqual(periodAt(anchor, new Date(end.getTime() - 1)), { start, end });
    }),
  );
});
