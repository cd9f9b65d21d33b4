import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { SourceError } from '../source.ts';
import { isPage, readJson, readText } from './source-answer.ts';
import type { SourceResponse } from './source-request.ts';

const schema = z.object({ names: z.array(z.string()) });
const PARTY = 'https://party.test';

function response(
  body: string,
  more: Partial<SourceResponse> & { end?: 'complete' | 'limit' | 'broken' } = {},
): SourceResponse {
  const { end = 'complete', ...rest } = more;
  return {
    state: 'answered',
    status: 200,
    contentType: 'application/json',
    location: undefined,
    retryAfter: undefined,
    usedUp: false,
    ...rest,
    body: { bytes: Buffer.from(body), end },
  };
}

function read(body: string, end: 'complete' | 'limit' | 'broken' = 'complete') {
  const doubts: string[] = [];
  const value = readJson(PARTY, response(body, { end }), schema, (why) => doubts.push(why));
  return { names: value.names, doubts };
}

describe('the answer of a third party', () => {
  it('is whole: nothing is noted', () => {
    assert.deepEqual(read('{"names":["a","b"]}'), { names: ['a', 'b'], doubts: [] });
  });

  it('may begin with a byte-order mark', () => {
    assert.deepEqual(read('\ufeff{"names":["a"]}').names, ['a']);
    assert.equal(
      readText(PARTY, response('\ufeffa\n', { contentType: 'text/plain' }), false, undefined),
      'a\n',
    );
  });

  for (const [what, body, end, note] of [
    ['cut in its text', '{"names":["a","b","c', 'complete', /breaks off/],
    ['cut by the peer', '{"names":["a","b","c', 'broken', /breaks off/],
    ['without an end', '{"names":["a","b","c', 'limit', /more than may be read/],
  ] as const) {
    it(`${what} is read as far as it goes, and noted`, () => {
      const { names, doubts } = read(body, end);
      assert.deepEqual(names, ['a', 'b']);
      assert.match(doubts.join(), note);
    });
  }

  const failures: [what: string, body: string, outcome: string, sentence: RegExp][] = [
    ['a web page', '<html><body>Sorry</body></html>', 'failed', /web page/],
    ['a web page about a limit', '<html>429 Too many requests</html>', 'limited', /web page/],
    ['nothing', '', 'failed', /not JSON/],
    ['cut before the first item', '{"names":["a', 'failed', /not JSON/],
    ['another shape', '{"names":"a"}', 'failed', /unexpected shape \(at names\)/],
    ['an error with status 200', '{"error":"Invalid API key"}', 'failed', /unexpected shape/],
    ['a limit with status 200', '{"message":"You have exceeded your quota"}', 'limited', /limits how often/],
    ['null', 'null', 'failed', /unexpected shape/],
  ];
  for (const [what, body, outcome, sentence] of failures) {
    it(`is an error when it is ${what}`, () => {
      const check = (error: unknown) => {
        assert.ok(error instanceof SourceError);
        assert.equal(error.outcome, outcome);
        assert.match(error.message, sentence);
        return true;
      };
      assert.throws(() => read(body), check);
    });
  }

  it('loses its last line, which may be half of one, when text breaks off', () => {
    const doubts: string[] = [];
    const cut = response('a.test\nb.te', { contentType: 'text/plain', end: 'broken' });
    assert.equal(
      readText(PARTY, cut, false, (why) => doubts.push(why)),
      'a.test\n',
    );
    assert.equal(doubts.length, 1);
    assert.throws(() => readText(PARTY, cut, false, undefined), SourceError);
  });

  it('is a web page where one is asked for, and an error where none is', () => {
    const page = response('<!DOCTYPE html><table>', { contentType: 'text/plain' });
    assert.equal(isPage(page), true);
    assert.equal(readText(PARTY, page, true, undefined), '<!DOCTYPE html><table>');
    assert.throws(() => readText(PARTY, page, false, undefined), /web page instead of text/);
  });
});
