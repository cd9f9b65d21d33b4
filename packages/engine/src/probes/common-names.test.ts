import assert from 'node:assert/strict';
import { test } from 'node:test';
import { netThat } from '../../test/refusing-net.ts';
import type { Net } from '../net.ts';
import { commonNames } from './common-names.ts';

const target = { name: 'example.com', registrable: 'example.com' };
const apex = { kind: 'FQDN' as const, name: 'example.com', attributes: {} };

/** Of the names here with the verdict on a wildcard; all others get the answer given. */
function answering(own: Record<string, 'yes' | 'no' | 'unknown'>, other: object): Net {
  const resolveMany = async function* (names: Iterable<string>) {
    for (const name of names) {
      const wildcard = own[name];
      const hit = { state: 'present', records: ['192.0.2.1'], aliases: [], ttl: 60, wildcard };
      yield { name, answer: wildcard === undefined ? other : hit };
    }
  };
  return netThat({ resolveMany: resolveMany as unknown as Net['resolveMany'] });
}

test('names with records of their own are found, what a wildcard gives or may give is not', async () => {
  const own = { 'www.example.com': 'no', 'vpn.example.com': 'yes', 'mail.example.com': 'unknown' } as const;
  const seen = await commonNames.observe(
    apex,
    answering(own, { state: 'absent', reason: 'nxdomain' }),
    target,
  );
  assert.deepEqual(seen.names, ['www.example.com']);
  assert.equal(seen.unknown, 0);
  assert.ok(seen.asked > 100);
  assert.deepEqual(
    [...(commonNames.reveals?.(seen, apex, target) ?? [])].map(({ kind, name }) => [kind, name]),
    [['FQDN', 'www.example.com']],
  );
});

test('silence is told as such', async () => {
  const silent = { state: 'unknown', reason: 'timeout' };
  const seen = await commonNames.observe(apex, answering({}, silent), target);
  assert.equal(seen.unknown, seen.asked);
  assert.deepEqual(seen.failure, silent);
});

test('it is for the domain itself', () => {
  assert.equal(commonNames.only?.(apex, target), true);
  assert.equal(commonNames.only?.({ ...apex, name: 'www.example.com' }, target), false);
});
