import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { DAY, internet, key, now, rootKey, type Setup } from '../../test/dnssec-internet.ts';
import { dsAnchor, NOW } from '../../test/dnssec-signer.ts';
import { netThat } from '../../test/refusing-net.ts';
import type { Net, ServerExchange, ServerQuestion } from '../net.ts';
import type { DnskeyRecord } from '../protocols/dns-answer.ts';
import type { DnssecQuery } from '../protocols/dnssec.ts';
import { readSet } from '../protocols/dnssec-set.ts';
import { type DnssecObservation, dnssec, type SignedZoneFacts } from './dnssec.ts';

const ZONE = 'a.test';
const ADDRESSES: Record<string, readonly string[]> = {
  'a.test NS': ['ns1.a.test', 'ns2.a.test'],
  'ns1.a.test A': ['192.0.2.1'],
  'ns2.a.test A': ['192.0.2.2'],
};

interface Told {
  query: DnssecQuery;
  asked: string[];
}

/** The network of signed zones; both servers of the zone say what `exchange` says. */
function netOf({ query }: Told, exchange: Net['exchange'] = () => never('exchange')): Net {
  return netThat({
    signed: query,
    anchors: [dsAnchor('.', rootKey)],
    exchange,
    resolve: (async (name: string, type: string) => {
      const records = ADDRESSES[`${name} ${type}`];
      return records === undefined ? { state: 'absent', reason: 'nodata' } : { state: 'present', records };
    }) as Net['resolve'],
  });
}

function never(what: string): never {
  throw new Error(`nobody asks for ${what}`);
}

