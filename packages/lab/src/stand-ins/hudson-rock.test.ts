import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acme } from '../zones/acme.ts';
import { hudsonRock } from './hudson-rock.ts';

const now = new Date('2026-11-01T00:00:00Z');
const ask = (domain: string) =>
  JSON.parse(
    hudsonRock.answer(
      new URL(`https://cavalier.hudsonrock.com/api/json/v2/osint-tools/search-by-domain?domain=${domain}`),
      { zones: [acme], now },
    ).body,
  );

test('counts what is known of the domain, and of others nothing', () => {
  const { employees, users, last_employee_compromised: last } = ask('acme.test');
  assert.deepEqual([employees, users, last], [3, 118, '2026-08-03T00:00:00.000Z']);
  assert.deepEqual([ask('other.test').employees, ask('other.test').users], [0, 0]);
});
