import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entitySchema } from '@cyborux/contract';
import { collect, namesOf, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { hudsonRock } from './hudson-rock.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const url = 'https://cavalier.hudsonrock.com/api/json/v2/osint-tools/search-by-domain?domain=acme.example';
const nothing = { total: 0, totalStealers: 35_000_000, employees: 0, users: 0, third_parties: 0, data: {} };
const exposed = {
  ...nothing,
  employees: 3,
  users: 120,
  third_parties: 7,
  last_employee_compromised: '2026-05-06T07:08:09.000Z',
  last_user_compromised: null,
  data: {
    employees_urls: [{ occurrence: 2, type: 'employee', url: 'https://vpn.acme.example/login' }],
    clients_urls: [{ occurrence: 9, type: 'client', url: 'https://••••.acme.example/•••' }, 'x'],
  },
};
const ask = (answer: WrittenAnswer) => collect(hudsonRock, target, writtenHttp({ [url]: answer }));

describe('hudson-rock', () => {
  it('tells how many credentials of whom, and the names that they are for', async () => {
    const { entities, error, doubts } = await ask({ json: exposed });
    assert.deepEqual([error, doubts], [undefined, []]);
    assert.deepEqual(namesOf(entities, 'Leak'), [
      'hudson-rock:employees',
      'hudson-rock:users',
      'hudson-rock:third-parties',
    ]);
    assert.deepEqual(entities[0]?.attributes, {
      leak_type: 'stealer-log',
      title: "Credentials of the domain's people in infostealer logs",
      accounts_of_domain: 3,
      affected: 'employees',
      leaked_at: '2026-05-06T07:08:09.000Z',
    });
    assert.deepEqual(namesOf(entities, 'FQDN'), ['vpn.acme.example']);
    for (const entity of entities) assert.deepEqual(entitySchema.parse(entity), entity);
  });

  it('finds nothing where nothing was stolen', async () => {
    assert.deepEqual(await ask({ json: nothing }), { entities: [], error: undefined, doubts: [] });
  });

  it('is not asked where nothing of people is to be kept', () => assert.equal(hudsonRock.personalData, true));

  for (const [what, answer, outcome] of [
    ['an error with status 200', { json: { message: 'Domain not found' } }, 'failed'],
    ['counts that are none', { json: { ...nothing, employees: '3' } }, 'failed'],
    ['404', null, 'failed'],
    ['a limit', new SourceError('limited', '429'), 'limited'],
  ] as const) {
    it(`tells of ${what} as ${outcome}`, async () => {
      assert.equal((await ask(answer)).error?.outcome, outcome);
    });
  }
});
