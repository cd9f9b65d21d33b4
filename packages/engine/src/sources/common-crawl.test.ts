import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collect, namesOf, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { commonCrawl } from './common-crawl.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const CRAWLS = 'https://index.commoncrawl.org/collinfo.json';
const at = (crawl: string) =>
  `https://index.commoncrawl.org/${crawl}-index?url=acme.example&matchType=domain&output=json&fl=url%2Ctimestamp&limit=15000`;
const crawls = (...ids: string[]) => ({
  json: ids.map((id) => ({ id, name: id, 'cdx-api': `https://x/${id}` })),
});
const ask = (answers: Record<string, WrittenAnswer>) => collect(commonCrawl, target, writtenHttp(answers));
const [NEW, OLD, OLDER] = ['CC-MAIN-2026-43', 'CC-MAIN-2026-38', 'CC-MAIN-2026-30'] as const;

describe('common-crawl', () => {
  it('reads the newest two crawls', async () => {
    const { entities, error, doubts } = await ask({
      [CRAWLS]: crawls(NEW, OLD, OLDER),
      [at(NEW)]: { text: '{"url": "https://www.acme.example/a", "timestamp": "20261020101010"}\n' },
      [at(OLD)]: { text: '{"url": "https://old.acme.example/", "timestamp": "20260920101010"}' },
    });
    assert.deepEqual([error, doubts], [undefined, []]);
    assert.deepEqual(namesOf(entities, 'FQDN'), ['www.acme.example', 'old.acme.example']);
    assert.deepEqual(namesOf(entities, 'URL'), ['https://www.acme.example/a', 'https://old.acme.example/']);
  });

  it('takes 404 of a crawl for one that did not come here', async () => {
    const told = await ask({ [CRAWLS]: crawls(NEW, OLD), [at(NEW)]: null, [at(OLD)]: null });
    assert.deepEqual(told, { entities: [], error: undefined, doubts: [] });
  });

  it('leaves out lines of another form, and says so', async () => {
    const { entities, doubts } = await ask({
      [CRAWLS]: crawls(NEW),
      [at(NEW)]: { text: '{"url": "https://www.acme.example/"}\n{"url":\n{"message": "x"}' },
    });
    assert.deepEqual(namesOf(entities, 'FQDN'), ['www.acme.example']);
    assert.deepEqual(doubts, ['2 items are of another form']);
  });

  for (const [what, answers, outcome] of [
    ['a list of no crawls', { [CRAWLS]: { json: [] } }, 'failed'],
    ['crawls of another form', { [CRAWLS]: { json: [{ id: '../x' }] } }, 'failed'],
    ['404 in place of the list', { [CRAWLS]: null }, 'failed'],
    ['a limit', { [CRAWLS]: crawls(NEW), [at(NEW)]: new SourceError('limited', '503') }, 'limited'],
  ] as const) {
    it(`tells of ${what} as ${outcome}`, async () => {
      assert.equal((await ask(answers)).error?.outcome, outcome);
    });
  }
});
