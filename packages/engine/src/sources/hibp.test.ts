import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entitySchema } from '@cyborux/contract';
import { collect, namesOf, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { hibp } from './hibp.ts';

const target = { name: 'www.acme.example', registrable: 'acme.example' };
const breach = {
  Name: 'Acme',
  Title: 'Acme Store',
  Domain: 'Acme.example',
  BreachDate: '2025-03-04',
  AddedDate: '2025-05-06T00:11:22Z',
  PwnCount: 12_345,
  Description: '<b>markup</b>',
  DataClasses: ['Email addresses', 'Passwords'],
  IsVerified: true,
  IsFabricated: false,
  IsRetired: false,
};
const ask = (answer: WrittenAnswer) =>
  collect(
    hibp,
    target,
    writtenHttp({ 'https://haveibeenpwned.com/api/v3/breaches?Domain=acme.example': answer }),
  );

describe('hibp', () => {
  it('tells of a breach of the site, without who was in it', async () => {
    const { entities, error, doubts } = await ask({ json: [breach] });
    assert.deepEqual([error, doubts], [undefined, []]);
    assert.deepEqual(entities, [
      {
        kind: 'Leak',
        name: 'hibp:Acme',
        attributes: {
          leak_type: 'breach',
          title: 'Acme Store',
          leaked_at: '2025-03-04',
          added_at: '2025-05-06T00:11:22.000Z',
          accounts: 12_345,
          data_classes: ['Email addresses', 'Passwords'],
          verified: true,
          url: 'https://haveibeenpwned.com/Breach/Acme',
        },
      },
    ]);
    for (const entity of entities) assert.deepEqual(entitySchema.parse(entity), entity);
  });

  it('finds nothing where there was nothing', async () => {
    assert.deepEqual(await ask({ json: [] }), { entities: [], error: undefined, doubts: [] });
  });

  it('leaves out what was made up or taken back', async () => {
    const json = [
      { ...breach, IsFabricated: true },
      { ...breach, IsRetired: true },
    ];
    assert.deepEqual((await ask({ json })).entities, []);
  });

  it('leaves out other sites and other forms, and says so', async () => {
    const { entities, doubts } = await ask({
      json: [breach, { ...breach, Name: 'Other', Domain: 'other.example' }, { Title: 'x' }],
    });
    assert.deepEqual(namesOf(entities, 'Leak'), ['hibp:Acme']);
    assert.deepEqual(doubts, ['1 items are of another form', 'it told of breaches of other sites']);
  });

  it('takes a breach of which little is known', async () => {
    const { entities } = await ask({
      json: [{ Name: 'Acme', Domain: 'acme.example', BreachDate: 'long ago' }],
    });
    assert.deepEqual(entities[0]?.attributes, {
      leak_type: 'breach',
      data_classes: [],
      verified: false,
      url: 'https://haveibeenpwned.com/Breach/Acme',
    });
  });

  for (const [what, answer, outcome] of [
    ['an error with status 200', { json: { statusCode: 401, message: 'Access denied' } }, 'failed'],
    ['404', null, 'failed'],
    ['a limit', new SourceError('limited', '429'), 'limited'],
  ] as const) {
    it(`tells of ${what} as ${outcome}`, async () => {
      assert.equal((await ask(answer)).error?.outcome, outcome);
    });
  }
});
