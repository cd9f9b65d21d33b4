import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysFrom, sharedKeys } from './dkim-keys.ts';
import type { DnsAnswer } from './dns-answer.ts';

const gone: DnsAnswer<string> = { state: 'absent', reason: 'nxdomain' };
const silent: DnsAnswer<string> = { state: 'unknown', reason: 'timeout' };
const present = (...records: string[]): DnsAnswer<string> => ({ state: 'present', records });
const at = (selector: string, answer: DnsAnswer<string>) => ({ selector, answer });

test('keys are found where they are', () => {
  const found = keysFrom({
    unmade: gone,
    selectors: [at('a', present('v=DKIM1; p=')), at('b', present('token'))],
  });
  assert.deepEqual([found.keys.map(({ selector }) => selector), found.complete], [['a'], true]);
});

test('a wildcard makes no keys, and hides none', () => {
  const wildcard = present('v=DKIM1; p=');
  const found = keysFrom({
    unmade: wildcard,
    selectors: [at('a', wildcard), at('b', present('v=DKIM1; p=AAAA'))],
  });
  assert.deepEqual(
    found.keys.map(({ selector }) => selector),
    ['b'],
  );
});

test('silence about the unmade name leaves everything open', () => {
  const found = keysFrom({ unmade: silent, selectors: [at('a', present('v=DKIM1; p='))] });
  assert.deepEqual([found.keys, found.complete], [[], false]);
});

test('silence about a selector leaves the rest standing', () => {
  const found = keysFrom({ unmade: gone, selectors: [at('a', present('v=DKIM1; p=')), at('b', silent)] });
  assert.deepEqual([found.keys.length, found.complete], [1, false]);
});

test('several keys under one selector are told apart from one', () => {
  const found = keysFrom({ unmade: gone, selectors: [at('a', present('v=DKIM1; p=', 'v=DKIM1; p=AAAA'))] });
  assert.deepEqual([found.keys, found.ambiguous.map(({ selector }) => selector)], [[], ['a']]);
});

test('the same key under two selectors is shared; revoked ones are not', () => {
  const key = (selector: string, text: string) => at(selector, present(text));
  const { keys } = keysFrom({
    unmade: gone,
    selectors: [
      key('a', 'p=AAAA'),
      key('b', 'v=DKIM1; p=AA AA'),
      key('c', 'p='),
      key('d', 'p='),
      key('e', 'p=BBBB'),
    ],
  });
  assert.deepEqual(
    sharedKeys(keys).map((group) => group.map(({ selector }) => selector)),
    [['a', 'b']],
  );
});
