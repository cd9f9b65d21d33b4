import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { rdapStatus } from './rdap-status.ts';

const cases: [text: string, status: string][] = [
  ['client transfer prohibited', 'client transfer prohibited'],
  ['clientTransferProhibited', 'client transfer prohibited'],
  ['Client_Transfer_Prohibited', 'client transfer prohibited'],
  ['serverHold', 'server hold'],
  ['autoRenewPeriod', 'auto renew period'],
  ['ok', 'active'],
  ['linked', 'associated'],
  ['ACTIVE', 'active'],
  ['paid and in zone', 'paid and in zone'],
  [' Paid ', 'paid'],
  ['', ''],
];

describe('rdapStatus', () => {
  for (const [text, status] of cases) {
    it(`${JSON.stringify(text)} is ${JSON.stringify(status)}`, () => assert.equal(rdapStatus(text), status));
  }

  it('bounds what it does not know', () => assert.equal(rdapStatus('x'.repeat(10_000)).length, 100));

  it('is a fixed point', () => {
    fc.assert(
      fc.property(fc.string(), (text) => assert.equal(rdapStatus(rdapStatus(text)), rdapStatus(text).trim())),
    );
  });
});
