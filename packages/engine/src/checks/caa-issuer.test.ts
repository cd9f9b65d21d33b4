import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostRecords, none, present, silent } from '../../test/dns-observation.ts';
import { certificate, HOST, OBSERVED_AT, session } from '../../test/judge-host.ts';
import { judge } from '../judge.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { tlsHandshake } from '../probes/tls-handshake.ts';
import type { CaaRecord } from '../protocols/dns-answer.ts';
import type { TlsObservation } from '../protocols/tls-session.ts';
import { caaIssuer } from './caa-issuer.ts';

const LETS_ENCRYPT = "C=US, O=Let's Encrypt, CN=R11";

function caa(value: string, tag = 'issue'): CaaRecord {
  return { critical: false, tag, value };
}

function judged(CAA: DnsRecordsObservation['CAA'], tls: TlsObservation): string {
  const observations = [
    { module: dnsRecords.id, value: dnsRecords.observation.parse(hostRecords({ CAA })) },
    { module: tlsHandshake.id, value: tlsHandshake.observation.parse(tls) },
  ];
  const { verdicts, findings } = judge(
    {
      target: { name: 'acme.test', registrable: 'acme.test' },
      entities: [{ kind: 'FQDN', name: HOST, attributes: {} }],
      observations: observations.map((each) => ({
        ...each,
        entity: `FQDN:${HOST}`,
        at: OBSERVED_AT.toISOString(),
      })),
    },
    [caaIssuer],
  );
  return findings[0]?.code ?? verdicts[0]?.outcome ?? 'none';
}

const issued = (issuer: string, wish = {}) => session({ leaf: certificate({ issuer, ...wish }) });
const at = (...records: CaaRecord[]): DnsRecordsObservation['CAA'] => [
  { name: HOST, answer: none },
  { name: 'acme.test', answer: present(...records) },
];

test('a certificate of an authority that is named passes', () => {
  assert.equal(judged(at(caa('letsencrypt.org')), issued(LETS_ENCRYPT)), 'pass');
});

test('one of another authority is found, as probable', () => {
  assert.equal(judged(at(caa('digicert.com')), issued(LETS_ENCRYPT)), 'caa-issuer/not-allowed');
  assert.equal(caaIssuer.findings['not-allowed'].confidence, 'probable');
});

test('a wildcard certificate goes by issuewild above the host', () => {
  const wild = { dnsNames: ['*.acme.test'] };
  const records = [caa('letsencrypt.org'), caa(';', 'issuewild')];
  assert.equal(judged(at(...records), issued(LETS_ENCRYPT, wild)), 'caa-issuer/not-allowed');
  assert.equal(judged(at(...records), issued(LETS_ENCRYPT)), 'pass');
  const here = [{ name: HOST, answer: present(caa(';')) }];
  assert.equal(judged(here, issued(LETS_ENCRYPT, wild)), 'open');
});

test('an authority that we do not know is never found fault with', () => {
  assert.equal(judged(at(caa('digicert.com')), issued('CN=Some New Authority')), 'notApplicable');
});

test('CAA binds neither private authorities nor certificates of other names', () => {
  const untrusted = { ...issued(LETS_ENCRYPT), pathError: 'SELF_SIGNED_CERT_IN_CHAIN' };
  assert.equal(judged(at(caa('digicert.com')), untrusted), 'notApplicable');
  const foreign = issued(LETS_ENCRYPT, { dnsNames: ['other.test'] });
  assert.equal(judged(at(caa('digicert.com')), foreign), 'notApplicable');
});

test('without CAA, and without TLS, there is nothing to judge', () => {
  assert.equal(judged([{ name: HOST, answer: none }], issued(LETS_ENCRYPT)), 'notApplicable');
  assert.equal(judged([], issued(LETS_ENCRYPT)), 'notApplicable');
  const absent = { state: 'absent', reason: 'connection-refused' } as const;
  assert.equal(judged(at(caa('digicert.com')), absent), 'notApplicable');
});

test('silence about either leaves it open', () => {
  assert.equal(judged([{ name: HOST, answer: silent }], issued(LETS_ENCRYPT)), 'open');
  assert.equal(judged(at(caa('digicert.com')), { state: 'unknown', reason: 'timeout' }), 'open');
  const unread = session({ leaf: { state: 'unknown', reason: 'malformed' } });
  assert.equal(judged(at(caa('digicert.com')), unread), 'open');
});
