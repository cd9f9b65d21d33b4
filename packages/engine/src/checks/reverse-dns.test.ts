import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gone, none, present, silent } from '../../test/dns-observation.ts';
import { ADDRESS, EXCHANGE, judgeMail } from '../../test/mail-observation.ts';
import type { ReverseNamed, ReverseNamesObservation } from '../probes/reverse-names.ts';
import { reverseDns } from './reverse-dns.ts';

const named: ReverseNamed = {
  exchange: EXCHANGE,
  address: ADDRESS,
  PTR: present(EXCHANGE),
  names: [{ name: EXCHANGE, answer: present(ADDRESS) }],
};

function judged(changes: Partial<ReverseNamed>[], changed: Partial<ReverseNamesObservation> = {}) {
  return judgeMail(reverseDns, {
    reverse: {
      MX: present({ preference: 1, exchange: EXCHANGE }),
      exchangers: [{ exchange: EXCHANGE, A: present(ADDRESS), AAAA: none }],
      addresses: changes.map((each) => ({ ...named, ...each })),
      ...changed,
    },
  });
}

test('an address whose name leads back passes', () => assert.equal(judged([{}]).outcome, 'pass'));

for (const [what, change, outcome] of [
  ['no PTR', { PTR: gone, names: [] }, 'missing'],
  ['a PTR that was not told', { PTR: silent, names: [] }, 'open'],
  [
    'a name that leads elsewhere',
    { names: [{ name: EXCHANGE, answer: present('192.0.2.9') }] },
    'unconfirmed',
  ],
  ['a name that leads nowhere', { names: [{ name: EXCHANGE, answer: gone }] }, 'unconfirmed'],
  ['a PTR that is no name', { PTR: present('no name'), names: [] }, 'unconfirmed'],
  ['a name that was not told', { names: [{ name: EXCHANGE, answer: silent }] }, 'open'],
  [
    'one of two names',
    {
      names: [
        { name: 'a.test', answer: silent },
        { name: 'b.test', answer: present(ADDRESS) },
      ],
    },
    'pass',
  ],
] satisfies [string, Partial<ReverseNamed>, string][]) {
  test(`${what}: ${outcome}`, () => assert.equal(judged([change]).outcome, outcome));
}

test('each address is a finding of its own, which names it', () => {
  const other = { address: '2001:db8::25', PTR: gone, names: [] };
  const { outcome, affects, evidence } = judged([{}, other]);
  assert.equal(outcome, 'missing');
  assert.deepEqual(affects, ['IPAddress:2001:db8::25']);
  assert.match(evidence[0]?.['asked for'] ?? '', /^5\.2\.0\.0\..*\.ip6\.arpa$/);
});

test('exchangers of others are theirs to keep, unknown ones leave it open', () => {
  assert.equal(judged([], { exchangers: [] }).outcome, 'notApplicable');
  assert.equal(
    judged([], { exchangers: [{ exchange: EXCHANGE, A: gone, AAAA: gone }] }).outcome,
    'notApplicable',
  );
  assert.equal(judged([], { exchangers: [{ exchange: EXCHANGE, A: silent, AAAA: silent }] }).outcome, 'open');
  assert.equal(judged([], { MX: silent, exchangers: [] }).outcome, 'open');
});
