import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entitySchema } from '@cyborux/contract';
import { collect, namesOf, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { wayback } from './wayback.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const FIELDS = ['original', 'timestamp'];
const at = (resumeKey?: string) =>
  'https://web.archive.org/cdx/search/cdx?url=acme.example&matchType=domain&output=json&fl=original%2Ctimestamp' +
  `&collapse=urlkey&limit=20000&showResumeKey=true${resumeKey === undefined ? '' : `&resumeKey=${resumeKey}`}`;
const ask = (answers: Record<string, WrittenAnswer>) => collect(wayback, target, writtenHttp(answers));

describe('wayback', () => {
  it('reads names and URLs of all pages', async () => {
    const { entities, error, doubts } = await ask({
      [at()]: { json: [FIELDS, ['http://www.acme.example:80/a?b=c', '20200102030405'], [], ['k2']] },
      [at('k2')]: { json: [FIELDS, ['https://shop.acme.example/', '20240131235959']] },
    });
    assert.deepEqual([error, doubts], [undefined, []]);
    assert.deepEqual(namesOf(entities, 'FQDN'), ['www.acme.example', 'shop.acme.example']);
    const urls = entities.filter(({ kind }) => kind === 'URL');
    assert.deepEqual(urls, [
      {
        kind: 'URL',
        name: 'http://www.acme.example/a',
        attributes: { archived_at: '2020-01-02T03:04:05.000Z' },
      },
      {
        kind: 'URL',
        name: 'https://shop.acme.example/',
        attributes: { archived_at: '2024-01-31T23:59:59.000Z' },
      },
    ]);
    for (const entity of entities) assert.deepEqual(entitySchema.parse(entity), entity);
  });

  it('finds nothing where nothing was seen', async () => {
    for (const json of [[], [FIELDS]]) {
      assert.deepEqual(await ask({ [at()]: { json } }), { entities: [], error: undefined, doubts: [] });
    }
  });

  it('leaves out rows of another form, and says so', async () => {
    const { entities, doubts } = await ask({
      [at()]: { json: [FIELDS, ['https://www.acme.example/', '1'], ['only'], 7] },
    });
    assert.deepEqual(namesOf(entities, 'FQDN'), ['www.acme.example']);
    assert.deepEqual(doubts, ['2 items are of another form']);
  });

  it('does not go in circles, and keeps what it had', async () => {
    const json = [FIELDS, ['https://www.acme.example/', '20200102030405'], [], ['k']];
    const { entities, error } = await ask({ [at()]: { json }, [at('k')]: { json } });
    assert.deepEqual([namesOf(entities, 'FQDN'), error?.outcome], [['www.acme.example'], 'failed']);
  });

  for (const [what, answer, outcome] of [
    ['an error with status 200', { json: { message: 'Blocked Site Error' } }, 'failed'],
    ['404', null, 'failed'],
    ['a limit', new SourceError('limited', '429'), 'limited'],
  ] as const) {
    it(`tells of ${what} as ${outcome}`, async () => {
      assert.equal((await ask({ [at()]: answer })).error?.outcome, outcome);
    });
  }
});
