import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { message, network, type Response } from '../../test/dnssec-network.ts';
import {
  dsAnchor,
  dsText,
  makeKey,
  NOW,
  type Record,
  type SignedZone,
  type SigningKey,
  signSet,
  signZone,
  withFlags,
  type ZoneOptions,
} from '../../test/dnssec-signer.ts';
import { type DnssecAnswer, type DnssecResult, validate } from './dnssec.ts';

const rootKey = makeKey(13);
const tldKey = makeKey(15);
const key = makeKey(13);
const now = new Date(NOW * 1000);
const timeout: DnssecAnswer = { state: 'unknown', reason: 'timeout' };
const DAY = 86_400;

const RECORDS = [
  'www 3600 A 192.0.2.1',
  'www 3600 A 192.0.2.2',
  '@ 3600 MX 10 mail',
  'alias 3600 CNAME www',
  'away 3600 CNAME www.other.test.',
  'nowhere 3600 CNAME gone',
  'loop 3600 CNAME pool',
  'pool 3600 CNAME loop',
  'deep.empty 3600 A 192.0.2.3',
  '*.wild 3600 A 192.0.2.4',
  '*.alias 3600 CNAME www',
  'old 3600 DNAME www.other.test.',
  'moved 3600 DNAME wild',
];

interface Setup {
  keys?: readonly SigningKey[];
  /** What the parent says of the zone: DS records, as text. */
  ds?: readonly string[];
  zone?: Partial<ZoneOptions>;
  tld?: Partial<ZoneOptions>;
  more?: readonly SignedZone[];
  change?: (zone: SignedZone) => void;
  spoil?: (question: string, response: Response) => DnssecAnswer | undefined;
}

/** The root, `test.`, the zone `a.test.` under trial, and `other.test.`, signed too. */
function internet({ keys = [key], ds, zone, tld, more = [], change, spoil }: Setup = {}) {
  const delegation = (ds ?? [dsText('a.test.', keys[0] ?? key)]).map((text) => `a 3600 DS ${text}`);
  const root = signZone({
    name: '.',
    keys: [rootKey],
    records: ['test 3600 NS ns.invalid.', `test 3600 DS ${dsText('test.', tldKey)}`],
  });
  const test = signZone({
    name: 'test.',
    keys: [tldKey],
    records: [
      'a 3600 NS ns.invalid.',
      ...delegation,
      'other 3600 NS ns.invalid.',
      `other 3600 DS ${dsText('other.test.', key)}`,
      'bare 3600 NS ns.invalid.',
      'zz 3600 A 192.0.2.9',
    ],
    ...tld,
  });
  const signed = signZone({ name: 'a.test.', keys, records: RECORDS, ...zone });
  change?.(signed);
  const other = signZone({ name: 'other.test.', keys: [key], records: RECORDS });
  const bare = signZone({ name: 'bare.test.', records: RECORDS });
  return network([root, test, signed, other, bare, ...more], spoil);
}

function ask(setup: Setup, name = 'www.a.test', type = 'A', at = now): Promise<DnssecResult> {
  return validate({ name, type }, internet(setup).query, { anchors: [dsAnchor('.', rootKey)], now: at });
}

const verdict = ({ state, reason, zone }: DnssecResult) => [state, reason, zone];

