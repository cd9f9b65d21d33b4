import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Finding } from '@cyborux/contract';
import { type AnyCheck, allChecks, allProbes, parseDomain, scan } from '@cyborux/engine';
import type { NetOptions } from '@cyborux/engine/net/options.ts';
import { createSession } from '@cyborux/engine/net/session.ts';
import { validate } from '@cyborux/engine/protocols/dnssec.ts';
import { type Question, questionsOf, ZONES, type ZonePlan } from './dnssec-zones.ts';
import { type Validity, validity } from './servers/dns-answer.ts';
import { type SignedInternet, startSignedInternet } from './servers/signed-internet.ts';

/** Zones signed with BIND's tools, on NSD and BIND: what we say of every name, and what BIND's validator says. */

const closers: (() => Promise<unknown>)[] = [];
let internet: SignedInternet;
/** By question, `www.x.test A`. */
let theirs: Map<string, Validity>;

/** A signed zone, one that is not, and one with NSEC. */
const HANDED_OUT = ['ecdsap256sha256.test', 'unsigned.test', 'rsasha256-nsec.test'];
const AT_ONCE = 32;
/** Much, for a busy machine. */
const PATIENCE = { dns: 10_000 };

before(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cyborux-dnssec-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  internet = await startSignedInternet(folder, { zones: ZONES, transfers: HANDED_OUT }, closers);
  theirs = await judgedByBind(internet.resolver);
});
after(async () => {
  for (const close of closers.toReversed()) await close();
});

test('BIND says of each zone what was made of it', () => {
  for (const { name, state } of ZONES) assert.equal(theirs.get(`${name} SOA`), state, name);
  assert.deepEqual(new Set(theirs.values()), new Set(['secure', 'insecure', 'bogus']));
});

/** Where it differs for a reason. */
const DIFFERENCES: readonly { why: string; covers(each: Difference): boolean }[] = [
  {
    why: 'The denial is proven, and only the SOA record beside it, which tells how long it holds, is not signed.',
    covers: ({ zone, theirs, ours }) => /^soa-/.test(zone) && theirs === 'insecure' && ours === 'secure',
  },
  {
    why: 'An NSEC record stands on both sides of a cut, and BIND may know that of the zone above.',
    covers: ({ zone, type, theirs }) =>
      zone.endsWith('.family.test') && type === 'NSEC' && theirs === 'secure',
  },
  {
    why: 'As the only server of a zone whose chain has a gap, BIND answers SERVFAIL: nothing is known then.',
    covers: ({ zone, way, theirs, ours }) =>
      /-gap\.test$|^nsec-(lost|unsigned)\./.test(zone) &&
      way === 'bind' &&
      theirs === 'bogus' &&
      ours === 'unknown',
  },
];

const WAYS = {
  both: 'through BIND as resolver',
  nsd: 'down from the root, on NSD',
  bind: 'down from the root, on BIND',
};
type Way = keyof typeof WAYS;

interface Difference extends Question {
  zone: string;
  way: Way;
  theirs: Validity;
  ours: Validity;
  detail: string;
}

for (const way of Object.keys(WAYS) as Way[]) {
  test(`secure, insecure and bogus as BIND has them: ${WAYS[way]}`, async () => {
    const found = (await eachOf(ZONES, (zone) => differencesOf(zone, way))).flat();
    const unexplained = found.filter((each) => !DIFFERENCES.some(({ covers }) => covers(each)));
    assert.deepEqual((await eachOf(unexplained, remaining)).flat(), []);
  });
}

/** One session for each zone, as an analysis has it. */
async function differencesOf(zone: ZonePlan, way: Way): Promise<Difference[]> {
  const session = createSession(networkOf(way));
  const { signed, anchors } = session.within(new AbortController().signal);
  try {
    const found = questionsOf(zone).map(async (question) => {
      const { state, detail } = await validate(question, signed, { anchors, now: new Date() });
      const said = theirs.get(keyOf(question)) ?? 'unknown';
      return state === said ? [] : [{ ...question, zone: zone.name, way, theirs: said, ours: state, detail }];
    });
    return (await Promise.all(found)).flat();
  } finally {
    await session.close();
  }
}

function networkOf(way: Way): NetOptions {
  const { anchors, rootServers, routes, resolver } = internet;
  const resolvers = way === 'both' ? [`127.0.0.1:${resolver}`] : ['iterative'];
  return { anchors, rootServers, resolvers, routes: routes[way], timeouts: PATIENCE };
}

