import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, internet, now, rootKey } from '../../test/dnssec-internet.ts';
import { message, type Response } from '../../test/dnssec-network.ts';
import { dsAnchor } from '../../test/dnssec-signer.ts';
import { type DnssecAnswer, validate } from './dnssec.ts';

const refusals: [rcode: number, reason: string][] = [
  [2, 'servfail'],
  [5, 'refused'],
  [4, 'failed'],
];
for (const [rcode, reason] of refusals) {
  for (const asked of ['. DNSKEY', 'test. DS', 'a.test. DS', 'a.test. DNSKEY', 'www.a.test. A']) {
    test(`error ${rcode} to ${asked} is unknown, never bogus`, async () => {
      const refuse = (question: string, response: Response) => {
        if (question === asked) Object.assign(response, { rcode, answer: [], authority: [] });
        return undefined;
      };
      const { state, reason: told } = await ask({ spoil: refuse });
      assert.deepEqual([state, told], ['unknown', reason]);
    });
  }
}

test('a response that is cut off, cannot be read, or answers something else is unknown', async () => {
  const cut = message('www.a.test.', 'A', { rcode: 0, answer: [], authority: [] });
  cut.writeUInt16BE(0x8600, 2);
  const elsewhere = message('other.a.test.', 'A', { rcode: 0, answer: [], authority: [] });
  const cases: [DnssecAnswer, string][] = [
    [cut, 'truncated'],
    [Buffer.from('nonsense'), 'malformed'],
    [elsewhere, 'malformed'],
    [{ state: 'unknown', reason: 'blocked' }, 'blocked'],
  ];
  for (const [answer, reason] of cases) {
    const result = await ask({ spoil: (question) => (question === 'www.a.test. A' ? answer : undefined) });
    assert.deepEqual([result.state, result.reason, result.answer], ['unknown', reason, null]);
  }
});

test('a referral is no answer', async () => {
  const refer = (question: string, response: Response) => {
    if (question !== 'www.a.test. A') return undefined;
    const authority = [{ name: 'a.test.', type: 'NS', ttl: 60, rdata: Buffer.from([0]) }];
    Object.assign(response, { answer: [], authority });
    return undefined;
  };
  const result = await ask({ spoil: refer });
  assert.deepEqual([result.state, result.reason, result.answer], ['unknown', 'referral', null]);
});

test('no name twice: each question is asked once', async () => {
  const { query, asked } = internet();
  await validate({ name: 'alias.a.test', type: 'A' }, query, { anchors: [dsAnchor('.', rootKey)], now });
  assert.equal(new Set(asked).size, asked.length);
  assert.ok(asked.length <= 8, asked.join(', '));
});

test('names are handed to query as the question writes them', async () => {
  const { query } = internet();
  const names: string[] = [];
  const noting = (name: string, type: string) => {
    names.push(name);
    return query(name, type);
  };
  await validate({ name: 'WWW.a.test.', type: 'a' }, noting, { anchors: [dsAnchor('.', rootKey)], now });
  assert.deepEqual(names.toSorted(), ['.', 'a.test.', 'a.test.', 'test.', 'test.', 'www.a.test.']);
});
