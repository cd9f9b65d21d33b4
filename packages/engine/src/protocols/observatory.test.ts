import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pageWith, plainSite } from '../../test/observatory-table.ts';
import { ALGORITHM, grade, gradeOf, OBSERVATORY_TESTS, scoreOf } from './observatory.ts';

const best = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Set-Cookie': 'id=1; Secure; HttpOnly; SameSite=Lax',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains; preload',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

test('the best site has every bonus: 165', () => {
  const body = '<script src=/a.js integrity=sha256-abc></script>';
  const { score, grade: letter, tests, algorithm } = grade({ ...pageWith(best, body), preloaded: true });
  assert.deepEqual([algorithm, score, letter, Object.keys(tests).length], [6, 165, 'A+', 12]);
  assert.ok(Object.values(tests).every(({ pass }) => pass));
});

test('a site that sets nothing: 30', () => {
  const { score, grade: letter, tests } = grade(plainSite);
  assert.deepEqual([score, letter], [30, 'D']);
  assert.deepEqual(tests['content-security-policy'], {
    result: 'csp-not-implemented',
    modifier: -25,
    pass: false,
  });
});

test('a site with one penalty too many loses its bonuses', () => {
  const { 'Content-Security-Policy': _, ...rest } = best;
  const without = grade(pageWith({ ...rest, 'X-Frame-Options': 'DENY' }));
  assert.deepEqual([without.score, without.grade], [75, 'B']);
  const script = '<script src=https://cdn.test/a.js></script>';
  const almost = grade(pageWith({ ...best, 'X-Content-Type-Options': 'whimsy' }, script));
  assert.deepEqual([almost.score, almost.grade], [90 + 10 + 5 + 5 + 5 + 30, 'A+']);
});

test('a site over http alone', () => {
  const { score, grade: letter } = grade({
    site: 'http://acme.test/',
    http: { headers: { 'Set-Cookie': 'sess=1' } },
  });
  assert.deepEqual([score, letter], [0, 'F']);
});

test('the page may be told apart from the answer over https', () => {
  const { tests } = grade({ ...plainSite, auto: { headers: { 'X-Content-Type-Options': 'nosniff' } } });
  assert.equal(tests['x-content-type-options']?.pass, true);
});

for (const [title, responses, error] of [
  ['nothing answers', { site: 'acme.test' }, 'site-down'],
  ['nothing answers, told at length', { site: 'acme.test', http: null, https: null }, 'site-down'],
  ['a server error', { site: 'acme.test', https: { status: 503, headers: {} } }, 'unexpected-status'],
  ['not found', { site: 'acme.test', https: { status: 404, headers: {} } }, 'unexpected-status'],
] as const) {
  test(`${title}: no score`, () => {
    const none = { algorithm: ALGORITHM, score: null, grade: null, tests: {}, error };
    assert.deepEqual(grade(responses), none);
  });
}

for (const status of [200, 204, 304, 401, 403]) {
  test(`status ${status} is judged`, () => {
    assert.equal(grade({ site: 'acme.test', https: { status, headers: {} } }).error, null);
  });
}

const letters =
  'A+:100 A:99 A:95 A:90 A-:85 B+:80 B:75 B:70 B-:65 C+:60 C:55 C:50 C-:45 D+:40 D:35 D:30 D-:25 F:24 F:0';
for (const [letter, score] of letters.split(' ').map((each) => each.split(':'))) {
  test(`${score} is ${letter}`, () => assert.equal(gradeOf(Number(score)), letter));
}

for (const [modifiers, score] of [
  [[], 100],
  [[5, 10], 115],
  [[-10, 5], 95],
  [[-15, 50], 85],
  [[-50, -40, -20], 0],
] as const) {
  test(`${modifiers.join(', ') || 'no modifier'} comes to ${score}`, () => {
    assert.equal(scoreOf(modifiers), score);
  });
}

test('the tests are twelve, and no two share a name', () => {
  assert.equal(new Set(OBSERVATORY_TESTS.map(({ name }) => name)).size, 12);
});

test('any fields and any body come to a score, however they are told', () => {
  const name = fc.constantFrom(
    'Content-Security-Policy',
    'Set-Cookie',
    'Content-Type',
    'Referrer-Policy',
    'X-A',
  );
  const pairs = fc.array(fc.tuple(name, fc.string()), { maxLength: 6 });
  fc.assert(
    fc.property(pairs, fc.string(), (headers, body) => {
      const { score, tests } = grade({ site: 'acme.test', https: { headers, body } });
      const sum = Object.values(tests).reduce((total, { modifier }) => total + Math.min(modifier, 0), 100);
      assert.ok(score !== null && score >= Math.max(0, sum) && score % 5 === 0);
    }),
  );
});
