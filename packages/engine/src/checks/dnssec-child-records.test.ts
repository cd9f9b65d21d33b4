import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, present, silent } from '../../test/dns-observation.ts';
import {
  dnskey,
  ds,
  server,
  signature,
  signedZone,
  unsignedZone,
  zoneKey,
} from '../../test/dnssec-observation.ts';
import { makeKey } from '../../test/dnssec-signer.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnssec } from '../probes/dnssec.ts';
import { dnssecChildRecords } from './dnssec-child-records.ts';

const judged = (changed: Parameters<typeof signedZone>[0]) =>
  judgeObservation(dnssecChildRecords, dnssec, signedZone(changed));
const other = makeKey(13);
const remove = { keyTag: 0, algorithm: 0, digestType: 0, digest: '00' };
const removeKey = { flags: 0, protocol: 3, algorithm: 0, publicKey: 'AA==' };

test('CDS and CDNSKEY of the key that signs pass, and so does a zone without', () => {
  assert.equal(judged({}).outcome, 'pass');
  assert.equal(judged({ CDS: none, CDNSKEY: none }).outcome, 'pass');
  assert.equal(judged({ CDNSKEY: none }).outcome, 'pass');
});

test('so do a change of keys on its way, and the wish to be unsigned', () => {
  const keys = [dnskey(zoneKey), dnskey(other)];
  const change = { DNSKEY: present(...keys), CDS: present(ds(other)), CDNSKEY: present(dnskey(other)) };
  assert.equal(judged(change).outcome, 'pass');
  assert.equal(judged({ CDS: present(remove), CDNSKEY: present(removeKey) }).outcome, 'pass');
});

test('CDS records of no key of the zone are found', () => {
  assert.equal(judged({ CDS: present(ds(other)), CDNSKEY: none }).outcome, 'cds-mismatch');
  assert.equal(judged({ CDS: present(remove, ds(zoneKey)), CDNSKEY: none }).outcome, 'cds-mismatch');
});

test('CDNSKEY records of no key of the zone, or of others than CDS, are found', () => {
  assert.equal(judged({ CDNSKEY: present(dnskey(other)), CDS: none }).outcome, 'cdnskey-mismatch');
  const both = present(dnskey(zoneKey), dnskey(other));
  const { outcome, evidence } = judged({ DNSKEY: both, CDNSKEY: both });
  assert.equal(outcome, 'cdnskey-mismatch');
  assert.match(evidence[0]?.problem ?? '', new RegExp(`${other.tag}`));
  assert.equal(judged({ CDNSKEY: present(removeKey) }).outcome, 'cdnskey-mismatch');
});

test('signatures of a key that another server does not have are found', () => {
  const elsewhere = server(2, {
    DNSKEY: present(dnskey(other)),
    signatures: [signature('SOA', -2, 26, other.tag)],
  });
  const { outcome, evidence } = judged({ servers: [server(1), elsewhere] });
  assert.equal(outcome, 'keys-differ');
  assert.match(evidence[0]?.difference ?? '', /^ns1\.acme\.test 192\.0\.2\.1 signs with key/);
});

test('so is a server without keys in a signed zone', () => {
  assert.equal(
    judged({ servers: [server(1), server(2, { DNSKEY: none, signatures: [] })] }).outcome,
    'keys-differ',
  );
});

test('where nobody validates, nothing breaks', () => {
  const servers = [server(1), server(2, { DNSKEY: none, signatures: [] })];
  assert.equal(judged({ DS: none, servers }).outcome, 'pass');
});

test('a key in waiting at one of the servers is no fault', () => {
  const ahead = server(2, { DNSKEY: present(dnskey(zoneKey), dnskey(other)) });
  assert.equal(judged({ servers: [server(1), ahead] }).outcome, 'pass');
});

test('silence leaves it open', () => {
  assert.equal(judged({ CDS: silent }).outcome, 'open');
  assert.equal(judged({ DNSKEY: silent }).outcome, 'open');
  const mute = server(2, { DNSKEY: silent, signatures: { state: 'unknown', reason: 'timeout' } });
  assert.equal(judged({ servers: [server(1), mute] }).outcome, 'open');
});

test('a zone that is not signed is not judged', () => {
  assert.equal(judgeObservation(dnssecChildRecords, dnssec, unsignedZone()).outcome, 'notApplicable');
});
