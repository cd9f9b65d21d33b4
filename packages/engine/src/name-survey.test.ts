import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entity } from '@cyborux/contract';
import { NameSurvey } from './name-survey.ts';
import type { ResolveMany } from './net.ts';
import type { NameAnswer } from './protocols/resolved-name.ts';

const here = (address: string, wildcard: 'yes' | 'no' = 'no'): NameAnswer => ({
  state: 'present',
  records: [address],
  aliases: [],
  wildcard,
});
const NODATA: NameAnswer = { state: 'absent', reason: 'nodata' };
const NXDOMAIN: NameAnswer = { state: 'absent', reason: 'nxdomain' };

/** A DNS of the names that are written down; all others do not exist. */
function survey(written: Record<string, NameAnswer>, budgets = { hosts: 100, permutations: 100 }) {
  const planned: string[] = [];
  const found: { entity: Entity; module: string; from: string | null }[] = [];
  const omitted: string[] = [];
  const asked: string[] = [];
  let idle = () => {};
  const names = new NameSurvey({
    target: { name: 'example.com', registrable: 'example.com' },
    resolveMany: async function* (input: AsyncIterable<string>, { type = 'A' } = {}) {
      for await (const name of input) {
        asked.push(`${name} ${type}`);
        const answer = written[`${name} ${type}`] ?? written[name] ?? NXDOMAIN;
        yield { name, answer };
      }
    } as ResolveMany,
    signal: AbortSignal.timeout(5_000),
    budgets,
    find: async (entity, { module, from }) => {
      found.push({ entity, module, from });
    },
    isKnown: (name) => name === 'www.example.com',
    plan: ({ name }) => planned.push(name),
    omit: async (_module, _reason, detail) => omitted.push(detail),
    changed: () => idle(),
  });
  const settled = async (...offered: string[]) => {
    for (const name of offered) names.offer(name);
    while (names.pending() > 0) {
      await new Promise<void>((resolve) => {
        idle = resolve;
      });
    }
  };
  return { names, settled, planned, found, omitted, asked };
}

test('a name that exists is looked at, one that does not is kept as absent', async () => {
  const { settled, planned, found } = survey({ 'www.example.com': here('192.0.2.1') });
  await settled('www.example.com', 'gone.example.com');
  assert.deepEqual(planned, ['www.example.com']);
  const states = found.map(({ entity }) => [
    entity.name,
    entity.kind === 'FQDN' ? entity.attributes.resolution : '',
  ]);
  assert.deepEqual(states, [
    ['www.example.com', 'present'],
    ['192.0.2.1', ''],
    ['gone.example.com', 'absent'],
  ]);
});

test('a name without IPv4 is asked for IPv6; one without both exists all the same', async () => {
  const { settled, planned, found, asked } = survey({
    'v6.example.com A': NODATA,
    'v6.example.com AAAA': here('2001:db8::1'),
    'mail.example.com': NODATA,
  });
  await settled('v6.example.com', 'mail.example.com', 'gone.example.com');
  assert.deepEqual(planned.sort(), ['mail.example.com', 'v6.example.com']);
  assert.ok(found.some(({ entity }) => entity.kind === 'IPAddress' && entity.name === '2001:db8::1'));
  assert.deepEqual(
    asked.filter((each) => each.endsWith('AAAA')),
    ['v6.example.com AAAA', 'mail.example.com AAAA'],
  );
});

test('a silent DNS is unknown: looked at, and never told as absent', async () => {
  const { settled, planned, found } = survey({
    'www.example.com': { state: 'unknown', reason: 'timeout' },
  });
  await settled('www.example.com');
  assert.deepEqual(planned, ['www.example.com']);
  assert.deepEqual(found, []);
});

test('of what a wildcard gives, some are looked at, and all are told apart', async () => {
  const names = Array.from({ length: 50 }, (_, index) => `n${index}.example.com`);
  const { settled, planned, found } = survey(
    Object.fromEntries(names.map((name) => [name, here('192.0.2.1', 'yes')])),
  );
  await settled(...names);
  assert.equal(planned.length, 20);
  const hosts = found.filter(({ entity }) => entity.kind === 'FQDN');
  assert.ok(hosts.length === 50 && hosts.every(({ entity }) => 'wildcard' in entity.attributes));
});

test('beyond the budget names are still told, and how many of them', async () => {
  const names = Array.from({ length: 9 }, (_, index) => `n${index}.example.com`);
  const written = Object.fromEntries(names.map((name) => [name, here('192.0.2.1')]));
  const { names: desk, settled, planned, found, omitted } = survey(written, { hosts: 4, permutations: 0 });
  await settled(...names);
  await desk.end();
  assert.equal(planned.length, 4);
  assert.equal(found.filter(({ entity }) => entity.kind === 'FQDN').length, 9);
  assert.match(omitted.join(), /: 5\.$/);
});

test('names like those found are found when they have records of their own, with the name they came from', async () => {
  const { names, settled, found } = survey({
    'web1.example.com': here('192.0.2.1'),
    'web2.example.com': here('192.0.2.2'),
    'web3.example.com': here('192.0.2.9', 'yes'),
  });
  await settled('web1.example.com');
  found.length = 0;
  assert.equal(await names.guess(), 1);
  assert.deepEqual(
    found.map(({ entity, module, from }) => [entity.name, module, from]),
    [['web2.example.com', 'name-permutations', 'FQDN:web1.example.com']],
  );
  assert.equal(await names.guess(), 0);
});

test('a network that is taken away settles all names', async () => {
  const planned: string[] = [];
  const names = new NameSurvey({
    target: { name: 'example.com', registrable: 'example.com' },
    resolveMany: async function* () {} as ResolveMany,
    signal: AbortSignal.timeout(5_000),
    budgets: { hosts: 10, permutations: 0 },
    find: async () => undefined,
    isKnown: () => false,
    plan: ({ name }) => planned.push(name),
    omit: async () => undefined,
    changed: () => undefined,
  });
  names.offer('a.example.com');
  names.offer('b.example.com');
  await new Promise((resolve) => setTimeout(resolve, 20));
  names.offer('c.example.com');
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(names.pending(), 0);
  assert.deepEqual(planned, ['a.example.com', 'b.example.com', 'c.example.com']);
});
