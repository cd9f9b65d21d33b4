import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collect, namesOf, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { thc } from './thc.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const at = (state: string) =>
  `https://ip.thc.org/api/v1/lookup/subdomains ${JSON.stringify({ domain: 'acme.example', page_state: state, limit: 1000 })}`;
const page = (names: unknown[], next?: string): WrittenAnswer => ({
  json: {
    domains: names.map((domain) => ({ domain })),
    ...(next !== undefined && { next_page_state: next }),
  },
});
const ask = (answers: Record<string, WrittenAnswer>) => collect(thc, target, writtenHttp(answers));

describe('thc', () => {
  it('asks on until there is no next page', async () => {
    const { entities, error, doubts } = await ask({
      [at('')]: page(['www.acme.example'], 's2'),
      [at('s2')]: page(['WWW.acme.example', 'mail.acme.example'], ''),
    });
    assert.deepEqual(namesOf(entities, 'FQDN'), ['www.acme.example', 'mail.acme.example']);
    assert.deepEqual([error, doubts], [undefined, []]);
  });

  it('finds nothing where nothing is known', async () => {
    const nothing = { entities: [], error: undefined, doubts: [] };
    assert.deepEqual(await ask({ [at('')]: page([]) }), nothing);
    assert.deepEqual(await ask({ [at('')]: { json: { domains: null } } }), nothing);
  });

  it('does not go in circles', async () => {
    const { entities, error } = await ask({
      [at('')]: page(['www.acme.example'], 's'),
      [at('s')]: page(['www.acme.example'], 's'),
    });
    assert.deepEqual([entities.length, error?.outcome], [1, 'failed']);
  });

  for (const [what, answer, outcome] of [
    ['an error with status 200', { json: { error: 'rate limit' } }, 'failed'],
    ['404', null, 'failed'],
    ['a limit', new SourceError('limited', '429'), 'limited'],
  ] as const) {
    it(`tells of ${what} as ${outcome}`, async () => {
      assert.equal((await ask({ [at('')]: answer })).error?.outcome, outcome);
    });
  }
});
