import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Entity,
  type EntityOf,
  entityKey,
  isUnknown,
  type ScanEvent,
  type ScanResult,
  unknown,
} from '@cyborux/contract';
import { z } from 'zod';
import { netThat } from '../test/refusing-net.ts';
import { defineCheck, fail, pass } from './check.ts';
import type { NetSession } from './net.ts';
import { type AnyProbe, defineProbe } from './probe.ts';
import { scan } from './scan.ts';
import type { ScanOptions } from './scan-options.ts';
import { type DomainSource, defineSource, type Source, SourceError } from './source.ts';

const target = { name: 'example.com', registrable: 'example.com' };
const fqdn = (name: string): Entity => ({ kind: 'FQDN', name, attributes: {} });

/** A network in which every name has an address, and that nobody in these tests may use otherwise. */
const noNet: NetSession = {
  async *resolveMany(names) {
    for await (const name of names) {
      const isGuess = !/^(?:www|api|one|two|n\d+)\.example\.com$/.test(name);
      yield {
        name,
        answer: isGuess
          ? { state: 'absent', reason: 'nxdomain' }
          : { state: 'present', records: ['192.0.2.1'] as never, aliases: [], ttl: 60, wildcard: 'no' },
      };
    }
  },
  within: () => netThat({}),
  sourceHttp: () => ({
    json: () => assert.fail('no requests here'),
    text: () => assert.fail('no requests here'),
  }),
  sourceWhois: () => () => assert.fail('no requests here'),
  queries: () => 0,
  close: async () => undefined,
};

const names = defineSource({
  id: 'names',
  title: 'Names',
  homepage: 'https://example.org',
  requestsPerMinute: 60,
  yields: ['FQDN'],
  async *query() {
    yield fqdn('www.example.com');
    yield fqdn('www.example.com');
    yield fqdn('stranger.org');
  },
});

const letters = defineProbe({
  id: 'letters',
  title: 'Letters',
  accepts: 'FQDN',
  intrusiveness: 'light',
  timeoutMs: 1_000,
  observation: z.object({ count: z.int() }),
  observe: async (entity) => ({ count: entity.name.length }),
  *reveals(_, entity) {
    if (entity.name === 'www.example.com') yield fqdn('api.example.com');
  },
});

const shortName = defineCheck({
  id: 'short-name',
  title: 'Short name',
  category: 'brand',
  appliesTo: 'FQDN',
  references: [],
  needs: { letters },
  findings: { long: { severity: 'low', title: 'Long name', remediation: 'Shorten it.' } },
  evaluate: ({ letters: { count } }) => (count > 11 ? fail('long', { letters: count }) : pass),
});

function options(changes: Partial<ScanOptions> = {}): ScanOptions {
  return {
    target,
    net: noNet,
    sources: [names],
    probes: [letters],
    checks: [shortName],
    keys: {},
    deadline: new Date(Date.now() + 20_000),
    now: () => new Date(),
    ...changes,
  };
}

async function eventsOf(scanOptions: ScanOptions): Promise<ScanEvent[]> {
  return Array.fromAsync(scan(scanOptions));
}

function resultOf(events: readonly ScanEvent[]): ScanResult {
  const last = events.at(-1);
  assert.equal(last?.type, 'result');
  return last.result;
}

const ofType = <T extends ScanEvent['type']>(events: readonly ScanEvent[], type: T) =>
  events.filter((event): event is Extract<ScanEvent, { type: T }> => event.type === type);

