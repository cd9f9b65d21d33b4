import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EntityOf } from '@cyborux/contract';
import type { Judgement } from '../check.ts';
import { domainExpiry } from './domain-expiry.ts';

const observedAt = new Date('2026-03-01T12:00:00.000Z');
const target = { name: 'acme.example', registrable: 'acme.example' };

function judge(attributes: EntityOf<'DomainRecord'>['attributes'] | undefined, name = 'acme.example') {
  const record: EntityOf<'DomainRecord'> | undefined = attributes && {
    kind: 'DomainRecord',
    name: 'acme.example',
    attributes,
  };
  const facts = { record: domainExpiry.needs.record.pick(record ? [record] : []) as typeof record };
  const entity: EntityOf<'FQDN'> = { kind: 'FQDN', name, attributes: {} };
  return domainExpiry.evaluate(facts, { entity, target, observedAt }) as Judgement<string>;
}

const cases: [expires: string, verdict: string][] = [
  ['2016-01-01T00:00:00.000Z', 'expired'],
  ['2026-03-01T12:00:00.000Z', 'expired'],
  ['2026-03-01T12:00:01.000Z', 'expires-soon'],
  ['2026-03-15T11:59:59.000Z', 'expires-soon'],
  ['2026-03-15T12:00:00.000Z', 'expires-within-30-days'],
  ['2026-03-31T11:59:59.000Z', 'expires-within-30-days'],
  ['2026-03-31T12:00:00.000Z', 'pass'],
  ['2036-01-01T00:00:00.000Z', 'pass'],
];

describe('domain-expiry', () => {
  for (const [expires, verdict] of cases) {
    it(`a registration until ${expires} is ${verdict}`, () => {
      const judgement = judge({ expires_at: expires });
      assert.equal(judgement.outcome === 'fail' ? judgement.finding : judgement.outcome, verdict);
    });
  }

  it('says when, in how many days, and at which registrar', () => {
    assert.deepEqual(judge({ expires_at: '2026-03-05T00:00:00.000Z', registrar: 'Example Registrar' }), {
      outcome: 'fail',
      finding: 'expires-soon',
      evidence: [
        { label: 'expires', value: '2026-03-05T00:00:00.000Z' },
        { label: 'days left', value: '3' },
        { label: 'registrar', value: 'Example Registrar' },
      ],
      subject: '',
      affects: ['DomainRecord:acme.example'],
    });
  });

  it('is open when the registry does not publish a date', () => {
    assert.equal(judge({}).outcome, 'open');
  });

  it('is open when the date cannot be read', () => {
    assert.equal(judge({ expires_at: 'soon' }).outcome, 'open');
  });

  it('does not apply when the registry does not know the domain', () => {
    assert.equal(judge(undefined).outcome, 'notApplicable');
  });

  it('does not apply to a name below the registered one', () => {
    assert.equal(
      judge({ expires_at: '2016-01-01T00:00:00.000Z' }, 'www.acme.example').outcome,
      'notApplicable',
    );
  });
});
