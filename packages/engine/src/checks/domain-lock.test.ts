import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EntityOf } from '@cyborux/contract';
import type { Judgement } from '../check.ts';
import { domainLock } from './domain-lock.ts';

const observedAt = new Date('2026-03-01T12:00:00.000Z');
const target = { name: 'acme.example', registrable: 'acme.example' };

function judge(attributes: EntityOf<'DomainRecord'>['attributes'] | undefined, name = 'acme.example') {
  const record: EntityOf<'DomainRecord'> | undefined = attributes && {
    kind: 'DomainRecord',
    name: 'acme.example',
    attributes,
  };
  const facts = { record: domainLock.needs.record.pick(record ? [record] : []) as typeof record };
  const entity: EntityOf<'FQDN'> = { kind: 'FQDN', name, attributes: {} };
  return domainLock.evaluate(facts, { entity, target, observedAt }) as Judgement<string>;
}

const cases: [statuses: string[] | undefined, outcome: string][] = [
  [['client transfer prohibited'], 'pass'],
  [['server transfer prohibited', 'active'], 'pass'],
  [['clientTransferProhibited'], 'pass'],
  [['transfer prohibited'], 'pass'],
  [['active'], 'fail'],
  [['client delete prohibited', 'client update prohibited'], 'fail'],
  [[], 'open'],
  [undefined, 'open'],
];

describe('domain-lock', () => {
  for (const [statuses, outcome] of cases) {
    it(`${statuses === undefined ? 'no list of statuses' : `[${statuses}]`} is ${outcome}`, () => {
      assert.equal(judge(statuses === undefined ? {} : { statuses }).outcome, outcome);
    });
  }

  it('shows the statuses that there are', () => {
    assert.deepEqual(judge({ statuses: ['active', 'auto renew period'], registrar: 'Example Registrar' }), {
      outcome: 'fail',
      finding: 'unlocked',
      evidence: [
        { label: 'statuses', value: 'active, auto renew period' },
        { label: 'registrar', value: 'Example Registrar' },
      ],
      subject: '',
      affects: ['DomainRecord:acme.example'],
    });
  });

  it('does not apply when the registry does not know the domain', () => {
    assert.equal(judge(undefined).outcome, 'notApplicable');
  });

  it('does not apply to a name below the registered one', () => {
    assert.equal(judge({ statuses: ['active'] }, 'www.acme.example').outcome, 'notApplicable');
  });
});
