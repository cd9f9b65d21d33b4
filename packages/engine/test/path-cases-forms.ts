import {
  addressBytes,
  alternativeNames,
  basicConstraints,
  extendedKeyUsage,
  inhibitAnyPolicy,
  keyUsage,
  nameConstraints,
  policies,
  policyConstraints,
  policyMappings,
} from './certificate-extensions.ts';
import { distinguishedName, utf8 } from './der-bytes.ts';
import { ecKey, ed448Key } from './make-certificate.ts';
import {
  asCa,
  ca,
  caUsage,
  caWith,
  directory,
  dns,
  email,
  ip,
  keys,
  leaf,
  leafFor,
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
  uri,
} from './path-cases.ts';

const under = (...permitted: Buffer[]) => ({ intermediates: [caWith(nameConstraints(permitted))] });
const without = (...excluded: Buffer[]) => ({ intermediates: [caWith(nameConstraints([], excluded))] });
const page = (text: string) => leafFor(uri(text));
const [p521, ed448] = [ecKey('P-521'), ed448Key()];
const by = (key = p521) => ({ issuer: { commonName: 'CA', key } });
const [P, Q, ANY] = ['1.3.6.1.4.1.99999.1', '1.3.6.1.4.1.99999.2', '2.5.29.32.0'];
const country = (code: string, ...more: [string, Buffer][]) =>
  distinguishedName(['2.5.4.6', utf8(code)], ...more);
const organisation = (text: string): [string, Buffer] => ['2.5.4.10', utf8(text)];
const unit = (text: string): [string, Buffer] => ['2.5.4.11', utf8(text)];
const HERE = country('FR', organisation('Acme'));

