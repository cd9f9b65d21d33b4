import { basicConstraints, extension } from './certificate-extensions.ts';
import { sequence } from './der-bytes.ts';
import { ecKey, ed25519Key, rsaKey } from './make-certificate.ts';
import {
  asCa,
  at,
  ca,
  keys,
  leaf,
  leafWith,
  makeCa,
  makeLeaf,
  makeRoot,
  type PathCase,
  pathCase,
  root,
} from './path-cases.ts';

const [rsa, short, edwards, curve] = [rsaKey(2048), rsaKey(1024), ed25519Key(), ecKey('P-192')];
const later = new Date('2028-01-01T00:00:00Z');
const before = new Date('2025-01-01T00:00:00Z');
const byRsaRoot = { issuer: { commonName: 'Root', key: rsa } };
const rsaRoot = makeRoot({ key: rsa });
const secret = (key = rsa) => ({ commonName: 'CA', key });
const forged = Buffer.from(leaf, 'base64');
forged[forged.length - 5] = (forged[forged.length - 5] ?? 0) ^ 1;

export const signatureCases: PathCase[] = [
  pathCase('a plain chain', [], {}),
  pathCase('an unreadable leaf', ['malformed 0'], { leaf: 'AAAA' }, 'it refuses to read it'),
  pathCase('at the first second', [], { at: new Date('2026-01-01T00:00:00Z') }),
  pathCase(
    'at the last second',
    [],
    { at: new Date('2027-01-01T00:00:00Z') },
    'it counts the last second out',
  ),
  pathCase('an expired leaf', ['expired 0'], {
    leaf: makeLeaf({ notAfter: new Date('2026-05-31T00:00:00Z') }),
  }),
  pathCase('a leaf of the future', ['not-yet-valid 0'], {
    leaf: makeLeaf({ notBefore: new Date('2026-06-02T00:00:00Z') }),
  }),
  pathCase('all expired', ['expired 0', 'expired 1', 'expired 2'], { at: later }),
  pathCase('all of the future', ['not-yet-valid 0', 'not-yet-valid 1', 'not-yet-valid 2'], { at: before }),
  pathCase('an expired CA', ['expired 1'], {
    intermediates: [makeCa({ notAfter: new Date('2026-02-01T00:00:00Z') })],
  }),
  pathCase('an expired root', ['expired 2'], {
    roots: [makeRoot({ notAfter: new Date('2026-02-01T00:00:00Z') })],
  }),
  pathCase('a forged leaf', ['bad-signature 0'], { leaf: forged }),
  pathCase('a CA under another root of the same name', ['bad-signature 1'], {
    roots: [makeRoot({ key: keys.other })],
  }),
  pathCase('RSA', [], {
    leaf: makeLeaf({ issuer: secret() }),
    intermediates: [makeCa({ key: rsa, ...byRsaRoot })],
    roots: [rsaRoot],
  }),
  pathCase('RSA-PSS', [], {
    leaf: makeLeaf({ issuer: secret(), algorithm: 'pss-sha256' }),
    intermediates: [makeCa({ key: rsa })],
  }),
  pathCase('RSA-PSS with SHA-1', ['weak-signature 0'], {
    leaf: makeLeaf({ issuer: secret(), algorithm: 'pss-sha1' }),
    intermediates: [makeCa({ key: rsa })],
  }),
  pathCase('Ed25519', [], {
    leaf: makeLeaf({ issuer: secret(edwards) }),
    intermediates: [makeCa({ key: edwards })],
  }),
  pathCase('ECDSA with SHA-384', [], { leaf: makeLeaf({ algorithm: 'sha384' }) }),
  pathCase('a leaf signed with SHA-1', ['weak-signature 0'], { leaf: makeLeaf({ algorithm: 'sha1' }) }),
  pathCase('a CA signed with SHA-1', ['weak-signature 1'], {
    intermediates: [makeCa({ algorithm: 'sha1' })],
  }),
  pathCase('a leaf signed with MD5', ['weak-signature 0'], {
    leaf: makeLeaf({ issuer: secret(), algorithm: 'md5' }),
    intermediates: [makeCa({ key: rsa })],
  }),
  pathCase('a root signed with SHA-1', [], { roots: [makeRoot({ algorithm: 'sha1' })] }),
  pathCase('a short RSA key of the leaf', ['weak-key 0'], { leaf: makeLeaf({ key: short }) }),
  pathCase('a short RSA key of the CA', ['weak-key 1'], {
    leaf: makeLeaf({ issuer: secret(short) }),
    intermediates: [makeCa({ key: short })],
  }),
  pathCase('a short curve', ['weak-key 0'], { leaf: makeLeaf({ key: curve }) }),
  pathCase('an unknown critical extension of the leaf', ['unknown-critical-extension 0'], {
    leaf: leafWith(extension('1.3.6.1.4.1.11129.2.4.3', Buffer.from([5, 0]), true)),
  }),
  pathCase('the same, not critical', [], {
    leaf: leafWith(extension('1.3.6.1.4.1.11129.2.4.3', Buffer.from([5, 0]))),
  }),
  pathCase('an unknown critical extension of the CA', ['unknown-critical-extension 1'], {
    intermediates: [makeCa({ extensions: [...asCa, extension('1.2.3.4', sequence(), true)] })],
  }),
  pathCase('a leaf of version 1', [], { leaf: makeLeaf({ version: 1 }) }),
  pathCase('a CA of version 1', ['ca-version 1'], { intermediates: [makeCa({ version: 1 })] }),
  pathCase('a root of version 1', [], { roots: [makeRoot({ version: 1 })] }),
  pathCase('a root that is no CA', ['not-a-ca 2'], {
    roots: [makeRoot({ extensions: [basicConstraints(false)] })],
  }),
  pathCase('PEM that holds everything', [], {
    intermediates: [pem(ca, root)],
    roots: [Buffer.from(pem(root))],
    leaf: pem(leaf, ca),
  }),
  pathCase('DER as bytes', [], { leaf: new Uint8Array(Buffer.from(leaf, 'base64')), at }),
];

export function pem(...certificates: string[]): string {
  return certificates
    .map((each) => (each.match(/.{1,64}/g) ?? []).join('\n'))
    .map((body) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`)
    .join('');
}
