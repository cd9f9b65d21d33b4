import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { periodAt, quotaPeriod } from './quota-period.ts';

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

const ACCOUNT = { created_at: new Date('2026-01-17T13:00Z'), period_anchor: null };

const LATE: [name: string, interval: 'monthly' | 'yearly', told: string, now: string, period: string][] = [
  ['within it', 'monthly', '2026-03-10T08:00 2026-04-10T08:00', '2026-04-10T07:59', '2026-03-10 2026-04-10'],
  ['at its end', 'monthly', '2026-03-10T08:00 2026-04-10T08:00', '2026-04-10T08:00', '2026-04-10 2026-05-10'],
  [
    'months later',
    'monthly',
    '2026-03-10T08:00 2026-04-10T08:00',
    '2026-07-10T07:59',
    '2026-06-10 2026-07-10',
  ],
  [
    'after a month that was too short',
    ...([
      'monthly',
      '2027-01-31T08:00 2027-02-28T08:00',
      '2027-03-01T00:00',
      '2027-02-28 2027-03-31',
    ] as const),
  ],
  [
    'of a day that the next month lacks',
    ...([
      'monthly',
      '2027-02-28T08:00 2027-03-31T08:00',
      '2027-04-02T00:00',
      '2027-03-31 2027-04-30',
    ] as const),
  ],
  [
    'after a trial',
    'monthly',
    '2026-03-10T08:00 2026-03-24T08:00',
    '2026-03-25T00:00',
    '2026-03-24 2026-04-24',
  ],
  ['yearly', 'yearly', '2026-03-10T08:00 2027-03-10T08:00', '2027-12-31T00:00', '2027-03-10 2028-03-10'],
  [
    'of February 29',
    'yearly',
    '2028-02-29T08:00 2029-02-28T08:00',
    '2029-03-01T00:00',
    '2029-02-28 2030-02-28',
  ],
];
for (const [name, billing_interval, told, now, expected] of LATE) {
  test(`subscription's period: ${name}`, () => {
    const [start = '', end = ''] = told.split(' ');
    const subscription = {
      ...{ status: 'active', billing_interval, cancel_at_period_end: false },
      current_period_start: new Date(`${start}Z`),
      current_period_end: new Date(`${end}Z`),
    };
    const period = quotaPeriod({ ...ACCOUNT, tier: 'protect' }, subscription, new Date(`${now}Z`));
    const days = [period.start, period.end].map((time) => time.toISOString());
    assert.deepEqual(
      days,
      expected.split(' ').map((day) => `${day}T08:00:00.000Z`),
    );
    assert.deepEqual([period.months, period.renews], [billing_interval === 'yearly' ? 12 : 1, true]);
  });
}

test('periods that are not told yet follow one another, and begin where the one that was told ended', () => {
  const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
  const interval = fc.constantFrom('monthly' as const, 'yearly' as const);
  fc.assert(
    fc.property(
      moment,
      fc.integer({ min: 1, max: 31 }),
      fc.nat({ max: 2000 }),
      interval,
      (start, length, wait, each) => {
        const end = new Date(start.getTime() + length * 86_400_000);
        const subscription = {
          ...{ status: 'active', billing_interval: each, cancel_at_period_end: false },
          ...{ current_period_start: start, current_period_end: end },
        };
        const at = (now: Date) => quotaPeriod({ ...ACCOUNT, tier: 'protect' }, subscription, now);
        const now = new Date(start.getTime() + wait * 86_400_000);
        const period = at(now);
        assert.ok(period.start <= now && now < period.end);
        assert.deepEqual(at(period.end).start, period.end);
        assert.deepEqual(at(end).start, end);
      },
    ),
  );
});
