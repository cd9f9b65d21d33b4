import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { evaluate, parse, restrictsFraming } from './csp.ts';

const weaknesses = (...policies: string[]) => evaluate(parse(policies)).map(({ weakness }) => weakness);
const strict = "default-src 'none'; script-src 'self'; base-uri 'none'";

test('a strict policy has no weakness', () => {
  assert.deepEqual(weaknesses(strict), []);
  assert.deepEqual(
    weaknesses(
      "script-src 'nonce-bm9uY2VfZm9yX3RoZV90ZXN0cw==' 'strict-dynamic'; object-src 'none'; base-uri 'self'",
    ),
    [],
  );
});

test('directives and sources come out as a browser reads them', () => {
  const [policy, ...others] = parse([" Default-Src  'self'\thttps://a.test ;;IMG-SRC *; img-src 'none'"]);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [...(policy ?? [])],
    [
      ['default-src', ["'self'", 'https://a.test']],
      ['img-src', ['*']],
    ],
  );
});

test('a comma parts policies, an empty one is none, and what is not ASCII is passed over', () => {
  assert.equal(parse(["default-src 'self', img-src *", '', ' ; ,']).length, 2);
  assert.deepEqual(parse(['scrïpt-src *; img-src ü']), []);
});

const table: [string, string[]][] = [
  ["script-src 'self' 'unsafe-inline'", ['unsafe-inline']],
  ["default-src 'self' 'UNSAFE-INLINE'", ['unsafe-inline', 'unsafe-inline-style']],
  ["script-src 'unsafe-inline' 'nonce-bm9uY2VfZm9yX3RoZV90ZXN0cw=='", []],
  ["script-src 'unsafe-inline' 'sha256-YWJj='", []],
  ["script-src 'unsafe-inline' 'strict-dynamic'", ['strict-dynamic-without-nonce']],
  ["script-src 'unsafe-inline' 'nonce-'", ['unsafe-inline', 'unknown-keyword']],
  ["script-src 'self'; script-src-attr 'unsafe-inline'", ['unsafe-inline']],
  ["script-src 'unsafe-inline'; script-src-elem 'self'; script-src-attr 'none'", []],
  ["script-src 'self'; script-src 'unsafe-inline'", []],
  ["script-src 'self' 'unsafe-eval'", ['unsafe-eval']],
  ["default-src 'unsafe-eval'; script-src 'self'", []],
  ['script-src *', ['wildcard-source']],
  ['script-src https://*:443', ['wildcard-source']],
  ['script-src https://*.acme.test', []],
  ['script-src https:', ['scheme-source']],
  ["script-src 'self' data:", ['scheme-source']],
  ["script-src 'nonce-bm9uY2VfZm9yX3RoZV90ZXN0cw==' 'strict-dynamic' https: *", []],
  ['img-src *', ['scripts-unrestricted']],
  ["script-src-elem 'self'", ['scripts-unrestricted']],
  ["script-src 'self'; style-src 'unsafe-inline'", ['unsafe-inline-style']],
  ["script-src 'self'; style-src 'unsafe-inline' 'nonce-bm9uY2VfZm9yX3RoZV90ZXN0cw=='", []],
  ["script-src 'none'; object-src *", ['wildcard-source']],
  [
    "script-src 'self'; style-src 'unsafe-inline' 'strict-dynamic'",
    ['unsafe-inline-style', 'strict-dynamic-without-nonce'],
  ],
  ["script-src 'unsafe-inline'; sandbox", []],
  ["script-src 'unsafe-inline'; sandbox allow-scripts", ['unsafe-inline']],
  ["script-src-elem 'self'; script-src-attr 'self'", ['unsafe-eval']],
  ['script-src https://cdn.jsdelivr.net', ['bypassable-host']],
  ['script-src cdn.jsdelivr.net/npm/', ['bypassable-host']],
  ['script-src https://cdn.jsdelivr.net/npm/jquery@3/', []],
  ['script-src https://cdn.jsdelivr.net/npm/jquery@3/dist/jquery.min.js', []],
  ['script-src *.googleapis.com', ['bypassable-host']],
  ['script-src https://*.herokuapp.com:443', ['bypassable-host']],
  ['script-src https://acme.herokuapp.com', []],
  ["script-src 'strict-dynamic' 'nonce-bm9uY2VfZm9yX3RoZV90ZXN0cw==' cdn.jsdelivr.net", []],
  ['script-src http://acme.test', ['plain-http-source']],
  ['script-src http:', ['scheme-source']],
];
for (const [policy, expected] of table) {
  test(`${policy}: ${expected.join(', ') || 'nothing'}`, () => {
    const rest = policy.includes('object-src') ? '' : "; object-src 'none'";
    assert.deepEqual(weaknesses(`${policy}${rest}; base-uri 'none'`), expected);
  });
}

test('what default-src does not cover is told when it is missing', () => {
  assert.deepEqual(weaknesses("script-src 'self'"), ['missing-object-src', 'missing-base-uri']);
  assert.deepEqual(weaknesses("default-src 'self'"), ['missing-base-uri']);
});