for (const denial of ['nsec', { iterations: 0, salt: '' }, { iterations: 3, salt: 'aabb' }] as const) {
  const how = denial === 'nsec' ? 'NSEC' : `NSEC3 of ${denial.iterations} iterations`;
  const answers: [title: string, name: string, type: string, answer: string, aliases?: string[]][] = [
    ['records', 'www.a.test', 'A', 'present'],
    ['records at the apex', 'A.Test.', 'mx', 'present'],
    ['the DS of a signed zone', 'a.test', 'DS', 'present'],
    ['the keys of a zone', 'a.test', 'DNSKEY', 'present'],
    ['no records of that type', 'www.a.test', 'TXT', 'nodata'],
    ['no records at the apex', 'a.test', 'TXT', 'nodata'],
    ['no DS at a name that is no zone', 'www.a.test', 'DS', 'nodata'],
    ['no name', 'gone.a.test', 'A', 'nxdomain'],
    ['no name far below one', 'x.y.www.a.test', 'A', 'nxdomain'],
    ['no name at an empty non-terminal', 'empty.a.test', 'A', 'nodata'],
    ['an answer from a wildcard', 'x.wild.a.test', 'A', 'present wildcard'],
    ['the same from far below', 'y.x.wild.a.test', 'A', 'present wildcard'],
    ['the wildcard itself', '*.wild.a.test', 'A', 'present'],
    ['no records of that type at a wildcard', 'x.wild.a.test', 'TXT', 'nodata'],
    ['an alias', 'alias.a.test', 'A', 'present', ['www.a.test']],
    ['an alias from a wildcard', 'x.alias.a.test', 'A', 'present', ['www.a.test']],
    ['an alias into another zone', 'away.a.test', 'A', 'present', ['www.other.test']],
    ['an alias that leads to no name', 'nowhere.a.test', 'A', 'nxdomain', ['gone.a.test']],
    ['the alias itself', 'alias.a.test', 'CNAME', 'present'],
    ['a name below a DNAME', 'x.moved.a.test', 'A', 'present wildcard', ['x.wild.a.test']],
    ['a name below a DNAME into another zone', 'x.old.a.test', 'A', 'nxdomain', ['x.www.other.test']],
  ];
  for (const [title, name, type, answer, aliases = []] of answers) {
    test(`${title} is secure with ${how}`, async () => {
      const result = await ask({ zone: { denial } }, name, type);
      const { answer: reply } = result;
      const told =
        reply?.state === 'absent'
          ? reply.reason
          : reply?.wildcard === true
            ? 'present wildcard'
            : reply?.state;
      assert.deepEqual(
        [result.state, result.reason, told, result.aliases],
        ['secure', 'validated', answer, aliases],
      );
    });
  }
}

test('the chain tells each zone, its DS records and keys, and when signatures expire', async () => {
  const { chain, answer } = await ask({ zone: { expiration: NOW + 5 * DAY } });
  assert.deepEqual(
    chain.map(({ zone, state, ds, keys, expires }) => [
      zone,
      state,
      ds.map(({ keyTag, digestType, used, matched }) => [keyTag, digestType, used, matched]),
      keys.map(({ keyTag, algorithm, flags, bits, trusted }) => [keyTag, algorithm, flags, bits, trusted]),
      expires,
    ]),
    [
      [
        '.',
        'secure',
        [[rootKey.tag, 2, true, true]],
        [[rootKey.tag, 13, 257, 256, true]],
        '2026-02-14T00:00:00.000Z',
      ],
      [
        'test',
        'secure',
        [[tldKey.tag, 2, true, true]],
        [[tldKey.tag, 15, 257, 256, true]],
        '2026-02-14T00:00:00.000Z',
      ],
      [
        'a.test',
        'secure',
        [[key.tag, 2, true, true]],
        [[key.tag, 13, 257, 256, true]],
        '2026-01-20T00:00:00.000Z',
      ],
    ],
  );
  assert.deepEqual(answer, {
    state: 'present',
    wildcard: false,
    records: ['c0000201', 'c0000202'].map((rdata) => ({ name: 'www.a.test', type: 'A', ttl: 3600, rdata })),
  });
});

test('how a zone denies is told', async () => {
  const nsec = await ask({}, 'gone.a.test');
  assert.deepEqual(nsec.chain.at(-1)?.denial, { kind: 'nsec' });
  const nsec3 = await ask({ zone: { denial: { iterations: 2, salt: 'ab' } } }, 'gone.a.test');
  assert.deepEqual(nsec3.chain.at(-1)?.denial, { kind: 'nsec3', iterations: 2, salt: 'ab', optOut: false });
});

for (const algorithm of [5, 7, 8, 10, 13, 14, 15, 16]) {
  test(`algorithm ${algorithm} is validated, and a forged record found out`, async () => {
    const keys = [makeKey(algorithm), makeKey(algorithm, { flags: 256 })];
    assert.equal((await ask({ keys })).state, 'secure');
    const forged = await ask({ keys, change: forge });
    assert.deepEqual(verdict(forged), ['bogus', 'bad-signature', 'a.test']);
  });
}

for (const digestType of [1, 2, 4]) {
  test(`a DS record of digest type ${digestType} is followed`, async () => {
    assert.equal((await ask({ ds: [dsText('a.test.', key, digestType)] })).state, 'secure');
    const [tag, algorithm] = [key.tag, 13];
    const wrong = `${tag} ${algorithm} ${digestType} ${dsText('b.test.', key, digestType).split(' ')[3]}`;
    assert.deepEqual(verdict(await ask({ ds: [wrong] })), ['bogus', 'no-matching-key', 'a.test']);
  });
}

