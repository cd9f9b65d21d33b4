import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchesMx, parseMtaStsPolicy, parseMtaStsRecord, selectMtaSts } from './mta-sts.ts';

test('a record in order', () => {
  const text = 'v=STSv1; id=20160831085700Z;';
  assert.deepEqual(parseMtaStsRecord(text), { text, id: '20160831085700Z', problems: [] });
});

test('other fields are passed over, and the last semicolon may be left out', () => {
  assert.equal(parseMtaStsRecord('v=STSv1;id=1;note=a-b').id, '1');
});

const MALFORMED: [text: string, position: number][] = [
  ['v=STSv1;', 0],
  ['v=STSv1; id=', 9],
  ['v=STSv1; id=2026-01-01', 9],
  [`v=STSv1; id=${'1'.repeat(33)}`, 9],
  ['v=STSv1; id=1; note=a b', 15],
  ['v=STSv1; id=1 mode', 9],
  ['v=STSv1 id=1', 0],
  ['v=STSv2; id=1;', 0],
];
for (const [text, position] of MALFORMED) {
  test(`"${text}" is malformed at ${position}`, () => {
    const { id, problems } = parseMtaStsRecord(text);
    assert.deepEqual([id, problems[0]?.position], [null, position]);
  });
}

const SELECTED: [what: string, texts: string[], state: string, problems?: number][] = [
  ['nothing', [], 'absent'],
  ['what a wildcard answers', ['v=spf1 -all', 'verification=1'], 'absent'],
  ['one', ['v=STSv1; id=1'], 'present', 0],
  ['one among others', ['v=spf1 -all', 'v=STSv1; id=1'], 'present', 0],
  ['one beside one that is none', ['v=STSv1 id=2', 'v=STSv1; id=1'], 'present', 0],
  ['two', ['v=STSv1; id=1', 'v=STSv1; id=2'], 'several'],
  ['one in another case', ['V=stsv1; id=1'], 'present', 1],
];
for (const [what, texts, state, problems] of SELECTED) {
  test(`of the TXT records: ${what}`, () => {
    const selection = selectMtaSts(texts);
    assert.equal(selection.state, state);
    assert.equal(selection.state === 'present' ? selection.record.problems.length : undefined, problems);
  });
}

const POLICY = [
  'version: STSv1',
  'mode: enforce',
  'mx: mail.example.com',
  'mx: *.example.net',
  'max_age: 604800',
];

for (const [ending, end] of [
  ['\r\n', ''],
  ['\n', ''],
  ['\r\n', '\r\n'],
  ['\n', '\n\n'],
] as const) {
  test(`a policy whose lines end in ${JSON.stringify(ending)} and the last in ${JSON.stringify(end)}`, () => {
    assert.deepEqual(parseMtaStsPolicy(POLICY.join(ending) + end), {
      mode: 'enforce',
      maxAge: 604_800,
      mx: ['mail.example.com', '*.example.net'],
      problems: [],
    });
  });
}

const POLICIES: [
  what: string,
  lines: string[],
  expected: { mode?: unknown; maxAge?: unknown; mx?: unknown },
  problems: number,
][] = [
  [
    'the first of a key counts',
    [...POLICY, 'mode: none', 'max_age: 1'],
    { mode: 'enforce', maxAge: 604_800 },
    0,
  ],
  ['unknown keys are passed over', [...POLICY, 'x-note.1: hello'], { mode: 'enforce' }, 0],
  [
    'space around values does not count',
    ['version:STSv1', 'mode:\ttesting  ', 'mx:a.test', 'max_age:0'],
    { mode: 'testing', maxAge: 0 },
    0,
  ],
  ['none needs no mx', ['version: STSv1', 'mode: none', 'max_age: 60'], { mode: 'none', mx: [] }, 0],
  ['others do', ['version: STSv1', 'mode: testing', 'max_age: 60'], {}, 1],
  ['the version is needed', POLICY.slice(1), {}, 1],
  ['another version', ['version: STSv2', ...POLICY.slice(1)], {}, 1],
  ['another mode', ['version: STSv1', 'mode: Enforce', 'mx: a.test', 'max_age: 60'], { mode: null }, 1],
  ['max_age is needed', POLICY.slice(0, 4), { maxAge: null }, 1],
  ['max_age in words', ['version: STSv1', 'mode: none', 'max_age: 1 week'], { maxAge: null }, 1],
  ['max_age too large', ['version: STSv1', 'mode: none', 'max_age: 31557601'], { maxAge: null }, 1],
  [
    'a wildcard in the middle',
    [...POLICY, 'mx: mail.*.test'],
    { mx: ['mail.example.com', '*.example.net'] },
    1,
  ],
  ['a wildcard alone', [...POLICY, 'mx: *'], {}, 1],
  ['an address', [...POLICY, 'mx: 192.0.2.1'], {}, 1],
  ['a final dot', [...POLICY, 'mx: mail.example.com.'], {}, 1],
  [
    'upper case',
    ['version: STSv1', 'mode: enforce', 'mx: Mail.Example.COM', 'max_age: 60'],
    { mx: ['mail.example.com'] },
    0,
  ],
  ['a page instead', ['<!doctype html>', '<title>Not here</title>'], { mode: null, maxAge: null, mx: [] }, 6],
];
for (const [what, lines, expected, problems] of POLICIES) {
  test(`policy: ${what}`, () => {
    const policy = parseMtaStsPolicy(lines.join('\n'));
    assert.partialDeepStrictEqual(policy, expected);
    assert.equal(policy.problems.length, problems, JSON.stringify(policy.problems));
  });
}

test('a problem tells where the line begins', () => {
  const { problems } = parseMtaStsPolicy('version: STSv1\r\nmode: none\r\nmax_age: 60\r\nnonsense\r\n');
  assert.deepEqual(
    problems.map(({ position, text }) => [position, text]),
    [[41, 'nonsense']],
  );
});

const MATCHES: [pattern: string, exchange: string, expected: boolean][] = [
  ['mail.example.com', 'mail.example.com', true],
  ['mail.example.com', 'MAIL.example.com.', true],
  ['mail.example.com', 'mail2.example.com', false],
  ['*.example.com', 'mail.example.com', true],
  ['*.example.com', 'a.mail.example.com', false],
  ['*.example.com', 'example.com', false],
  ['*.example.com', 'mailexample.com', false],
  ['com', 'com', true],
];
for (const [pattern, exchange, expected] of MATCHES) {
  test(`${pattern} ${expected ? 'takes' : 'does not take'} ${exchange}`, () => {
    assert.equal(matchesMx([pattern], exchange), expected);
  });
}

test('whatever arrives is read without a throw and within bounds', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `v=STSv1;${text}`),
      ),
      (text) => {
        const { id, problems } = parseMtaStsRecord(text);
        assert.equal(id === null, problems.length > 0);
        for (const { position } of problems) assert.ok(position >= 0 && position <= text.length);
        selectMtaSts([text, text]);
      },
    ),
  );
  const line = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.constantFrom('version', 'mode', 'mx', 'max_age'), fc.string())
      .map((parts) => parts.join(': ')),
  );
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('\n', '\r\n', '\r'), (lines, ending) => {
      const text = lines.join(ending);
      const { mx, maxAge, problems } = parseMtaStsPolicy(text);
      assert.ok(maxAge === null || (maxAge >= 0 && maxAge <= 31_557_600));
      for (const pattern of mx) assert.ok(matchesMx([pattern], pattern.replace('*', 'a')));
      for (const { position } of problems) assert.ok(position >= 0 && position <= text.length);
      assert.ok(problems.length <= 25);
    }),
  );
});
