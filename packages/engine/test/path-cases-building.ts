import {
  alternativeNames,
  authorityKeyId,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectKeyId,
} from './certificate-extensions.ts';
import type { CertificateWish } from './make-certificate.ts';
import {
  asCa,
  ca,
  caUsage,
  caWith,
  dns,
  keys,
  leaf,
  leafUnderSub,
  leafWith,
  makeCa,
  makeLeaf,
  makeRoot,
  makeSubCa,
  type PathCase,
  pathCase,
  root,
  subCa,
  subCaWith,
} from './path-cases.ts';

const [SERVER, CLIENT, MAIL, ANY] = [
  '1.3.6.1.5.5.7.3.1',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.4',
  '2.5.29.37.0',
];
const expired = { notAfter: new Date('2026-02-01T00:00:00Z') };
const oldRoot = makeRoot({ commonName: 'Old Root', key: keys.other });
const byOldRoot = { issuer: { commonName: 'Old Root', key: keys.other } };
const rootByOldRoot = makeRoot(byOldRoot);
const selfSigned = makeLeaf({ issuer: { commonName: 'Leaf', key: keys.leaf } });
const limited = (length: number) => makeCa({ extensions: [basicConstraints(true, length), caUsage] });
const hinted = (id: string, wish: CertificateWish = {}) =>
  makeLeaf({ extensions: [authorityKeyId(id)], ...wish });
const identified = (id: string, wish: CertificateWish = {}) =>
  makeCa({ extensions: [...asCa, subjectKeyId(id)], ...wish });