/** On a busy machine BIND may have given up: it is asked once more. */
async function remaining(each: Difference): Promise<Difference[]> {
  const said = await validity(internet.resolver, each.name, each.type);
  return said === each.ours ? [] : [{ ...each, theirs: said }];
}

test('the findings on DNSSEC are what was made of the zones, no more and no less', async () => {
  const found = await eachOf(ZONES, async ({ name }) => {
    const findings = await findingsOn(name, networkOf('both'), ({ id }) => id.startsWith('dnssec'));
    return [name, findings.map(({ code }) => code).sort()];
  });
  const expected = ZONES.map(({ name, findings }) => [name, findings.toSorted()]);
  assert.deepEqual(Object.fromEntries(found), Object.fromEntries(expected));
});

test('zones that NSD and BIND hand out are found, with the number of their records', async () => {
  for (const name of HANDED_OUT) {
    const records = internet.zones[name]?.match(/^[^$\n].*$/gm)?.length;
    for (const way of ['nsd', 'bind'] as const) {
      const [finding, ...others] = await findingsOn(name, networkOf(way), ({ id }) => id === 'zone-transfer');
      assert.deepEqual([finding?.code, others], ['zone-transfer/open', []]);
      assert.equal(evidenceOf(finding, 'records'), `${records}`, `${name} ${way}`);
    }
  }
  const kept = await findingsOn('split.test', networkOf('both'), ({ id }) => id === 'zone-transfer');
  assert.deepEqual(kept, []);
});

test('the versions that NSD and BIND tell are found', async () => {
  const [finding] = await findingsOn(
    'split.test',
    networkOf('both'),
    ({ id }) => id === 'name-server-version',
  );
  assert.match(
    String(evidenceOf(finding, 'version.bind')),
    /NSD \d+\.\d+.*9\.\d+\.\d+|9\.\d+\.\d+.*NSD \d+\.\d+/s,
  );
});

test('BIND as name server that resolves for everyone is found, and not when it does not', async () => {
  const recursion = ({ id }: AnyCheck) => id === 'open-resolver';
  const network = networkOf('both');
  assert.deepEqual(await findingsOn('split.test', network, recursion), []);
  const to = { host: '127.0.0.1', port: internet.resolver };
  const routes = internet.routes.both.map((route) =>
    route.address === '127.0.0.1' ? { ...route, to } : route,
  );
  const found = await findingsOn('split.test', { ...network, routes }, recursion);
  assert.deepEqual(
    found.map(({ code }) => code),
    ['open-resolver/recursive'],
  );
});

/** What an analysis reports of the name itself, with as many probes as the checks need. */
async function findingsOn(
  name: string,
  network: NetOptions,
  wanted: (check: AnyCheck) => boolean,
): Promise<Finding[]> {
  const parsed = parseDomain(name);
  assert.ok(parsed.ok);
  const checks = allChecks.filter(wanted);
  const needs = checks.flatMap((check) => Object.values(check.needs));
  const needed = new Set(needs.map((need) => ('of' in need ? need.of : need).id));
  const session = createSession(network);
  try {
    const events = await Array.fromAsync(
      scan({
        target: parsed.target,
        net: session,
        sources: [],
        probes: allProbes.filter(({ id }) => needed.has(id)),
        checks,
        keys: {},
        deadline: new Date(Date.now() + 120_000),
        now: () => new Date(),
      }),
    );
    const findings = events.flatMap((event) => (event.type === 'finding' ? [event.finding] : []));
    return findings.filter(({ entity }) => entity === `FQDN:${name}`);
  } finally {
    await session.close();
  }
}

/** Zone by zone, one question after the other: what it finds out at the same time, it now and then waits for twice. */
async function judgedByBind(port: number): Promise<Map<string, Validity>> {
  const judged = new Map<string, Validity>();
  await eachOf(ZONES, async (zone) => {
    for (const question of questionsOf(zone)) {
      judged.set(keyOf(question), await validity(port, question.name, question.type));
    }
  });
  return judged;
}

function evidenceOf(finding: Finding | undefined, wanted: string): string | undefined {
  return finding?.evidence.find(({ label }) => label === wanted)?.value;
}

function keyOf({ name, type }: Question): string {
  return `${name} ${type}`;
}

async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
