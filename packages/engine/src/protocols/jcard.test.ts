import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseJCard } from './jcard.ts';

const nothing = { emails: [], contactUris: [] };

const cases: [what: string, value: unknown, card: ReturnType<typeof parseJCard>][] = [
  [
    'a usual card',
    [
      'vcard',
      [
        ['version', {}, 'text', '4.0'],
        ['fn', {}, 'text', 'Example Registrar'],
        ['org', {}, 'text', 'Example Registrar, Inc.'],
        ['tel', { type: 'voice' }, 'uri', 'tel:+1.5555550100'],
        ['email', {}, 'text', 'abuse@registrar.example'],
        ['contact-uri', {}, 'uri', 'https://registrar.example/contact'],
      ],
    ],
    {
      name: 'Example Registrar',
      organization: 'Example Registrar, Inc.',
      emails: ['abuse@registrar.example'],
      contactUris: ['https://registrar.example/contact'],
    },
  ],
  [
    'the organization before its units',
    ['vcard', [['org', {}, 'text', ['Example', 'Research']]]],
    { organization: 'Example', ...nothing },
  ],
  [
    'names of properties in any case',
    ['vcard', [['EMAIL', {}, 'text', 'a@example.com']]],
    { ...nothing, emails: ['a@example.com'] },
  ],
  [
    'several values and several properties',
    [
      'vcard',
      [
        ['email', {}, 'text', 'a@example.com', 'b@example.com'],
        ['email', {}, 'text', 'c@example.com'],
      ],
    ],
    { ...nothing, emails: ['a@example.com', 'b@example.com', 'c@example.com'] },
  ],
  [
    'empty texts are left out',
    [
      'vcard',
      [
        ['fn', {}, 'text', ' '],
        ['email', {}, 'text', ''],
      ],
    ],
    nothing,
  ],
  [
    'malformed properties are left out',
    ['vcard', ['fn', null, [], [1], ['fn'], ['fn', {}, 'text', 7]]],
    nothing,
  ],
  ['no list of properties', ['vcard', 'fn'], nothing],
  ['no array', { fn: 'x' }, nothing],
  ['nothing', undefined, nothing],
];

describe('parseJCard', () => {
  for (const [what, value, card] of cases) {
    it(what, () => assert.deepEqual(parseJCard(value), card));
  }

  it('bounds properties and texts', () => {
    const many = Array.from({ length: 10_000 }, () => ['email', {}, 'text', 'x'.repeat(10_000)]);
    const card = parseJCard(['vcard', many]);
    assert.equal(card.emails.length, 200);
    assert.equal(card.emails[0]?.length, 500);
  });

  it('never throws, whatever JSON it is given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => assert.doesNotThrow(() => parseJCard(['vcard', value]))),
    );
  });
});