test('of a meta element some directives do not count', () => {
  const text = "default-src 'self'; frame-ancestors 'none'; report-uri /a; sandbox";
  assert.deepEqual([...(parse([text], 'meta')[0] ?? new Map()).keys()], ['default-src']);
  assert.deepEqual([...(parse([text])[0] ?? new Map()).keys()].length, 4);
});

test('what only reports is told as such, unless something is enforced', () => {
  assert.deepEqual(evaluate([], [strict]), [{ weakness: 'report-only', directive: 'default-src' }]);
  assert.deepEqual(evaluate([strict], ['script-src *']), []);
  assert.deepEqual(evaluate([], [' ; ']), [{ weakness: 'no-policy', directive: 'default-src' }]);
});

test('the text of a policy shows what parsing it loses', () => {
  const text = `${strict}; Script-Src *; img-src \u2018self\u2019`;
  assert.deepEqual(evaluate([text]), [
    { weakness: 'duplicate-directive', directive: 'script-src' },
    { weakness: 'not-ascii', directive: 'img-src' },
  ]);
  assert.deepEqual(evaluate(parse([text])), []);
});

test('without any policy there is nothing to go by', () => {
  assert.deepEqual(weaknesses(), ['no-policy']);
  assert.deepEqual(weaknesses('', ' ; '), ['no-policy']);
});

test('several policies hold together: the strictest of them decides', () => {
  assert.deepEqual(weaknesses("script-src * 'unsafe-inline'", strict), []);
  assert.deepEqual(weaknesses(`${strict} , script-src 'unsafe-inline'`), []);
  const loose = "default-src 'self' 'unsafe-inline'; base-uri 'none'";
  assert.deepEqual(weaknesses(loose, loose), ['unsafe-inline', 'unsafe-inline-style']);
});

for (const [one, other, expected] of [
  ["script-src *; object-src 'none'", 'script-src https:', ['wildcard-source']],
  ['script-src cdn.jsdelivr.net unpkg.com', 'script-src unpkg.com', ['bypassable-host']],
  ['script-src *', 'script-src https://unpkg.com', ['bypassable-host']],
  ['script-src https://unpkg.com', 'script-src https://cdn.jsdelivr.net', []],
  ["script-src 'self' data:", "script-src 'self'", []],
  ['script-src http://a.test', 'script-src http://A.test', ['plain-http-source']],
  ['script-src http://a.test', 'script-src http://b.test', []],
  ['script-src http://a.test', 'script-src b.test http://a.test', ['plain-http-source']],
  ['script-src b.test cdn.jsdelivr.net', 'script-src c.test cdn.jsdelivr.net', ['bypassable-host']],
  ["script-src 'self'; style-src 'unsafe-inline'", "style-src 'self'", []],
  [
    "script-src 'self'; style-src-elem 'unsafe-inline'",
    "style-src 'self'; style-src-attr 'unsafe-inline'",
    ['unsafe-inline-style'],
  ],
  [
    "script-src-elem 'unsafe-inline'; script-src 'self'",
    "script-src-attr 'unsafe-inline'; script-src 'self'",
    [],
  ],
] as const) {
  test(`${one} together with ${other}: ${expected.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(weaknesses(`${one}; object-src 'none'; base-uri 'none'`, other), expected);
  });
}

test('a policy that is silent on scripts allows what another one allows', () => {
  const loose = "default-src 'none'; script-src 'unsafe-inline'; base-uri 'none'";
  assert.deepEqual(weaknesses(loose, "frame-ancestors 'none'"), ['unsafe-inline']);
  assert.deepEqual(weaknesses("frame-ancestors 'none'", loose), ['unsafe-inline']);
});

for (const [policies, expected] of [
  [[], null],
  [["default-src 'none'"], null],
  [["frame-ancestors 'none'"], true],
  [["frame-ancestors 'self' https://a.test"], true],
  [['frame-ancestors *'], false],
  [['frame-ancestors https:'], false],
  [['frame-ancestors *', "frame-ancestors 'self'"], true],
  [['frame-ancestors'], true],
] as const) {
  test(`framing under ${JSON.stringify(policies)}: ${expected}`, () => {
    assert.equal(restrictsFraming(parse(policies)), expected);
  });
}

const words = [
  "'self'",
  "'unsafe-inline'",
  "'nonce-bm9uY2VfZm9yX3RoZV90ZXN0cw=='",
  '*',
  'https:',
  ';',
  ',',
  'script-src',
  'default-src',
];
const anyPolicy = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 5 })))
  .map((parts) => parts.join(' '));

test('any policy is judged without a throw', () => {
  fc.assert(fc.property(fc.array(anyPolicy), (policies) => void evaluate(parse(policies))));
});

test('a further policy never opens what was closed', () => {
  const scripts = (found: string[]) =>
    found.filter((each) => each === 'unsafe-inline' || each === 'unsafe-eval');
  fc.assert(
    fc.property(anyPolicy, anyPolicy, (one, other) => {
      const alone = evaluate(parse([one])).map(({ weakness }) => weakness as string);
      if (alone.some((each) => each === 'no-policy' || each === 'scripts-unrestricted')) return;
      for (const each of scripts(weaknesses(one, other))) assert.ok(alone.includes(each));
    }),
  );
});
