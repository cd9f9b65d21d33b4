import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acme } from '../zones/acme.ts';
import { hibp } from './hibp.ts';

const ask = (domain: string) =>
  JSON.parse(
    hibp.answer(new URL(`https://haveibeenpwned.com/api/v3/breaches?Domain=${domain}`), {
      zones: [acme],
      now: new Date(),
    }).body,
  );

test('tells the breaches of the site, and of others none', () => {
  assert.deepEqual(ask('other.test'), []);
  const [breach, ...rest] = ask('acme.test');
  assert.deepEqual(
    [breach.Name, breach.Domain, breach.PwnCount, rest],
    ['AcmeShop', 'acme.test', 48_200, []],
  );
});