/** Another address under the old signature. */
function forge(zone: SignedZone): void {
  const found = zone.records.find(({ name, type }) => name === 'www.a.test.' && type === 'A');
  if (found !== undefined) found.rdata = Buffer.from([192, 0, 2, 99]);
}

function drop(wanted: (record: Record) => boolean) {
  return (zone: SignedZone) => {
    zone.records = zone.records.filter((each) => !wanted(each));
  };
}

const covers = (type: number) => (each: Record) =>
  each.type === 'RRSIG' && each.rdata.readUInt16BE(0) === type;
const other = makeKey(13);
/** RSA with a modulus of 16 bits. */
const tooShort: SigningKey = { ...makeKey(8), tag: 0x050c, rdata: Buffer.from([1, 1, 3, 8, 1, 3, 255, 255]) };
const revoked = withFlags(key, 257 | 128);
const strong = dsText('a.test.', key, 2);
const weak = dsText('a.test.', key, 1);
const broken = (text: string) => `${text.slice(0, -4)}0000`;

type Fault = [title: string, setup: Setup, verdict: string[], question?: [name: string, type: string]];
const faults: Fault[] = [
  ['no signature over the records', { change: drop(covers(1)) }, ['bogus', 'missing-signature', 'a.test']],
  [
    'no signatures at all',
    { change: drop(({ type }) => type === 'RRSIG') },
    ['bogus', 'missing-signature', 'a.test'],
  ],
  [
    'signatures that have expired',
    { zone: { expiration: NOW - 1 } },
    ['bogus', 'signature-expired', 'a.test'],
  ],
  [
    'signatures of the future',
    { zone: { inception: NOW + 1 } },
    ['bogus', 'signature-not-yet-valid', 'a.test'],
  ],
  ['a DS of another key', { ds: [dsText('a.test.', other)] }, ['bogus', 'no-matching-key', 'a.test']],
  ['a DS, but no key', { change: drop(({ type }) => type === 'DNSKEY') }, ['bogus', 'no-dnskey', 'a.test']],
  ['keys that are not signed', { change: drop(covers(48)) }, ['bogus', 'missing-signature', 'a.test']],
  [
    'records signed by a stranger to the zone',
    { change: (zone) => resign(zone, 'www.a.test.', 'A', other, 'a.test.') },
    ['bogus', 'no-matching-key', 'a.test'],
  ],
  [
    'records signed by a key without the zone flag',
    { keys: [key, makeKey(13, { flags: 0 })] },
    ['bogus', 'no-matching-key', 'a.test'],
  ],
  [
    'records signed by a key of another protocol',
    { keys: [key, makeKey(13, { flags: 256, protocol: 2 })] },
    ['bogus', 'no-matching-key', 'a.test'],
  ],
  ['a DS of a revoked key', { keys: [revoked] }, ['bogus', 'revoked-key', 'a.test']],
  ['a DS of a key since revoked', { keys: [revoked], ds: [strong] }, ['bogus', 'revoked-key', 'a.test']],
  ['a key that is too short', { keys: [tooShort] }, ['bogus', 'unsupported-key', 'a.test']],
  [
    'SHA-1 that fits beside SHA-256 that does not',
    { ds: [weak, broken(strong)] },
    ['bogus', 'no-matching-key', 'a.test'],
  ],
  [
    'no denial of a type',
    { change: drop(({ type }) => type === 'NSEC') },
    ['bogus', 'missing-denial', 'a.test'],
    ['www.a.test', 'TXT'],
  ],
  [
    'no denial of a name',
    { change: drop(({ type }) => type === 'NSEC') },
    ['bogus', 'missing-denial', 'a.test'],
    ['gone.a.test', 'A'],
  ],
  [
    'a denial whose signature has expired',
    { zone: { expiration: NOW - 1 } },
    ['bogus', 'signature-expired', 'a.test'],
    ['gone.a.test', 'A'],
  ],
  [
    'a wildcard passed off as the answer of a name that exists',
    { change: (zone) => pass(zone, '*.wild.a.test.', 'known.wild.a.test.') },
    ['bogus', 'missing-denial', 'a.test'],
    ['known.wild.a.test', 'A'],
  ],
  [
    'a name said not to exist that does',
    { spoil: (question, response) => claim(question, response, 'www.a.test. TXT') },
    ['bogus', 'missing-denial', 'a.test'],
    ['www.a.test', 'TXT'],
  ],
  [
    'a parent that does not deny the DS',
    { spoil: (question, response) => strip(question, response, 'bare.test. DS') },
    ['bogus', 'missing-denial', 'test'],
    ['www.bare.test', 'A'],
  ],
  [
    'an alias that ends bogus',
    { change: forge },
    ['bogus', 'bad-signature', 'a.test'],
    ['alias.a.test', 'A'],
  ],
];
for (const [title, setup, expected, [name, type] = ['www.a.test', 'A']] of faults) {
  test(`${title}: bogus, and unknown when a zone above is silent`, async () => {
    assert.deepEqual(verdict(await ask(setup, name, type)), expected);
    const silent = (question: string) => (question === 'test. DNSKEY' ? timeout : undefined);
    assert.deepEqual(verdict(await ask({ ...setup, spoil: silent }, name, type)), [
      'unknown',
      'timeout',
      'test',
    ]);
  });
}

