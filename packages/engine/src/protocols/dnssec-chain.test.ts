import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, internet, key, now, type Setup, timeout, tldKey, verdict } from '../../test/dnssec-internet.ts';
import type { Response } from '../../test/dnssec-network.ts';
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
} from '../../test/dnssec-signer.ts';
import { validate } from './dnssec.ts';

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
  const result = await ask({ zone: { denial: { iterations: 150, salt: 'ab'.repeat(60) } } }, name);
  assert.ok(['secure', 'unknown'].includes(result.state));
});
