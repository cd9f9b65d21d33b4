import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { insertDomain } from './fixtures.ts';
import { makeUser, startServer } from './server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let key: string;

before(async () => {
  server = await startServer();
  const user = await makeUser(server.db);
  key = user.key;
  await insertDomain(server.db, user.id, 'acme.test');
});
after(() => server.close());

const get = (path: string) => server.ask('GET', `/api/domains/acme.test/${path}`, { key });

describe('what is refused, with one sentence that names the field', () => {
  const page = /^`page` must be a whole number from 1 to 9007199254740991\.$/;
  const perPage = /^`per_page` must be a whole number from 1 to 100\.$/;
  for (const [path, detail] of [
    ...[
      '0',
      '-1',
      'abc',
      '1.5',
      '',
      '%201',
      '1e2',
      '0x10',
      '+1',
      '9007199254740992',
      '99999999999999999999999',
      '%00',
      'NaN',
    ].map((value) => [`subdomains?page=${value}`, page] as const),
    ...['0', '-1', '101', 'abc', '1.5', '', '1e1', '100.0'].map(
      (value) => [`subdomains?per_page=${value}`, perPage] as const,
    ),
    ['subdomains?page=1&page=2', /^`page` must be given once\.$/],
    ['subdomains?per_page=1&per_page=1', /^`per_page` must be given once\.$/],
    ['subdomains?sort_by=', /^`sort_by` must be one of `risk_level`, `name`, `first_seen`, `last_seen`\.$/],
    [
      'subdomains?sort_by=risk_score',
      /^`sort_by` must be one of `risk_level`, `name`, `first_seen`, `last_seen`\.$/,
    ],
    ['subdomains?sort_by=name;drop', /^`sort_by` must be one of/],
    ['subdomains?sort_by=name&sort_by=name', /^`sort_by` must be given once\.$/],
    [
      'findings?sort_by=name',
      /^`sort_by` must be one of `risk_level`, `severity`, `code`, `first_seen`, `last_seen`\.$/,
    ],
    ['subdomains?order=up', /^`order` must be one of `asc`, `desc`\.$/],
    [
      'subdomains?risk_level=grave',
      /^`risk_level` must be one or several, comma separated, of `critical`, `high`, `medium`, `low`, `info`\.$/,
    ],
    ['subdomains?risk_level=high,', /^`risk_level` must be one or several/],
    ['subdomains?risk_level=', /^`risk_level` must be one or several/],
    ['subdomains?risk_level=high&risk_level=low', /^`risk_level` must be given once\.$/],
    ['subdomains?q=%00', /^`q` must be one line of at most 255 characters\.$/],
    [`subdomains?q=${'x'.repeat(256)}`, /^`q` must be one line of at most 255 characters\.$/],
    ['subdomains?q=a&q=b', /^`q` must be given once\.$/],
    ['findings?state=closed', /^`state` must be one of `open`, `resolved`, `all`\.$/],
    ['findings?category=other', /^`category` must be one or several, comma separated, of `dns`, /],
    ['findings?confidence=sure', /^`confidence` must be one or several/],
    ['findings?severity=9', /^`severity` must be one or several/],
  ] as const) {
    test(path.slice(0, 60), async () => {
      const { status, body } = await get(path);
      assert.equal(status, 400);
      assert.equal(body.code, 'invalid_parameters');
      assert.match(body.detail, detail);
    });
  }
});
