import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergePolicies } from './observatory-csp-merge.ts';

const defaultOf = (...policies: string[]) => [
  ...(mergePolicies(policies.map((each) => `default-src ${each}`))?.directives.get('default-src') ?? []),
];

for (const [policies, expected] of [
  [["'self' https://a.test"], ["'self'", 'https://a.test']],
  [['https://a.test https://a.test/path'], ['https://a.test']],
  [["'self' https://a.test", "https://b.test 'self'"], ["'self'"]],
  [['https://a.test', 'https://b.test'], ["'none'"]],
  [['https://a.test/fire', 'https://a.test/firefox/'], ["'none'"]],
  [['https://a.test/x/', 'https://a.test/x/y/'], ['https://a.test/x/y/']],
  [['https://a.test/x/y/', 'https://a.test/x/'], ['https://a.test/x/y/']],
  [['http: http:', 'https: https:'], ["'none'"]],
  [['https://a.test/%61/', 'https://a.test/a/b'], ['https://a.test/a/b']],
] as const) {
  test(`default-src ${policies.join(' and ')} comes to ${expected.join(' ')}`, () => {
    assert.deepEqual(defaultOf(...policies), expected);
  });
}

test('no policy is an empty one, and a short or doubled one is invalid', () => {
  assert.deepEqual(mergePolicies([]), { directives: new Map(), repeatsReporting: false });
  for (const policy of ['', '  ', '\r\n', 'defa', 'img-src a; img-src b']) {
    assert.equal(mergePolicies([policy]), null);
  }
});

test('six letters are long enough', () => {
  assert.ok(mergePolicies(['abcdef']) !== null);
});

test('any policies are merged without a throw', () => {
  const word = fc.oneof(
    fc.constantFrom('default-src', "'self'", ';', 'https://a.test/', '%', '*'),
    fc.string(),
  );
  const policy = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
  fc.assert(fc.property(fc.array(policy, { maxLength: 4 }), (policies) => void mergePolicies(policies)));
});