async function observe(net: Net, name = ZONE): Promise<DnssecObservation> {
  mock.timers.enable({ apis: ['Date'], now: now.getTime() });
  try {
    const target = { name, registrable: ZONE };
    const seen = await dnssec.observe({ kind: 'FQDN', name, attributes: {} }, net, target);
    assert.deepEqual(dnssec.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
    return seen;
  } finally {
    mock.timers.reset();
  }
}

function facts(seen: DnssecObservation): SignedZoneFacts {
  assert.equal(seen.state, 'present');
  return seen as SignedZoneFacts;
}

const message: Omit<Extract<ServerExchange, { state: 'answered' }>, 'answers'> = {
  state: 'answered',
  rcode: 'NOERROR',
  authoritative: true,
  truncated: false,
  recursionAvailable: false,
  sameCase: true,
  edns: { version: 0, udpPayload: 1232, dnssecOk: true, options: [] },
  authority: [],
  additional: [],
  bytes: 300,
  durationMs: 1,
};

const zoneKey: DnskeyRecord = {
  flags: 257,
  protocol: 3,
  algorithm: 13,
  publicKey: key.publicKey.toString('base64'),
};

/** An exchange as every server of the zone has it when it is in order. */
async function signedExchange(_: unknown, { type }: ServerQuestion): Promise<ServerExchange> {
  const record = (each: string, value: object) => ({ owner: ZONE, ttl: 60, type: each, value });
  if (type === 'DNSKEY') return { ...message, answers: [record('DNSKEY', zoneKey) as never] };
  const rrsig = {
    typeCovered: 6,
    algorithm: 13,
    labels: 2,
    originalTtl: 3600,
    expiration: NOW + 5 * DAY,
    inception: NOW - DAY,
    keyTag: key.tag,
    signer: ZONE,
    signature: '',
  };
  return { ...message, answers: [record('RRSIG', rrsig) as never] };
}

const verdicts = ({ verdicts: all }: SignedZoneFacts) =>
  all.map(({ type, unmade, state, reason }) => [type, unmade, state, reason]);

test('of a zone in order each answer is proven, and what is not there is too', async () => {
  const world = internet();
  const seen = facts(await observe(netOf(world, signedExchange)));
  assert.deepEqual(verdicts(seen), [
    ['SOA', false, 'secure', 'validated'],
    ['A', false, 'secure', 'validated'],
    ['MX', false, 'secure', 'validated'],
    ['TXT', false, 'secure', 'validated'],
    ['A', true, 'secure', 'validated'],
    ['TLSA', true, 'secure', 'validated'],
  ]);
  assert.equal(seen.zone, ZONE);
  assert.equal(seen.at, now.toISOString());
  assert.deepEqual(seen.chain, [
    { zone: '.', state: 'secure' },
    { zone: 'test', state: 'secure' },
    { zone: ZONE, state: 'secure' },
  ]);
  assert.deepEqual([seen.DS.state, seen.DNSKEY.state, seen.CDS.state], ['present', 'present', 'absent']);
  assert.deepEqual([seen.denial, seen.next], [{ kind: 'nsec' }, 'alias.a.test']);
  assert.deepEqual(
    seen.signatures.map(({ type, keyTag, expiration }) => [type, keyTag, expiration]),
    ['DNSKEY', 'SOA', 'MX'].map((type) => [type, key.tag, NOW + 30 * DAY]),
  );
  assert.deepEqual(
    seen.servers.map(({ name, address, DNSKEY, signatures }) => [name, address, DNSKEY.state, signatures]),
    ['1', '2'].map((digit) => [
      `ns${digit}.a.test`,
      `192.0.2.${digit}`,
      'present',
      [{ type: 'SOA', algorithm: 13, keyTag: key.tag, inception: NOW - DAY, expiration: NOW + 5 * DAY }],
    ]),
  );
});

test('no question is asked twice', async () => {
  const world = internet();
  await observe(netOf(world, signedExchange));
  assert.equal(new Set(world.asked).size, world.asked.length);
  assert.ok(world.asked.length <= 16, `${world.asked.length} questions`);
});

test('a zone without DS and without keys costs few questions', async () => {
  const world = internet({ zone: { keys: [] }, ds: [] });
  const seen = facts(await observe(netOf(world)));
  assert.deepEqual(verdicts(seen), [['SOA', false, 'insecure', 'no-ds']]);
  assert.deepEqual([seen.DS.state, seen.DNSKEY.state, seen.signatures], ['absent', 'absent', []]);
  assert.ok(world.asked.length <= 6, `${world.asked.length} questions`);
});

test('an island has keys and no DS', async () => {
  const seen = facts(await observe(netOf(internet({ ds: [] }), signedExchange)));
  assert.deepEqual(verdicts(seen), [['SOA', false, 'insecure', 'no-ds']]);
  assert.deepEqual([seen.DS.state, seen.DNSKEY.state], ['absent', 'present']);
});

test('expired signatures are bogus at the time of the observation', async () => {
  const setup: Setup = { zone: { expiration: NOW - DAY, inception: NOW - 10 * DAY } };
  const seen = facts(await observe(netOf(internet(setup), signedExchange)));
  assert.deepEqual(verdicts(seen), [['SOA', false, 'bogus', 'signature-expired']]);
  assert.deepEqual(
    seen.signatures.map(({ type }) => type),
    ['DNSKEY', 'SOA'],
  );
});

test('silence about the keys is unknown, silence about the zone too', async () => {
  const quiet = (question: string): Setup => ({
    spoil: (asked) => (asked === question ? { state: 'unknown', reason: 'timeout' } : undefined),
  });
  const keys = facts(await observe(netOf(internet(quiet('a.test. DNSKEY')))));
  assert.deepEqual(verdicts(keys), [['SOA', false, 'unknown', 'timeout']]);
  assert.equal(keys.DNSKEY.state, 'unknown');
  const zone = await observe(netOf(internet(quiet('a.test. SOA'))));
  assert.deepEqual(zone, { state: 'unknown', reason: 'timeout' });
});

test('a host below the domain is judged by the zone that it is in', async () => {
  const seen = facts(await observe(netOf(internet(), signedExchange), 'www.a.test'));
  assert.equal(seen.zone, ZONE);
});

test('a name in no zone of the domain is absent', async () => {
  const world = internet();
  const query: DnssecQuery = (_, type) => world.query('gone.test', type);
  assert.deepEqual(await observe(netOf({ ...world, query })), { state: 'absent' });
});

test('a long answer is asked for again over TCP, a silent server stays unknown', async () => {
  const transports: (string | undefined)[] = [];
  const exchange: Net['exchange'] = async (server, question) => {
    if (server.name === 'ns2.a.test') return { state: 'unknown', reason: 'timeout' };
    transports.push(question.transport);
    if (question.transport === 'tcp') return signedExchange(server, question);
    return { ...message, truncated: true, answers: [] };
  };
  const { servers } = facts(await observe(netOf(internet(), exchange)));
  assert.deepEqual(
    servers.map(({ DNSKEY, signatures }) => [DNSKEY.state, 'state' in signatures]),
    [
      ['present', false],
      ['unknown', true],
    ],
  );
  assert.deepEqual(transports.sort(), ['tcp', 'tcp', undefined, undefined]);
});

test('the keys that the network gives out are those that were read', async () => {
  const { query } = internet();
  const { answer } = readSet(await query(ZONE, 'DNSKEY'), ZONE, 'DNSKEY');
  assert.deepEqual(answer.state === 'present' ? answer.records : [], [zoneKey]);
});