/** The set's signature by somebody else. */
function resign(zone: SignedZone, name: string, type: string, by: SigningKey, signer: string): void {
  const set = zone.records.filter((each) => each.name === name && each.type === type);
  zone.records = zone.records.filter((each) => !(each.name === name && covers(1)(each)));
  zone.records.push(signSet(set, by, signer));
}

/** What a wildcard holds, under another name. */
function pass(zone: SignedZone, from: string, to: string): void {
  zone.records.push(
    ...zone.records
      .filter((each) => each.name === from && each.type !== 'NSEC')
      .map((each) => ({ ...each, name: to })),
  );
}

function claim(question: string, response: Response, wanted: string): undefined {
  if (question === wanted) response.rcode = 3;
}

function strip(question: string, response: Response, wanted: string): undefined {
  if (question === wanted) response.authority = response.authority.filter(({ type }) => type === 'SOA');
}

const insecure: Fault[] = [
  ['no DS, denied by NSEC', {}, ['insecure', 'no-ds', 'bare.test'], ['www.bare.test', 'A']],
  ['a name that does not exist there', {}, ['insecure', 'no-ds', 'bare.test'], ['gone.x.bare.test', 'A']],
  [
    'no DS, denied by NSEC3',
    { tld: { denial: { iterations: 1, salt: 'cd' } } },
    ['insecure', 'no-ds', 'bare.test'],
    ['www.bare.test', 'A'],
  ],
  [
    'no DS, in an opt-out span',
    { tld: { denial: { optOut: true }, unhashed: ['bare.test.'] } },
    ['insecure', 'opt-out', 'bare.test'],
    ['www.bare.test', 'A'],
  ],
  [
    'a DS of an unknown algorithm alone',
    { ds: ['1 200 2 ab'] },
    ['insecure', 'unsupported-algorithm', 'a.test'],
  ],
  ['a DS of RSAMD5 alone', { ds: ['1 1 2 ab'] }, ['insecure', 'unsupported-algorithm', 'a.test']],
  ['a DS of an unknown digest alone', { ds: ['1 13 200 ab'] }, ['insecure', 'unsupported-digest', 'a.test']],
  [
    'NSEC3 of too many iterations',
    { zone: { denial: { iterations: 501 } } },
    ['insecure', 'nsec3-iterations', 'a.test'],
    ['gone.a.test', 'A'],
  ],
];
for (const [title, setup, expected, [name, type] = ['www.a.test', 'A']] of insecure) {
  test(`${title}: insecure, and unknown when the cut is silent`, async () => {
    const result = await ask(setup, name, type);
    assert.deepEqual(verdict(result), expected);
    assert.equal(result.chain.find(({ zone }) => zone === expected[2])?.state, 'insecure');
    const silent = (question: string) => (/^(?:bare|a)\.test\. DS$/.test(question) ? timeout : undefined);
    assert.deepEqual(verdict(await ask({ ...setup, spoil: silent }, name, type)).slice(0, 2), [
      'unknown',
      'timeout',
    ]);
  });
}

