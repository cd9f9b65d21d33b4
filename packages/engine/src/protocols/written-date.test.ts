import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { writtenDate } from './written-date.ts';

const read: [text: string, at: string][] = [
  ['2026-01-15T23:59:59Z', '2026-01-15T23:59:59.000Z'],
  ['2026-01-15T23:59:59.0Z', '2026-01-15T23:59:59.000Z'],
  ['2018-03-12T21:44:25+01:00', '2018-03-12T20:44:25.000Z'],
  ['2010-07-13 06:52:45 +03:00', '2010-07-13T03:52:45.000Z'],
  ['2024-01-13 00:00:00+03', '2024-01-12T21:00:00.000Z'],
  ['2000-08-24 00:00:00 (UTC+8)', '2000-08-23T16:00:00.000Z'],
  ['14-Feb-1999', '1999-02-14T00:00:00.000Z'],
  ['23-Aug-2001 10:20:30 UTC', '2001-08-23T10:20:30.000Z'],
  ['2001-Aug-23.', '2001-08-23T00:00:00.000Z'],
  ['1999. 07. 28.', '1999-07-28T00:00:00.000Z'],
  ['2001/03/26', '2001-03-26T00:00:00.000Z'],
  ['2024/04/01 01:05:05 (JST)', '2024-03-31T16:05:05.000Z'],
  ['2002.09.19 13:00:00', '2002-09-19T13:00:00.000Z'],
  ['20010101', '2001-01-01T00:00:00.000Z'],
  ['20010101 #6128', '2001-01-01T00:00:00.000Z'],
  ['20110426 17:57:27', '2011-04-26T17:57:27.000Z'],
  ['Tue Dec 12 2000', '2000-12-12T00:00:00.000Z'],
  ['Thu Jan 15 23:59:59 GMT 2026', '2026-01-15T23:59:59.000Z'],
  ['Thu, 15 Jan 2026 23:59:59 GMT', '2026-01-15T23:59:59.000Z'],
  ['30th April 2003 at 00:00:00.000', '2003-04-30T00:00:00.000Z'],
  ['April 3, 2019', '2019-04-03T00:00:00.000Z'],
  ['21.07.2000 15:21:00', '2000-07-21T15:21:00.000Z'],
  ['4.7.2026 10:15:55', '2026-07-04T10:15:55.000Z'],
  ['2019-02-14 (YYYY-MM-DD)', '2019-02-14T00:00:00.000Z'],
  ['25/04/2025', '2025-04-25T00:00:00.000Z'],
  ['04/25/2025', '2025-04-25T00:00:00.000Z'],
  ['05-05-2025', '2025-05-05T00:00:00.000Z'],
  ['2025-04-05 10:00:00 CLST', '2025-04-05T13:00:00.000Z'],
];

const refused: [text: string, reason: string][] = [
  ['05/04/2025', 'ambiguous'],
  ['12-03-2001', 'ambiguous'],
  ['2025-04-05 10:00:00 EST', 'ambiguous'],
  ['2025-04-05 10:00:00 IST', 'ambiguous'],
  ['14-Feb-99', 'ambiguous'],
  ['01.02.03', 'ambiguous'],
  ['before Aug-1996', 'unreadable'],
  ['0000-00-00 00:00:00', 'unreadable'],
  ['2025-02-30', 'unreadable'],
  ['31.04.2025', 'unreadable'],
  ['13/13/2025', 'unreadable'],
  ['2025-04-05 25:00:00', 'unreadable'],
  ['never', 'unreadable'],
  ['', 'unreadable'],
];

describe('writtenDate', () => {
  for (const [text, at] of read)
    it(`reads "${text}"`, () => assert.deepEqual(writtenDate(text), { ok: true, at }));
  for (const [text, reason] of refused)
    it(`takes "${text}" for ${reason}`, () => assert.deepEqual(writtenDate(text), { ok: false, reason }));

  it('tells an instant or a reason of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const date = writtenDate(text);
        assert.ok(date.ok ? new Date(date.at).toISOString() === date.at : date.reason.length > 0);
      }),
    );
  });
});
