import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isoUtc } from './iso-date.ts';

const cases: [text: string, iso: string | undefined][] = [
  ['2014-11-12T19:15:55.283Z', '2014-11-12T19:15:55.283Z'],
  ['2004-08-30T22:55:00+00:00', '2004-08-30T22:55:00.000Z'],
  ['2018-11-28T00:00:00-00:00', '2018-11-28T00:00:00.000Z'],
  ['2023-01-13T00:00:00', '2023-01-13T00:00:00.000Z'],
  ['2024-03-01T01:30:00+02:00', '2024-02-29T23:30:00.000Z'],
  ['2024-02-29 23:30:00-0530', '2024-03-01T05:00:00.000Z'],
  ['2020-12-31', '2020-12-31T00:00:00.000Z'],
  ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z'],
  ['2024-01-01T00:00:00.123456789z', '2024-01-01T00:00:00.123Z'],
  ['2023-02-29', undefined],
  ['2023-13-01', undefined],
  ['2023-00-10', undefined],
  ['2023-01-01T24:00:00Z', undefined],
  ['2023-01-01T00:60:00Z', undefined],
  ['2023-01-01T00:00:00+25:00', undefined],
  ['0001-01-01T00:00:00Z', undefined],
  ['1700000000', undefined],
  ['next tuesday', undefined],
  ['', undefined],
];

describe('isoUtc', () => {
  for (const [text, iso] of cases) {
    it(`${text || 'an empty text'} is ${iso ?? 'no date'}`, () => assert.equal(isoUtc(text), iso));
  }

  it('reads back what a Date writes', () => {
    const date = fc.date({ min: new Date(0), max: new Date('9998-12-31T00:00:00Z'), noInvalidDate: true });
    fc.assert(fc.property(date, (each) => assert.equal(isoUtc(each.toISOString()), each.toISOString())));
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => assert.doesNotThrow(() => isoUtc(text))));
  });
});