test('a name that an opt-out span may hold is insecure, whatever the server says of it', async () => {
  const tld = { denial: { optOut: true }, unhashed: ['bare.test.'] };
  assert.deepEqual(verdict(await ask({ tld }, 'gone.test')), ['insecure', 'opt-out', 'gone.test']);
  assert.equal((await ask({ tld }, 'zz.test')).state, 'secure');
});

test('NSEC3 of 500 iterations is still followed', async () => {
  const result = await ask({ zone: { denial: { iterations: 500, salt: 'ab' } } }, 'gone.a.test');
  assert.equal(result.state, 'secure');
});

const refusals: [rcode: number, reason: string][] = [
  [2, 'servfail'],
  [5, 'refused'],
  [4, 'failed'],
];
for (const [rcode, reason] of refusals) {
  for (const asked of ['. DNSKEY', 'test. DS', 'a.test. DS', 'a.test. DNSKEY', 'www.a.test. A']) {
    test(`error ${rcode} to ${asked} is unknown, never bogus`, async () => {
      const refuse = (question: string, response: Response) => {
        if (question === asked) Object.assign(response, { rcode, answer: [], authority: [] });
        return undefined;
      };
      const { state, reason: told } = await ask({ spoil: refuse });
      assert.deepEqual([state, told], ['unknown', reason]);
    });
  }
}

test('a response that is cut off, cannot be read, or answers something else is unknown', async () => {
  const cut = message('www.a.test.', 'A', { rcode: 0, answer: [], authority: [] });
  cut.writeUInt16BE(0x8600, 2);
  const elsewhere = message('other.a.test.', 'A', { rcode: 0, answer: [], authority: [] });
  const cases: [DnssecAnswer, string][] = [
    [cut, 'truncated'],
    [Buffer.from('nonsense'), 'malformed'],
    [elsewhere, 'malformed'],
    [{ state: 'unknown', reason: 'blocked' }, 'blocked'],
  ];
  for (const [answer, reason] of cases) {
    const result = await ask({ spoil: (question) => (question === 'www.a.test. A' ? answer : undefined) });
    assert.deepEqual([result.state, result.reason, result.answer], ['unknown', reason, null]);
  }
});

test('a referral is no answer', async () => {
  const refer = (question: string, response: Response) => {
    if (question !== 'www.a.test. A') return undefined;
    const authority = [{ name: 'a.test.', type: 'NS', ttl: 60, rdata: Buffer.from([0]) }];
    Object.assign(response, { answer: [], authority });
    return undefined;
  };
  const result = await ask({ spoil: refer });
  assert.deepEqual([result.state, result.reason, result.answer], ['unknown', 'referral', null]);
});

test('without an anchor at or above the name nothing can be told', async () => {
  const { query } = internet();
  const anchors = [dsAnchor('other.test.', key)];
  const result = await validate({ name: 'www.a.test', type: 'A' }, query, { anchors, now });
  assert.deepEqual(verdict(result), ['unknown', 'no-anchor', 'a.test']);
});

test('an anchor may be a DNSKEY, of any zone, and the closest is taken', async () => {
  const { query, asked } = internet();
  const { flags, protocol, algorithm, publicKey } = key;
  const own = { name: 'a.test', flags, protocol, algorithm, publicKey: publicKey.toString('base64') };
  const anchors = [dsAnchor('.', makeKey(15)), own];
  assert.equal((await validate({ name: 'www.a.test', type: 'A' }, query, { anchors, now })).state, 'secure');
  assert.deepEqual(asked, ['www.a.test. A', 'a.test. DNSKEY']);
});

test('aliases in a circle end', async () => {
  const result = await ask({}, 'loop.a.test');
  assert.deepEqual(verdict(result), ['unknown', 'alias-loop', 'pool.a.test']);
});

test('an alias from a secure into an unsigned zone is insecure', async () => {
  const records = ['out 3600 CNAME www.bare.test.'];
  const result = await ask({ zone: { records } }, 'out.a.test');
  assert.deepEqual(verdict(result), ['insecure', 'no-ds', 'bare.test']);
  assert.equal(result.answer?.state, 'present');
});

test('no name twice: each question is asked once', async () => {
  const { query, asked } = internet();
  await validate({ name: 'alias.a.test', type: 'A' }, query, { anchors: [dsAnchor('.', rootKey)], now });
  assert.equal(new Set(asked).size, asked.length);
  assert.ok(asked.length <= 8, asked.join(', '));
});

