import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from './log.ts';

function capture(options: { pretty?: boolean } = {}) {
  const lines: string[] = [];
  const log = createLog({ ...options, to: { write: (line) => void lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

const KEY = 'cyb_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm';

test('a line is one JSON object with a level word, a time and the fields', () => {
  const { log, last } = capture();
  log.child({ reqId: 'r1' }).info({ domain: 'acme.test', count: 2, at: null }, 'analysis started');
  const { time, ...line } = last();
  assert.match(String(time), /^\d{4}-\d\d-\d\dT.*Z$/);
  assert.deepEqual(line, {
    level: 'info',
    reqId: 'r1',
    domain: 'acme.test',
    count: 2,
    at: null,
    msg: 'analysis started',
  });
});

for (const [what, fields] of [
  ['an authorization header', { headers: { authorization: `Bearer ${KEY}` } }],
  ['a header in any case', { headers: { Authorization: KEY } }],
  ['a key within a text', { url: `/api/user/me?key=${KEY}` }],
  ['a key in a list', { list: [[KEY]] }],
  ['a key in an error', { err: new Error(`bad key ${KEY}`, { cause: new Error(KEY) }) }],
  ['a password', { password: 'cyb_secret-0' }],
] as const) {
  for (const pretty of [false, true]) {
    test(`no secret is logged: ${what}${pretty ? ', readable' : ''}`, () => {
      const { log, lines } = capture({ pretty });
      log.warn(fields);
      assert.equal(lines.length, 1);
      assert.doesNotMatch(lines.join(), /0123456789|secret-0/);
    });
  }
}

test('a key in the message itself is left out', () => {
  const { log, lines } = capture();
  log.info(`key ${KEY}`);
  assert.doesNotMatch(lines.join(), /0123456789/);
});

const HOSTILE = 'a\u001b[31mred\u0007\u202egnp.exe\u0000\r\n{"level":"fatal","msg":"forged"}\u009b2J';
for (const [what, write] of [
  ['a field', (log) => log.info({ domain: HOSTILE }, 'seen')],
  ['a nested field and its name', (log) => log.info({ a: [{ [HOSTILE]: HOSTILE }] }, 'seen')],
  ['the message', (log) => log.info(HOSTILE)],
  ['an interpolated text', (log) => log.info('seen %s', HOSTILE)],
  ['an error', (log) => log.error(new Error(HOSTILE))],
  ['an error in a field', (log) => log.error({ err: new Error(HOSTILE) })],
  [
    'a request',
    (log) =>
      log.info({ req: Object.assign(Object.create({ proto: 1 }), { method: 'GET', url: HOSTILE }) }, 'seen'),
  ],
] as const satisfies readonly (readonly [string, (log: ReturnType<typeof createLog>) => void])[]) {
  for (const pretty of [false, true]) {
    test(`hostile text is neutralised: ${what}${pretty ? ', readable' : ''}`, () => {
      const { log, lines } = capture({ pretty });
      write(log);
      const out = lines.join('');
      assert.equal(lines.length, 1);
      assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      assert.doesNotMatch(out, /\\u001b|\\u202e|\\u0000/i);
      assert.doesNotMatch(out, /^\s*\{?"?level"?:\s*"fatal"/m);
    });
  }
}

test('depth and width are bounded, loops included', () => {
  const { log, lines } = capture();
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  log.info({ loop, many: Array.from({ length: 10_000 }, () => 'x'), long: 'y'.repeat(1_000_000) }, 'seen');
  assert.ok((lines[0] ?? '').length < 10_000);
});
