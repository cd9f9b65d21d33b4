import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collect, namesOf, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { rapiddns } from './rapiddns.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const at = (number: number) => `https://rapiddns.io/subdomain/acme.example?page=${number}&full=1`;

function page(names: string[], next?: number): WrittenAnswer {
  const rows = names.map(
    (name, index) =>
      `<tr>\n<th scope="row ">${index + 1}</th>\n<td>${name}</td>\n<td><a href="/sameip/192.0.2.1#result">192.0.2.1</a></td>\n<td>A</td></tr>`,
  );
  const link =
    next === undefined ? '' : `<a class="page-link" href="/subdomain/acme.example?page=${next}&full=1">`;
  return { text: `<html><table id="table">${rows.join('\n')}</table>${link}</html>` };
}
const ask = (answers: Record<string, WrittenAnswer>) => collect(rapiddns, target, writtenHttp(answers));

describe('rapiddns', () => {
  it('reads the rows of all pages', async () => {
    const { entities, error, doubts } = await ask({
      [at(1)]: page(['www.acme.example', 'WWW.acme.example'], 2),
      [at(2)]: page(['mail.acme.example']),
    });
    assert.deepEqual(namesOf(entities, 'FQDN'), ['www.acme.example', 'mail.acme.example']);
    assert.deepEqual([error, doubts], [undefined, []]);
  });

  it('finds nothing in an empty table', async () => {
    assert.deepEqual(await ask({ [at(1)]: page([]) }), { entities: [], error: undefined, doubts: [] });
  });

  it('keeps what it had when a later page fails', async () => {
    const { entities, error } = await ask({
      [at(1)]: page(['www.acme.example'], 2),
      [at(2)]: new SourceError('limited', '429'),
    });
    assert.deepEqual([namesOf(entities, 'FQDN'), error?.outcome], [['www.acme.example'], 'limited']);
  });

  it('ends where the pages do not', async () => {
    const answers = Array.from({ length: 20 }, (_, index) => [
      at(index + 1),
      page([`h${index}.acme.example`], index + 2),
    ]);
    const { entities, error } = await ask(Object.fromEntries(answers));
    assert.deepEqual([entities.length, error?.outcome], [20, 'limited']);
  });

  for (const [what, answer] of [
    ['a challenge', { text: '<html><title>Just a moment...</title></html>' }],
    ['404', null],
  ] as const) {
    it(`takes ${what} for a failure`, async () => {
      assert.equal((await ask({ [at(1)]: answer })).error?.outcome, 'failed');
    });
  }
});
