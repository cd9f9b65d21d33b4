import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collect, namesOf, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { hackertarget } from './hackertarget.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const URL_OF = 'https://api.hackertarget.com/hostsearch/?q=acme.example';
const ask = (answer: WrittenAnswer) => collect(hackertarget, target, writtenHttp({ [URL_OF]: answer }));

describe('hackertarget', () => {
  it('reads the names of its lines', async () => {
    const { entities, error, doubts } = await ask({
      text: 'acme.example,192.0.2.1\r\nWWW.acme.example,2001:db8::1\n\nold.acme.example,\n',
    });
    assert.deepEqual(namesOf(entities, 'FQDN'), ['acme.example', 'www.acme.example', 'old.acme.example']);
    assert.deepEqual([error, doubts], [undefined, []]);
  });

  it('says that the keyless list is cut', async () => {
    const text = Array.from({ length: 50 }, (_, index) => `h${index}.acme.example,192.0.2.1`).join('\n');
    const { entities, doubts } = await ask({ text });
    assert.equal(entities.length, 50);
    assert.deepEqual(doubts, ['without a key it tells 50 names and no more']);
    const url = `${URL_OF}&apikey=abc`;
    assert.deepEqual(
      (await collect(hackertarget, target, writtenHttp({ [url]: { text } }), 'abc')).doubts,
      [],
    );
  });

  const endings: [text: string, outcome: string | undefined, keyRefused?: boolean][] = [
    ['No DNS A records found', undefined],
    ['API count exceeded - Increase Quota with Membership', 'limited'],
    ['error check your search parameter', 'failed'],
    ['error invalid host', 'failed'],
    ['Invalid API key', 'failed', true],
    ['', 'failed'],
    ['<html><body>502</body></html>', 'failed'],
  ];
  for (const [text, outcome, keyRefused] of endings) {
    it(`with status 200: ${JSON.stringify(text)}`, async () => {
      const { entities, error } = await ask({ text });
      assert.deepEqual([entities, error?.outcome], [[], outcome]);
      if (keyRefused) assert.equal(error?.keyRefused, true);
    });
  }

  it('tells of lines that it cannot read', async () => {
    const { entities, doubts } = await ask({ text: 'www.acme.example,192.0.2.1\nand 12 more' });
    assert.deepEqual(namesOf(entities, 'FQDN'), ['www.acme.example']);
    assert.deepEqual(doubts, ['1 lines are of another form']);
  });

  it('takes 404 and a limit for what they are', async () => {
    assert.equal((await ask(null)).error?.outcome, 'failed');
    assert.equal((await ask(new SourceError('limited', '429'))).error?.outcome, 'limited');
  });
});
