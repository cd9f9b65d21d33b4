import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apexRecords, gone, hostRecords, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { dnsRecords } from '../probes/dns-records.ts';
import { apexAlias } from './apex-alias.ts';

const judged = (value: unknown, name?: string) => judgeObservation(apexAlias, dnsRecords, value, name);

test('a domain with addresses of its own passes', () => {
  assert.equal(judged(apexRecords()).outcome, 'pass');
  assert.equal(judged(apexRecords({ A: none, AAAA: none })).outcome, 'pass');
});

test('a domain that is an alias is found', () => {
  const { outcome, evidence } = judged(apexRecords({ CNAME: present('cdn.other.test') }));
  assert.equal(outcome, 'alias');
  assert.deepEqual(evidence, [{ name: 'acme.test', CNAME: 'cdn.other.test' }]);
});

test('a host may be an alias', () => {
  const host = hostRecords({ CNAME: present('cdn.other.test') });
  assert.equal(judged(host, 'www.acme.test').outcome, 'notApplicable');
});

test('silence leaves it open, a domain that does not exist is not judged', () => {
  assert.equal(judged(apexRecords({ CNAME: silent })).outcome, 'open');
  assert.equal(judged(apexRecords({ CNAME: gone, A: gone })).outcome, 'notApplicable');
});