test('the record at a cut denies nothing below it (RFC 6840 section 4.1)', async () => {
  const misuse = (question: string, response: Response) => {
    if (question === 'www.a.test. A')
      Object.assign(response, { rcode: 3, answer: [], authority: parentSide });
    if (question === 'www.a.test. DS' || question === 'a.test. DS')
      Object.assign(response, { answer: [], authority: parentSide });
    return undefined;
  };
  const cut = signZone({
    name: 'test.',
    keys: [tldKey],
    records: ['a 3600 NS ns.invalid.', `a 3600 DS ${strong}`],
  });
  const parentSide = cut.records.filter(
    ({ name, type }) => name === 'a.test.' && (type === 'NSEC' || type === 'RRSIG'),
  );
  assert.deepEqual(verdict(await ask({ spoil: misuse })), ['bogus', 'missing-denial', 'test']);
});

test('a crowd of keys of one tag and of signatures costs a bounded number of trials', async () => {
  const crowd = (zone: SignedZone) => {
    const signatures = zone.records.filter((each) => each.name === 'www.a.test.' && covers(1)(each));
    zone.records = zone.records.filter((each) => !signatures.includes(each));
    for (let index = 0; index < 300; index += 1) {
      for (const each of signatures) {
        const rdata = Buffer.from(each.rdata);
        rdata.writeUInt16BE(index, rdata.length - 2);
        zone.records.push({ ...each, rdata });
      }
    }
  };
  assert.deepEqual(verdict(await ask({ change: crowd })), ['bogus', 'too-many-signatures', 'a.test']);
});

test('a name of very many labels under costly hashing ends without a verdict of its own', async () => {
  const name = `${'x.'.repeat(100)}a.test`;
  const result = await ask({ zone: { denial: { iterations: 500, salt: 'ab'.repeat(60) } } }, name);
  assert.ok(['secure', 'unknown'].includes(result.state));
});

test('names are handed to query as the question writes them', async () => {
  const { query } = internet();
  const names: string[] = [];
  const noting = (name: string, type: string) => {
    names.push(name);
    return query(name, type);
  };
  await validate({ name: 'WWW.a.test.', type: 'a' }, noting, { anchors: [dsAnchor('.', rootKey)], now });
  assert.deepEqual(names.toSorted(), ['.', 'a.test.', 'a.test.', 'test.', 'test.', 'www.a.test.']);
});

test('what is no question, and no anchor, is a TypeError', async () => {
  const { query } = internet();
  const questions = [
    { name: 'a..test', type: 'A' },
    { name: 'a.test', type: 'ANY' },
    { name: 'a.test', type: 'nonsense' },
  ];
  for (const question of questions) await assert.rejects(validate(question, query, { now }), TypeError);
  const anchors = [{ name: '.', keyTag: 1, algorithm: 8, digestType: 2, digest: '' }];
  await assert.rejects(validate({ name: 'a.test', type: 'A' }, query, { anchors, now }), TypeError);
});

test('whatever a server sends, there is a verdict, and it is not secure', async () => {
  const anchors = [dsAnchor('.', rootKey)];
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const { query } = internet();
      const hostile = async (name: string, type: string) => (type === 'A' ? bytes : query(name, type));
      const { state } = await validate({ name: 'www.a.test', type: 'A' }, hostile, { anchors, now });
      assert.notEqual(state, 'secure');
    }),
    { numRuns: 200 },
  );
});

test('one octet changed anywhere in a response never makes other records secure', async () => {
  const anchors = [dsAnchor('.', rootKey)];
  const { query } = internet();
  const truth = await validate({ name: 'www.a.test', type: 'A' }, query, { anchors, now });
  const rdata = (result: DnssecResult) =>
    result.answer?.state === 'present' ? result.answer.records.map((each) => each.rdata) : [];
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.nat(5), async (at, flip, nth) => {
      let asked = -1;
      const noisy = async (name: string, type: string) => {
        asked += 1;
        const answer = Buffer.from((await query(name, type)) as Buffer);
        if (asked === nth) answer[at % answer.length] = (answer[at % answer.length] ?? 0) ^ flip;
        return answer;
      };
      const result = await validate({ name: 'www.a.test', type: 'A' }, noisy, { anchors, now });
      if (result.state === 'secure') assert.deepEqual(rdata(result), rdata(truth));
    }),
    { numRuns: 300 },
  );
});
