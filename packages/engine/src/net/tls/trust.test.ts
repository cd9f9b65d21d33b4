import assert from 'node:assert/strict';
import { test } from 'node:test';
import { derOf, makeCa, makeLeaf } from '../testing/certificates.ts';
import { createPathJudge } from './trust.ts';

const root = await makeCa('Lab Root');
const intermediate = await makeCa('Lab Intermediate', root);
const leaf = await makeLeaf(['www.acme.test'], { issuer: intermediate });
const chain = derOf(leaf.cert, intermediate.pem);

test('a chain to a root that was given holds, whoever else is known', () => {
  const judge = createPathJudge([root.pem]);
  assert.deepEqual(judge(chain, new Date()), { ok: true, reasons: [] });
});

test('without that root, without the intermediate, and years later it does not', () => {
  const judge = createPathJudge([root.pem]);
  assert.deepEqual(createPathJudge()(chain, new Date()).ok, false);
  assert.deepEqual(judge(chain.slice(0, 1), new Date()).reasons, [{ reason: 'unknown-issuer', index: 0 }]);
  assert.ok(judge(chain, new Date('2100-01-01')).reasons.some(({ reason }) => reason === 'expired'));
});

test('what is no certificate is malformed, and so is nothing', () => {
  const judge = createPathJudge();
  for (const each of [['AAAA'], []]) {
    assert.deepEqual(judge(each, new Date()).reasons, [{ reason: 'malformed', index: 0 }]);
  }
});