export const buildingCases: PathCase[] = [
  pathCase('no CA at hand', ['unknown-issuer 0'], { intermediates: [] }),
  pathCase('nothing trusted', ['untrusted-root 2'], { intermediates: [ca, root], roots: [] }),
  pathCase('a chain that ends early', ['unknown-issuer 1'], { roots: [] }),
  pathCase('a self-signed leaf', ['self-signed 0'], { leaf: selfSigned }),
  pathCase('a self-signed leaf that is trusted', [], { leaf: selfSigned, roots: [selfSigned] }),
  pathCase('a self-signed leaf with a trusted namesake', ['self-signed 0'], {
    leaf: selfSigned,
    roots: [makeLeaf({ key: keys.other, issuer: { commonName: 'Leaf', key: keys.other } })],
  }),
  pathCase('a trusted CA in the middle', [], { intermediates: [], roots: [ca] }),
  pathCase('a leaf that is trusted itself', [], { roots: [leaf], intermediates: [] }),
  pathCase('the order does not matter', [], { leaf: leafUnderSub(), intermediates: [root, subCa, leaf, ca] }),
  pathCase('unreadable company', [], { intermediates: ['AAAA', ca, ''] }, 'it refuses to read it'),
  pathCase('an expired cross-sign beside the root', [], {
    intermediates: [makeRoot({ ...byOldRoot, ...expired }), ca],
  }),
  pathCase('a cross-sign to a trusted root', [], {
    intermediates: [rootByOldRoot, root, ca],
    roots: [oldRoot],
  }),
  pathCase('an expired CA beside its renewal', [], { intermediates: [makeCa(expired), ca] }),
  pathCase('an expired root beside its renewal', [], { roots: [makeRoot(expired), root] }),
  pathCase(
    'a namesake with another key',
    [],
    {
      intermediates: [makeCa({ key: keys.other }), ca],
    },
    'it stops at the first issuer',
  ),
  pathCase('a namesake with another key and key identifier', [], {
    leaf: hinted('ca'),
    intermediates: [identified('other', { key: keys.other }), identified('ca')],
  }),
  pathCase(
    'a CA that may not issue beside one that may',
    [],
    {
      intermediates: [makeCa({ extensions: [] }), ca],
    },
    'it stops at the first issuer',
  ),
  pathCase('CAs that sign each other', ['unknown-issuer 2'], {
    intermediates: [makeCa({ issuer: { commonName: 'Sub CA', key: keys.sub } }), makeSubCa()],
  }),
  pathCase('a key identifier that fits', [], {
    leaf: hinted('ca'),
    intermediates: [identified('ca')],
  }),
  pathCase(
    'a key identifier that does not fit is only a hint',
    [],
    {
      leaf: hinted('other'),
      intermediates: [identified('ca')],
    },
    'it takes the identifier for a condition',
  ),
  pathCase('a CA without basicConstraints', ['not-a-ca 1'], { intermediates: [makeCa({ extensions: [] })] }),
  pathCase('a CA that is none', ['not-a-ca 1'], {
    intermediates: [makeCa({ extensions: [basicConstraints(false)] })],
  }),
  pathCase('a CA without keyUsage', [], {
    intermediates: [makeCa({ extensions: [basicConstraints(true)] })],
  }),
  pathCase('a CA that may not sign certificates', ['no-certificate-signing 1'], {
    intermediates: [makeCa({ extensions: [basicConstraints(true), keyUsage(0, 6)] })],
  }),
  pathCase('a CA that may have no CA, and has none', [], { intermediates: [limited(0)] }),
  pathCase('a CA that may have no CA, and has one', ['path-too-long 2'], {
    leaf: leafUnderSub(),
    intermediates: [limited(0), subCa],
  }),
  pathCase('a CA that may have one', [], { leaf: leafUnderSub(), intermediates: [limited(1), subCa] }),
  pathCase('a CA that rolls its key over does not count', [], {
    leaf: hinted('new', { issuer: { commonName: 'CA', key: keys.other } }),
    intermediates: [
      identified('old', { extensions: [basicConstraints(true, 0), caUsage, subjectKeyId('old')] }),
      identified('new', {
        key: keys.other,
        issuer: { commonName: 'CA', key: keys.ca },
        extensions: [...asCa, subjectKeyId('new'), authorityKeyId('old')],
      }),
    ],
  }),
  pathCase('a root that may have no CA', ['path-too-long 2'], {
    roots: [makeRoot({ extensions: [basicConstraints(true, 0), caUsage] })],
  }),
  pathCase('a server', [], { leaf: leafWith(extendedKeyUsage(SERVER, CLIENT)), purpose: 'server' }),
  pathCase('a client', [], { leaf: leafWith(extendedKeyUsage(CLIENT)), purpose: 'client' }),
  pathCase('a server without the extension', [], { purpose: 'server' }),
  pathCase('a client asked as a server', ['wrong-purpose 0'], {
    leaf: leafWith(extendedKeyUsage(CLIENT)),
    purpose: 'server',
  }),
  pathCase('a server asked as a client', ['wrong-purpose 0'], {
    leaf: leafWith(extendedKeyUsage(SERVER)),
    purpose: 'client',
  }),
  pathCase('a purpose that is not asked for', [], { leaf: leafWith(extendedKeyUsage(MAIL)), purpose: 'any' }),
  pathCase(
    'any purpose',
    [],
    { leaf: leafWith(extendedKeyUsage(ANY)), purpose: 'server' },
    'it wants the purpose by name',
  ),
  pathCase('a CA for clients', ['wrong-purpose 1'], {
    intermediates: [caWith(extendedKeyUsage(CLIENT))],
    purpose: 'server',
  }),
  pathCase('a CA for servers', [], { intermediates: [caWith(extendedKeyUsage(SERVER))], purpose: 'server' }),
  pathCase('the purpose of the CA above', ['wrong-purpose 2'], {
    leaf: leafUnderSub(),
    intermediates: [caWith(extendedKeyUsage(MAIL)), subCaWith(extendedKeyUsage(SERVER))],
    purpose: 'server',
  }),
  pathCase('a leaf that may only sign lists', ['wrong-key-usage 0'], {
    leaf: leafWith(keyUsage(6)),
    purpose: 'server',
  }),
  pathCase('a leaf that may sign', [], { leaf: leafWith(keyUsage(0)), purpose: 'server' }),
  pathCase('a client that may only encipher', ['wrong-key-usage 0'], {
    leaf: leafWith(keyUsage(2)),
    purpose: 'client',
  }),
  pathCase('two faults at once', ['wrong-purpose 0', 'not-a-ca 1'], {
    leaf: makeLeaf({ extensions: [alternativeNames(dns('www.acme.test')), extendedKeyUsage(CLIENT)] }),
    intermediates: [makeCa({ extensions: [] })],
    purpose: 'server',
  }),
];
