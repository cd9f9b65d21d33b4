import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, hostRecords, none, present, silent } from '../../test/dns-observation.ts';
import { judgeObservation } from '../../test/judge-observation.ts';
import { type DnsRecordsObservation, dnsRecords } from '../probes/dns-records.ts';
import { danglingAlias } from './dangling-alias.ts';

const HOST = 'www.acme.test';

function judged(changed: Partial<DnsRecordsObservation>, name = HOST) {
  return judgeObservation(danglingAlias, dnsRecords, hostRecords({ ...changed, name }), name);
}

const alias = { A: gone, AAAA: gone, CNAME: present('acme.shops.test') };
const nowhere = { ...alias, deadEnd: { aliases: ['acme.shops.test'], registration: null } };

test('an alias that leads to an address passes, and one to a name without', () => {
  assert.equal(judged({ CNAME: present('shops.test') }).outcome, 'pass');
  assert.equal(judged({ A: none, AAAA: none, CNAME: present('shops.test') }).outcome, 'pass');
});

test('an alias that leads nowhere is found', () => {
  const { outcome, evidence } = judged(nowhere);
  assert.equal(outcome, 'nowhere');
  assert.deepEqual(evidence, [{ name: HOST, 'leads to': 'acme.shops.test' }]);
});

for (const [state, outcome] of [
  ['free', 'registrable'],
  ['registered', 'nowhere'],
  ['unknown', 'nowhere'],
] as const) {
  test(`whether its domain can be registered decides: ${state} is ${outcome}`, () => {
    const deadEnd = { aliases: ['acme.gone.test'], registration: { domain: 'gone.test', state } };
    assert.equal(judged({ ...alias, deadEnd }).outcome, outcome);
  });
}

test('the other end of a proof for machines comes and goes, but must not be for sale', () => {
  assert.equal(judged(nowhere, '_acme-challenge.acme.test').outcome, 'notApplicable');
  const registration = { domain: 'gone.test', state: 'free' } as const;
  const deadEnd = { aliases: ['x.gone.test'], registration };
  assert.equal(judged({ ...alias, deadEnd }, '_acme-challenge.acme.test').outcome, 'registrable');
});

test('silence leaves it open', () => {
  assert.equal(judged({ CNAME: silent, A: silent }).outcome, 'open');
  assert.equal(judged({ CNAME: present('shops.test'), A: silent }).outcome, 'open');
  assert.equal(judged({ ...alias, deadEnd: null }).outcome, 'open');
});

test('a name that is no alias is not judged', () => {
  assert.equal(judged({}).outcome, 'notApplicable');
  assert.equal(judged({ A: gone, AAAA: gone, CNAME: gone }).outcome, 'notApplicable');
});
