import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { authorityKeyId, subjectKeyId } from '../../test/certificate-extensions.ts';
import { asCa, at, ca, keys, leaf, makeCa, makeLeaf, root } from '../../test/path-cases.ts';
import { buildingCases } from '../../test/path-cases-building.ts';
import { formCases } from '../../test/path-cases-forms.ts';
import { nameCases, policyCases } from '../../test/path-cases-names.ts';
import { signatureCases } from '../../test/path-cases-signatures.ts';
import { verifyPath } from './x509-path.ts';

for (const { title, question, reasons } of [
  ...signatureCases,
  ...buildingCases,
  ...nameCases,
  ...policyCases,
  ...formCases,
]) {
  test(`${title}: ${reasons.join(', ') || 'holds'}`, () => {
    const answer = verifyPath(question);
    assert.deepEqual(
      answer.reasons.map(({ reason, index }) => `${reason} ${index}`),
      reasons,
    );
    assert.equal(answer.ok, reasons.length === 0);
  });
}

test('the path is told from the leaf to the anchor', () => {
  const { path = [] } = verifyPath({ leaf, intermediates: [root, ca], roots: [root], at });
  assert.deepEqual(
    path.map((der) => new X509Certificate(der).subject),
    ['CN=Leaf', 'CN=CA', 'CN=Root'],
  );
});

test('a crowd of cross-signed CAs is searched within bounds', () => {
  const crowd = Array.from({ length: 30 }, (_, one) =>
    Array.from({ length: 4 }, (_, other) =>
      makeCa({
        commonName: `CA ${one % 8}`,
        issuer: { commonName: `CA ${(one + other) % 8}`, key: keys.ca },
      }),
    ),
  ).flat();
  const lost = makeLeaf({ issuer: { commonName: 'CA 0', key: keys.ca } });
  assert.equal(verifyPath({ leaf: lost, intermediates: crowd, roots: [root], at }).ok, false);
});

test('among many namesakes the one is found that the key identifier tells', () => {
  const namesakes = Array.from({ length: 60 }, (_, each) =>
    makeCa({ key: keys.other, extensions: [...asCa, subjectKeyId(`other ${each}`)] }),
  );
  const signer = makeCa({ extensions: [...asCa, subjectKeyId('ca')] });
  const told = makeLeaf({ extensions: [authorityKeyId('ca')] });
  assert.equal(verifyPath({ leaf: told, intermediates: [...namesakes, signer], roots: [root], at }).ok, true);
});

test('a date that is none is refused, lest nothing ever expires', () => {
  assert.throws(() => verifyPath({ leaf, roots: [root], at: new Date('soon') }), TypeError);
});

test('any bytes come to an answer', () => {
  const der = Buffer.from(leaf, 'base64');
  const damaged = fc
    .array(fc.tuple(fc.nat(der.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const copy = Buffer.from(der);
      for (const [index, octet] of changes) copy[index] = octet;
      return copy;
    });
  const input = fc.oneof(fc.uint8Array(), damaged, fc.string(), fc.constant(leaf));
  fc.assert(
    fc.property(input, input, fc.string(), (one, other, name) => {
      const changed = typeof one !== 'string' && !der.equals(one);
      const { ok } = verifyPath({ leaf: one, intermediates: [ca, other], roots: [root], at });
      if (changed) assert.equal(ok, false);
      verifyPath({ leaf, intermediates: [other], roots: [other], at, name });
    }),
  );
});