test('a scan discovers, observes and judges what it finds, and what that reveals', async () => {
  const events = await eventsOf(options());
  assert.deepEqual(
    ofType(events, 'phase').map(({ phase }) => phase),
    ['discover', 'observe', 'judge'],
  );
  assert.deepEqual(
    ofType(events, 'entity')
      .map(({ entity, via }) => `${entityKey(entity)} via ${via.module} from ${via.from}`)
      .sort(),
    [
      'FQDN:api.example.com via letters from FQDN:www.example.com',
      'FQDN:api.example.com via name-resolution from FQDN:api.example.com',
      'FQDN:example.com via target from null',
      'FQDN:www.example.com via name-resolution from FQDN:www.example.com',
      'FQDN:www.example.com via names from null',
      'IPAddress:192.0.2.1 via name-resolution from FQDN:api.example.com',
      'IPAddress:192.0.2.1 via name-resolution from FQDN:www.example.com',
    ],
  );
  assert.deepEqual(
    ofType(events, 'finding').map(({ finding }) => [finding.code, finding.entity, finding.evidence]),
    [
      ['short-name/long', 'FQDN:api.example.com', [{ label: 'letters', value: '15' }]],
      ['short-name/long', 'FQDN:www.example.com', [{ label: 'letters', value: '15' }]],
    ],
  );
  const result = resultOf(events);
  assert.equal(result.state, 'completed');
  assert.deepEqual(result.coverage, { answered: 3, open: 0, share: 1 });
  assert.equal(ofType(events, 'progress').at(-1)?.done, 3);
});

test('a scan that is taken up again does and tells nothing twice', async () => {
  const whole = await eventsOf(options());
  for (let cut = 0; cut < whole.length; cut += 1) {
    const first = whole.slice(0, cut);
    const looked: string[] = [];
    const counting: AnyProbe = {
      ...letters,
      observe: async (entity: EntityOf<'FQDN'>) => {
        looked.push(entityKey(entity));
        return { count: entity.name.length };
      },
    };
    const second = await eventsOf(
      options({
        probes: [counting],
        known: {
          entities: ofType(first, 'entity').map(({ entity, via }) => ({ entity, via })),
          observations: ofType(first, 'observation').map(({ observation }) => observation),
          sources: ofType(first, 'source').map(({ source }) => source),
        },
      }),
    );
    const told = (events: readonly ScanEvent[]) =>
      ofType(events, 'entity').map(({ entity, via }) => `${entityKey(entity)} ${via.module}`);
    assert.deepEqual([...told(first), ...told(second)].sort(), told(whole).sort(), `cut at ${cut}`);
    const observed = ofType(first, 'observation').map(({ observation }) => observation.entity);
    assert.ok(
      looked.every((entity) => !observed.includes(entity)),
      `cut at ${cut}`,
    );
    assert.deepEqual(resultOf(second).score, resultOf(whole).score);
    assert.deepEqual(ofType(second, 'finding'), ofType(whole, 'finding'));
  }
});

test('a probe that throws, hangs or returns nonsense leaves an unknown, and its checks open', async () => {
  const observers: Record<string, AnyProbe['observe']> = {
    throws: async () => assert.fail('broken'),
    hangs: () => new Promise(() => undefined),
    nonsense: async () => ({ count: 'many' }),
  };
  for (const [how, observe] of Object.entries(observers)) {
    const events = await eventsOf(options({ probes: [{ ...letters, timeoutMs: 20, observe }] }));
    const values = ofType(events, 'observation').filter(
      ({ observation }) => observation.module === 'letters',
    );
    assert.equal(values.length, 2, how);
    assert.ok(
      values.every(({ observation }) => isUnknown(observation.value)),
      how,
    );
    assert.deepEqual(ofType(events, 'finding'), [], how);
    assert.equal(resultOf(events).state, 'failed', how);
    assert.equal(resultOf(events).score.value, null, how);
  }
});

test('a broken connection gets a second look, silence does not', async () => {
  for (const [reason, looks] of [
    ['failed', 2],
    ['timeout', 1],
  ] as const) {
    let count = 0;
    const observe = async () => {
      count += 1;
      return unknown(reason);
    };
    const observation = z.union([
      z.object({ count: z.int() }),
      z.object({ state: z.literal('unknown'), reason: z.string() }),
    ]);
    await eventsOf(options({ sources: [], probes: [{ ...letters, observation, observe }], random: () => 0 }));
    assert.equal(count, looks, reason);
  }
});

