import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseCookieDate } from './cookie-date.ts';

for (const [text, iso] of [
  ['Wed, 21 Oct 2026 07:28:00 GMT', '2026-10-21T07:28:00.000Z'],
  ['Wednesday, 21-Oct-26 07:28:00 GMT', '2026-10-21T07:28:00.000Z'],
  ['Wed Oct 21 07:28:00 2026', '2026-10-21T07:28:00.000Z'],
  ['Thu, 01 Jan 1970 00:00:00 GMT', '1970-01-01T00:00:00.000Z'],
  ['1 jan 70 0:0:0', '1970-01-01T00:00:00.000Z'],
  ['', null],
  ['0', null],
  ['Wed, 21 Oct 2026', null],
  ['31 Feb 2026 00:00:00', null],
  ['21 Oct 2026 24:00:00', null],
  ['21 Oct 1500 00:00:00', null],
] as const) {
  test(`${JSON.stringify(text)} reads ${iso}`, () => {
    assert.equal(parseCookieDate(text)?.toISOString() ?? null, iso);
  });
}

test('what HTTP calls a date comes out as the same second', () => {
  const date = fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (instant) => {
      assert.equal(parseCookieDate(instant.toUTCString())?.toUTCString(), instant.toUTCString());
    }),
  );
});
