import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeKey, type Record, record, signSet, typeNumber } from '../../test/dnssec-signer.ts';
import { newBudget } from './dnssec-budget.ts';
import { type Rrset, rrsetOf } from './dnssec-canonical.ts';
import { type Name, parseName } from './dnssec-name.ts';
import { readDnskey, readRrsig } from './dnssec-records.ts';
import { verifyRrset, zoneKey } from './dnssec-signature.ts';

const key = makeKey(15);
const name = (text: string): Name => parseName(text) ?? assert.fail(text);
const wire = ({ name: owner, type, ttl, rdata }: Record) => ({
  name: name(owner),
  type: typeNumber(type),
  ttl,
  rdata,
});
const trusted = zoneKey(readDnskey({ name: [], type: 48, ttl: 0, rdata: key.rdata }) ?? assert.fail());
const DAY = 86_400;
const AT = 1_800_000_000;

interface Case {
  owner?: string;
  signer?: string;
  zone?: string;
  labels?: number;
  inception?: number;
  expiration?: number;
  now?: number;
  ttl?: number;
}

function verify({
  owner = 'www.a.test.',
  signer = 'a.test.',
  zone = 'a.test',
  now = AT,
  ttl = 3600,
  ...made
}: Case) {
  const address = record(`${owner} ${ttl} A 192.0.2.1`, '.');
  const signed = signSet([address], key, signer, { inception: AT - DAY, expiration: AT + DAY, ...made });
  const signature = readRrsig(wire(signed)) ?? assert.fail();
  const set: Rrset = rrsetOf([wire(address)], name(owner), 1) ?? assert.fail();
  return verifyRrset(set, [signature], { zone: name(zone), keys: [trusted], now, budget: newBudget() });
}

test('a signature holds from its inception to its expiration, both included', () => {
  assert.equal(verify({ now: AT - DAY }).tag, key.tag);
  assert.equal(verify({ now: AT + DAY }).expires, AT + DAY);
  assert.throws(() => verify({ now: AT - DAY - 1 }), { reason: 'signature-not-yet-valid' });
  assert.throws(() => verify({ now: AT + DAY + 1 }), { reason: 'signature-expired' });
});

test('times go on after 2106 (RFC 1982)', () => {
  const turn = 2 ** 32;
  const across = { inception: turn - DAY, expiration: DAY };
  assert.equal(verify({ ...across, now: turn + 10 }).expires, turn + DAY);
  assert.throws(() => verify({ ...across, now: turn + DAY + 1 }), { reason: 'signature-expired' });
});

test('records may be held no longer than the signature lasts', () => {
  assert.equal(verify({}).ttl, 3600);
  assert.equal(verify({ now: AT + DAY - 10 }).ttl, 10);
});

const refused: [title: string, given: Case, reason: string][] = [
  ['a signature by another zone', { signer: 'b.test.' }, 'no-matching-key'],
  ['a signature by the zone above', { signer: 'test.' }, 'no-matching-key'],
  ['records outside the zone', { owner: 'www.b.test.' }, 'no-matching-key'],
  ['more labels than the name has', { labels: 4 }, 'bad-signature'],
  ['a wildcard above the zone', { labels: 1 }, 'bad-signature'],
  ['fewer labels than were signed', { labels: 2 }, 'bad-signature'],
];
for (const [title, given, reason] of refused) {
  test(`${title} is refused`, () => assert.throws(() => verify(given), { reason }));
}

test('an asterisk is no label: the wildcard itself is not expanded', () => {
  assert.equal(verify({ owner: '*.a.test.' }).labels, 2);
});

test('without any signature that is what is missing', () => {
  const set = rrsetOf([wire(record('a.test. 60 A 192.0.2.1', '.'))], name('a.test'), 1) ?? assert.fail();
  const context = { zone: name('a.test'), keys: [trusted], now: AT, budget: newBudget() };
  assert.throws(() => verifyRrset(set, [], context), { state: 'bogus', reason: 'missing-signature' });
});

test('when nothing is left to spend the outcome is unknown', () => {
  const address = record('a.test. 60 A 192.0.2.1', '.');
  const signature = readRrsig(wire(signSet([address], key, 'a.test.'))) ?? assert.fail();
  const set = rrsetOf([wire(address)], name('a.test'), 1) ?? assert.fail();
  const now = signature.inception;
  const budget = { ...newBudget(), verifications: 0 };
  const context = { zone: name('a.test'), keys: [trusted], now, budget };
  assert.throws(() => verifyRrset(set, [signature], context), { state: 'unknown', reason: 'budget' });
});