test('at the deadline what there is is published as partial, with what was not done', async () => {
  const slow: AnyProbe = {
    ...letters,
    observe: (entity: EntityOf<'FQDN'>) =>
      entity.name === 'example.com' ? Promise.resolve({ count: 11 }) : new Promise(() => undefined),
    timeoutMs: 60_000,
  };
  const events = await eventsOf(options({ probes: [slow], deadline: new Date(Date.now() + 300) }));
  const result = resultOf(events);
  assert.equal(result.state, 'partial');
  assert.deepEqual(
    result.not_done.map(({ module, entity, reason }) => [module, entity, reason]),
    [['letters', 'FQDN:www.example.com', 'budget']],
  );
  assert.deepEqual(result.coverage, { answered: 1, open: 1, share: 0.5 });
});

test('one entity cannot take the time of the others', async () => {
  const slow: AnyProbe = { ...letters, observe: () => new Promise(() => undefined), timeoutMs: 60_000 };
  const events = await eventsOf(options({ sources: [], probes: [slow], budgets: { hostMs: 30 } }));
  assert.match(resultOf(events).not_done[0]?.detail ?? '', /host/);
});

test('a canceled scan ends at once, without a result', async () => {
  const cancel = new AbortController();
  const slow: AnyProbe = { ...letters, observe: () => new Promise(() => undefined), timeoutMs: 60_000 };
  setTimeout(() => cancel.abort(), 50);
  const events = await eventsOf(options({ probes: [slow], signal: cancel.signal }));
  assert.notEqual(events.at(-1)?.type, 'result');
});

test('a consumer that leaves stops the scan', async () => {
  let looks = 0;
  const endless: AnyProbe = {
    ...letters,
    observe: async () => {
      looks += 1;
      await sleep(1);
      return { count: looks };
    },
    *reveals() {
      yield fqdn(`n${looks}.example.com`);
    },
  };
  for await (const event of scan(options({ probes: [endless] }))) if (event.type === 'observation') break;
  const after = looks;
  await sleep(50);
  assert.equal(looks, after);
});

test('the ledger tells how each source did, and a dead one never reads as nothing found', async () => {
  const source = (id: string, query: DomainSource['query'], more: Partial<DomainSource> = {}): Source => ({
    ...names,
    ...more,
    id,
    query,
  });
  const events = await eventsOf(
    options({
      budgets: { sourceMs: 50 },
      sources: [
        names,
        source('empty', async function* () {}),
        source('limited', async function* () {
          yield fqdn('one.example.com');
          throw new SourceError('limited', 'too many requests');
        }),
        source('broken', async function* () {
          yield fqdn('two.example.com');
          throw new SourceError('failed', 'answered with HTML');
        }),
        // biome-ignore lint/correctness/useYield: a source that dies before its first answer
        source('dead', async function* () {
          throw new SourceError('failed', 'connection refused');
        }),
        source('silent', async function* () {
          await new Promise(() => undefined);
        }),
        source('keyed', async function* () {}, { credential: { optional: false, howToGet: 'Ask.' } }),
      ],
    }),
  );
  assert.deepEqual(
    resultOf(events).sources.map(({ source: id, outcome, entities }) => [id, outcome, entities]),
    [
      ['broken', 'partial', 1],
      ['dead', 'failed', 0],
      ['empty', 'answered', 0],
      ['keyed', 'skipped', 0],
      ['limited', 'limited', 1],
      ['names', 'answered', 3],
      ['silent', 'timeout', 0],
    ],
  );
});

test('a module that trips over what it saw is told, and the rest goes on', async () => {
  const tripping: AnyProbe = {
    ...letters,
    reveals: () => {
      throw new Error('tripped');
    },
  };
  const result = resultOf(await eventsOf(options({ probes: [tripping] })));
  assert.equal(result.not_done.length, 2);
  assert.deepEqual(result.coverage, { answered: 2, open: 0, share: 1 });
});

test('names beyond the budget of hosts end the scan as partial, be they the last to be settled', async () => {
  const none: AnyProbe = { ...letters, reveals: () => [] };
  const events = await eventsOf(options({ probes: [none], budgets: { hosts: 0 } }));
  const result = resultOf(events);
  assert.equal(result.state, 'partial');
  assert.match(result.not_done[0]?.detail ?? '', /: 1\.$/);
});