/** The corners: forms of names, self-issued CAs, boundaries, rare keys. */
export const formCases: PathCase[] = [
  pathCase('a URI of that host', [], {
    leaf: page('https://Www.Acme.Test:8443/a'),
    ...under(uri('www.acme.test')),
  }),
  pathCase('a URI of a host below', ['name-not-permitted 0'], {
    leaf: page('https://www.acme.test/'),
    ...under(uri('acme.test')),
  }),
  pathCase('a URI of a host of the domain', [], {
    leaf: page('https://a.www.acme.test/'),
    ...under(uri('.acme.test')),
  }),
  pathCase('a URI of the domain itself', ['name-not-permitted 0'], {
    leaf: page('https://acme.test/'),
    ...under(uri('.acme.test')),
  }),
  pathCase('an excluded URI', ['name-excluded 0'], {
    leaf: page('http://www.acme.test'),
    ...without(uri('.acme.test')),
  }),
  pathCase('a URI that only ends alike', [], {
    leaf: page('http://www.wacme.test'),
    ...without(uri('.acme.test')),
  }),
  pathCase(
    'a URI whose host hides behind a user',
    ['name-excluded 0'],
    { leaf: page('http://other.test@www.acme.test/'), ...without(uri('www.acme.test')) },
    'it takes the user for the host',
  ),
  pathCase('a URI without a host', ['unsupported-name-constraint 0'], {
    leaf: page('urn:example:a'),
    ...under(uri('.acme.test')),
  }),
  pathCase(
    'a URI with an address, where URIs are excluded',
    ['unsupported-name-constraint 0'],
    { leaf: page('http://192.0.2.1/'), ...without(uri('.acme.test')) },
    'it compares the text',
  ),
  pathCase('a URI that nobody constrains', [], { leaf: page('urn:example:a'), ...under(dns('acme.test')) }),
  pathCase('a name of another form than the constraint', [], {
    leaf: leafFor(ip(addressBytes('192.0.2.1'))),
    ...under(dns('acme.test')),
  }),
  pathCase('a subject deeper than its constraint', [], {
    leaf: makeLeaf({ subject: country('FR', organisation('acme'), unit('Web')) }),
    ...under(directory(HERE)),
  }),
  pathCase('a subject shorter than its constraint', ['name-not-permitted 0'], {
    leaf: makeLeaf({ subject: country('FR') }),
    ...under(directory(HERE)),
  }),
  pathCase('a subject and a directory name outside', ['name-not-permitted 0'], {
    leaf: makeLeaf({ subject: HERE, extensions: [alternativeNames(directory(country('DE')))] }),
    ...under(directory(HERE)),
  }),
  pathCase('two constraints that leave nothing', ['name-not-permitted 0'], {
    leaf: leafUnderSub(),
    intermediates: [
      caWith(nameConstraints([dns('acme.test')])),
      subCaWith(nameConstraints([dns('other.test')])),
    ],
  }),
  pathCase('a constraint that does not bind who bears it', [], {
    leaf: makeLeaf({ extensions: [alternativeNames(dns('www.acme.test'))] }),
    intermediates: [
      makeCa({
        extensions: [...asCa, alternativeNames(dns('other.test')), nameConstraints([dns('acme.test')])],
      }),
    ],
  }),
  pathCase('a constraint that binds the CA below', ['name-not-permitted 1'], {
    leaf: leafUnderSub(),
    intermediates: [
      caWith(nameConstraints([dns('acme.test')])),
      makeSubCa({ extensions: [...asCa, alternativeNames(dns('other.test'))] }),
    ],
  }),
  pathCase(
    'every mailbox of no host',
    ['name-not-permitted 0'],
    { leaf: leafFor(email('a@acme.test')), ...under(email('')) },
    'it takes the empty constraint for all',
  ),
  pathCase('all of IPv4 excluded', ['name-excluded 0'], {
    leaf: leafFor(ip(addressBytes('192.0.2.1'))),
    ...without(ip(Buffer.alloc(8))),
  }),
  pathCase('all of IPv4 excluded, and an address of IPv6', [], {
    leaf: leafFor(ip(addressBytes('2001:db8::1'))),
    ...without(ip(Buffer.alloc(8))),
  }),
  pathCase('P-521', [], {
    leaf: makeLeaf({ ...by(), algorithm: 'sha512' }),
    intermediates: [makeCa({ key: p521 })],
  }),
  pathCase('Ed448', [], { leaf: makeLeaf(by(ed448)), intermediates: [makeCa({ key: ed448 })] }),
  pathCase(
    'within the last second',
    [],
    { at: new Date('2027-01-01T00:00:00.900Z') },
    'it counts the last second out',
  ),
  pathCase('a second after', ['expired 0', 'expired 1', 'expired 2'], {
    at: new Date('2027-01-01T00:00:01Z'),
  }),
  pathCase('just before the first second', ['not-yet-valid 0', 'not-yet-valid 1', 'not-yet-valid 2'], {
    at: new Date('2025-12-31T23:59:59.999Z'),
  }),
  pathCase('a chain upside down, and twice', [], {
    leaf: leafUnderSub(),
    intermediates: [root, ca, subCa, root, ca, subCa],
  }),
  pathCase('a leaf that is a CA, under a CA that may have none', [], {
    leaf: makeLeaf({ extensions: [alternativeNames(dns('www.acme.test')), ...asCa] }),
    intermediates: [makeCa({ extensions: [basicConstraints(true, 0), caUsage] })],
  }),
  pathCase('a length of the CA below that is larger than that above allows', ['path-too-long 2'], {
    leaf: leafUnderSub(),
    intermediates: [
      makeCa({ extensions: [basicConstraints(true, 0), caUsage] }),
      makeSubCa({ extensions: [basicConstraints(true, 5), caUsage] }),
    ],
  }),
  pathCase('a CA whose usage is there and empty of signing, beside a purpose', ['no-certificate-signing 1'], {
    intermediates: [
      makeCa({ extensions: [basicConstraints(true), keyUsage(0, 2), extendedKeyUsage('1.3.6.1.5.5.7.3.1')] }),
    ],
    purpose: 'server',
  }),
  pathCase('a leaf as the issuer of a leaf', ['not-a-ca 1'], {
    leaf: makeLeaf({ commonName: 'Lower', key: keys.other, issuer: { commonName: 'Leaf', key: keys.leaf } }),
    intermediates: [leaf, ca],
  }),
  pathCase('two roots that signed each other, one trusted', [], {
    intermediates: [
      ca,
      makeRoot({ issuer: { commonName: 'Old Root', key: keys.other } }),
      makeRoot({ commonName: 'Old Root', key: keys.other, issuer: { commonName: 'Root', key: keys.root } }),
    ],
    roots: [makeRoot({ commonName: 'Old Root', key: keys.other })],
  }),
  pathCase('a name with a dot at its end in the certificate', ['name-mismatch 0'], {
    leaf: leafFor(dns('www.acme.test.')),
    name: 'www.acme.test',
  }),
  pathCase(
    'a wildcard over letters of another script',
    [],
    {
      leaf: leafFor(dns('*.xn--bcher-kva.test')),
      name: 'www.bücher.test',
    },
    'it knows A-labels alone',
  ),
  pathCase('a wildcard alone', ['name-mismatch 0'], { leaf: leafFor(dns('*')), name: 'localhost' }),
  pathCase('a wildcard for an address', ['name-mismatch 0'], {
    leaf: leafFor(dns('*.0.2.1')),
    name: '192.0.2.1',
  }),
  pathCase('a mapping with any above', [], {
    leaf: leafUnderSub({ extensions: [policies(Q)] }),
    intermediates: [
      caWith(policies(ANY), policyConstraints(0)),
      subCaWith(policies(ANY), policyMappings([P, Q])),
    ],
  }),
  pathCase('the policy that was mapped away', ['policy-required 0'], {
    leaf: leafUnderSub({ extensions: [policies(P)] }),
    intermediates: [
      caWith(policies(P), policyConstraints(0)),
      subCaWith(policies(P), policyMappings([P, Q])),
    ],
  }),
  pathCase('any, inhibited one below', [], {
    leaf: leafWith(policies(P)),
    intermediates: [caWith(policies(ANY), policyConstraints(0), inhibitAnyPolicy(0))],
  }),
];
