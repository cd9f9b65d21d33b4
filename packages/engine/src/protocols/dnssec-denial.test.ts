import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  makeKey,
  type Record,
  signSet,
  signZone,
  typeNumber,
  type ZoneOptions,
} from '../../test/dnssec-signer.ts';
import { newBudget } from './dnssec-budget.ts';
import { denialIn } from './dnssec-denial.ts';
import { type Name, parseName } from './dnssec-name.ts';
import { readDnskey, readRrsig } from './dnssec-records.ts';
import { zoneKey } from './dnssec-signature.ts';

const key = makeKey(13);
const name = (text: string): Name => parseName(text) ?? assert.fail(text);
const trusted = zoneKey(readDnskey({ name: [], type: 48, ttl: 0, rdata: key.rdata }) ?? assert.fail());

const wire = ({ name: owner, type, ttl, rdata }: Record) => ({
  name: name(owner),
  type: typeNumber(type),
  ttl,
  rdata,
});

function denialRecords(denial: NonNullable<ZoneOptions['denial']>) {
  const { records } = signZone({ name: 'a.test.', keys: [key], records: ['www 60 A 192.0.2.1'], denial });
  return records
    .filter(
      ({ type, rdata }) =>
        type.startsWith('NSEC') || (type === 'RRSIG' && [47, 50].includes(rdata.readUInt16BE(0))),
    )
    .map(wire);
}

function read(section: ReturnType<typeof wire>[]) {
  const now = readRrsig(section.findLast(({ type }) => type === 46) ?? assert.fail())?.inception ?? 0;
  return denialIn(section, { zone: name('a.test'), keys: [trusted], now, budget: newBudget() });
}

test('NSEC and NSEC3 tell how they deny', () => {
  assert.deepEqual(read(denialRecords('nsec'))?.kind, { kind: 'nsec' });
  const kind = read(denialRecords({ iterations: 2, salt: 'abcd', optOut: true }))?.kind;
  assert.deepEqual(kind, { kind: 'nsec3', iterations: 2, salt: 'abcd', optOut: true });
});

test('150 iterations are followed, 151 are insecure (RFC 9276 section 3.2)', () => {
  assert.ok(read(denialRecords({ iterations: 150 })) !== null);
  assert.throws(() => read(denialRecords({ iterations: 151 })), {
    state: 'insecure',
    reason: 'nsec3-iterations',
  });
});

test('the count of iterations is believed only when it is signed', () => {
  const forged = denialRecords({ iterations: 1 }).map((each) => {
    if (each.type !== 50) return each;
    const rdata = Buffer.from(each.rdata);
    rdata.writeUInt16BE(501, 2);
    return { ...each, rdata };
  });
  assert.throws(() => read(forged), { state: 'bogus', reason: 'bad-signature' });
});

test('one record that cannot be verified does not spoil the others', () => {
  const records = denialRecords('nsec');
  const [first] = records.filter(({ type }) => type === 47);
  const spoilt = records.map((each) =>
    each === first ? { ...each, rdata: Buffer.concat([each.rdata, Buffer.from([1, 1, 1])]) } : each,
  );
  assert.equal(read(spoilt)?.signatures.length, 1);
});

test('a record that a wildcard made denies nothing', () => {
  const made: Record = {
    name: 'x.a.test.',
    type: 'NSEC',
    ttl: 60,
    rdata: Buffer.from('\x01z\x01a\x04test\0\0\x01\x40', 'latin1'),
  };
  const star = signSet([{ ...made, name: '*.a.test.' }], key, 'a.test.');
  assert.equal(read([made, { ...star, name: 'x.a.test.' }].map(wire)), null);
});

test('no records, no denial', () => {
  const [signature] = denialRecords('nsec').filter(({ type }) => type === 46);
  assert.equal(read([signature ?? assert.fail()]), null);
});
