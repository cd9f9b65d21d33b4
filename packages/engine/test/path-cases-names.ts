import {
  addressBytes,
  alternativeNames,
  authorityKeyId,
  inhibitAnyPolicy,
  nameConstraints,
  policies,
  policyConstraints,
  policyMappings,
  subjectKeyId,
} from './certificate-extensions.ts';
import { distinguishedName, tlv, utf8 } from './der-bytes.ts';
import {
  acme,
  asCa,
  ca,
  caWith,
  directory,
  dns,
  email,
  ip,
  keys,
  leafFor,
  leafUnderSub,
  leafWith,
  makeCa,
  makeLeaf,
  makeRoot,
  type PathCase,
  pathCase,
  root,
  subCaWith,
} from './path-cases.ts';

const range = (address: string, mask: string) =>
  ip(Buffer.concat([addressBytes(address), addressBytes(mask)]));
const under = (...permitted: Buffer[]) => ({ intermediates: [caWith(nameConstraints(permitted))] });
const without = (...excluded: Buffer[]) => ({ intermediates: [caWith(nameConstraints([], excluded))] });
const organisation = (text: string) => distinguishedName(['2.5.4.10', utf8(text)]);
const wide = leafFor(dns('*.acme.test'), dns('acme.test'));
const mailbox = (address: string) =>
  makeLeaf({
    subject: distinguishedName(['1.2.840.113549.1.9.1', tlv(0x16, Buffer.from(address))]),
    extensions: [],
  });
/** A registeredID. */
const registered = tlv(0x88, Buffer.of(0x2a, 0x03));
const bounded = nameConstraints([Buffer.concat([dns('acme.test'), tlv(0x80, Buffer.from([1]))])]);

export const nameCases: PathCase[] = [
  pathCase('its name', [], { name: 'www.acme.test' }),
  pathCase('its name in capitals with a final dot', [], { name: 'WWW.Acme.Test.' }, 'it knows no final dot'),
  pathCase('another name', ['name-mismatch 0'], { name: 'acme.test' }),
  pathCase('its common name', ['name-mismatch 0'], { name: 'leaf' }),
  pathCase(
    'the common name of a leaf without names',
    ['name-mismatch 0'],
    {
      leaf: makeLeaf({ commonName: 'www.acme.test', extensions: [] }),
      name: 'www.acme.test',
    },
    'it falls back to the common name',
  ),
  pathCase('its address', [], { name: '192.0.2.1' }),
  pathCase('another address', ['name-mismatch 0'], { name: '192.0.2.2' }),
  pathCase('an address as a DNS name', ['name-mismatch 0'], {
    leaf: leafFor(dns('192.0.2.1')),
    name: '192.0.2.1',
  }),
  pathCase('an address of version 6', [], {
    leaf: leafFor(ip(addressBytes('2001:db8::1'))),
    name: '2001:DB8:0::1',
  }),
  pathCase(
    'the same in brackets',
    [],
    { leaf: leafFor(ip(addressBytes('2001:db8::1'))), name: '[2001:db8::1]' },
    'it knows no brackets',
  ),
  pathCase('a wildcard', [], { leaf: wide, name: 'www.acme.test' }),
  pathCase('a wildcard and two labels', ['name-mismatch 0'], { leaf: wide, name: 'a.b.acme.test' }),
  pathCase(
    'a wildcard in a label',
    ['name-mismatch 0'],
    { leaf: leafFor(dns('w*.acme.test')), name: 'www.acme.test' },
    'it knows partial wildcards',
  ),
  pathCase('a wildcard further in', ['name-mismatch 0'], {
    leaf: leafFor(dns('www.*.test')),
    name: 'www.acme.test',
  }),
  pathCase(
    'a question with a wildcard',
    ['name-mismatch 0'],
    { leaf: wide, name: '*.acme.test' },
    'it compares the text',
  ),
  pathCase(
    'a name with other letters',
    [],
    { leaf: leafFor(dns('xn--bcher-kva.test')), name: 'bücher.test' },
    'it knows A-labels alone',
  ),
  pathCase('no name', ['name-mismatch 0'], { name: '' }, 'it takes that for no question'),
  pathCase('within a DNS constraint', [], under(dns('acme.test'))),
  pathCase('within one of two DNS constraints', [], under(dns('other.test'), dns('acme.test'))),
  pathCase('a subject of which only the first part fits', ['name-not-permitted 0'], {
    leaf: makeLeaf({ subject: acme }),
    ...under(directory(distinguishedName(['2.5.4.10', utf8('Acme')], 'Another'))),
  }),
  pathCase('within one with a leading dot', [], under(dns('.acme.test'))),
  pathCase('beside it', ['name-not-permitted 0'], {
    leaf: leafFor(dns('acme.test')),
    ...under(dns('.acme.test')),
  }),
  pathCase('outside', ['name-not-permitted 0'], under(dns('other.test'))),
  pathCase('a name that only ends alike', ['name-not-permitted 0'], {
    leaf: leafFor(dns('wacme.test')),
    ...under(dns('acme.test')),
  }),
  pathCase('excluded', ['name-excluded 0'], without(dns('acme.test'))),
  pathCase('not excluded', [], without(dns('other.test'))),
  pathCase(
    'a wildcard that stands for an excluded name',
    ['name-excluded 0'],
    { leaf: wide, ...without(dns('www.acme.test')) },
    'it compares the text',
  ),
  pathCase('a neighbour of an excluded name', [], {
    leaf: leafFor(dns('mail.acme.test')),
    ...without(dns('www.acme.test')),
  }),
  pathCase('a wildcard where one name is permitted', ['name-not-permitted 0'], {
    leaf: leafFor(dns('*.acme.test')),
    ...under(dns('www.acme.test')),
  }),
  pathCase('every DNS name permitted', [], under(dns(''))),
  pathCase('every DNS name excluded', ['name-excluded 0'], without(dns(''))),
  pathCase('no subject, and one excluded', [], {
    leaf: makeLeaf({ subject: distinguishedName() }),
    ...without(directory(organisation('acme'))),
  }),
  pathCase('a leaf with the name of its CA', ['name-excluded 0'], {
    leaf: makeLeaf({
      commonName: 'CA',
      extensions: [alternativeNames(dns('www.acme.test')), authorityKeyId('ca')],
    }),
    intermediates: [caWith(subjectKeyId('ca'), nameConstraints([], [dns('acme.test')]))],
  }),
  pathCase('permitted and excluded', ['name-excluded 0'], {
    intermediates: [caWith(nameConstraints([dns('test')], [dns('acme.test')]))],
  }),
  pathCase('the constraint of a CA above', ['name-not-permitted 0'], {
    leaf: leafUnderSub(),
    intermediates: [caWith(nameConstraints([dns('other.test')])), subCaWith()],
  }),
  pathCase('the constraint of the root', ['name-excluded 0'], {
    roots: [makeRoot({ extensions: [...asCa, nameConstraints([], [dns('acme.test')])] })],
  }),
  pathCase('an address within', [], {
    leaf: leafFor(ip(addressBytes('192.0.2.1'))),
    ...under(range('192.0.2.0', '255.255.255.0')),
  }),
  pathCase('an address outside', ['name-not-permitted 0'], {
    leaf: leafFor(ip(addressBytes('192.0.3.1'))),
    ...under(range('192.0.2.0', '255.255.255.0')),
  }),
  pathCase('an address of version 6 under one of 4', ['name-not-permitted 0'], {
    leaf: leafFor(ip(addressBytes('2001:db8::1'))),
    ...under(range('192.0.2.0', '255.255.255.0')),
  }),
  pathCase('an excluded address', ['name-excluded 0'], {
    leaf: leafFor(ip(addressBytes('2001:db8::1'))),
    ...without(range('2001:db8::', 'ffff:ffff::')),
  }),
  pathCase('a subject within', [], {
    leaf: makeLeaf({ subject: acme }),
    ...under(directory(organisation('ACME '))),
  }),
  pathCase('a subject outside', ['name-not-permitted 0'], {
    leaf: makeLeaf({ subject: acme }),
    ...under(directory(organisation('Other'))),
  }),
  pathCase('an excluded subject', ['name-excluded 0'], {
    leaf: makeLeaf({ subject: acme }),
    ...without(directory(organisation('acme'))),
  }),
  pathCase('a mailbox of the host', [], {
    leaf: leafFor(email('a@acme.test')),
    ...under(email('acme.test')),
  }),
  pathCase('a mailbox below it', ['name-not-permitted 0'], {
    leaf: leafFor(email('a@www.acme.test')),
    ...under(email('acme.test')),
  }),
  pathCase('a mailbox of the domain', [], {
    leaf: leafFor(email('a@www.acme.test')),
    ...under(email('.acme.test')),
  }),
  pathCase('that mailbox', [], { leaf: leafFor(email('a@ACME.test')), ...under(email('a@acme.test')) }),
  pathCase('another mailbox', ['name-not-permitted 0'], {
    leaf: leafFor(email('A@acme.test')),
    ...under(email('a@acme.test')),
  }),
  pathCase('a mailbox in the subject', ['name-excluded 0'], {
    leaf: mailbox('a@acme.test'),
    ...without(email('acme.test')),
  }),
  pathCase(
    'a mailbox in the subject beside one among the names',
    [],
    {
      leaf: makeLeaf({
        subject: distinguishedName(['1.2.840.113549.1.9.1', tlv(0x16, Buffer.from('a@acme.test'))]),
        extensions: [alternativeNames(dns('www.acme.test'), email('a@other.test'))],
      }),
      ...without(email('acme.test')),
    },
    'it looks at both',
  ),
  pathCase(
    'a form that we do not compare',
    ['unsupported-name-constraint 0'],
    { leaf: leafFor(registered), ...under(registered) },
    'it passes it over',
  ),
  pathCase(
    'the same, not critical',
    [],
    { leaf: leafFor(registered), intermediates: [caWith(nameConstraints([registered], [], false))] },
    'it refuses it all the same',
  ),
  pathCase('the same, and no such name', [], under(registered)),
  pathCase('a constraint with bounds', ['unsupported-name-constraint 0'], {
    intermediates: [caWith(bounded)],
  }),
];

const [P, Q] = ['1.3.6.1.4.1.99999.1', '1.3.6.1.4.1.99999.2'];
const ANY = '2.5.29.32.0';
const required = policyConstraints(0);
const rollover = (ofLeaf: Buffer) => ({
  leaf: makeLeaf({
    issuer: { commonName: 'CA', key: keys.other },
    extensions: [ofLeaf, authorityKeyId('new')],
  }),
  intermediates: [
    caWith(subjectKeyId('old'), policies(P), required, inhibitAnyPolicy(0)),
    makeCa({
      key: keys.other,
      issuer: { commonName: 'CA', key: keys.ca },
      extensions: [...asCa, subjectKeyId('new'), authorityKeyId('old'), policies(ANY)],
    }),
  ],
});

export const policyCases: PathCase[] = [
  pathCase('a policy that is not asked for', [], { intermediates: [caWith(policies(P))] }),
  pathCase('a policy that is asked for', [], {
    leaf: leafWith(policies(P)),
    intermediates: [caWith(policies(P), required)],
  }),
  pathCase('a leaf without one', ['policy-required 0'], { intermediates: [caWith(policies(P), required)] }),
  pathCase('a leaf with another one', ['policy-required 0'], {
    leaf: leafWith(policies(Q)),
    intermediates: [caWith(policies(P), required)],
  }),
  pathCase('a CA with any', [], {
    leaf: leafWith(policies(Q)),
    intermediates: [caWith(policies(ANY), required)],
  }),
  pathCase('a leaf with any', [], {
    leaf: leafWith(policies(ANY)),
    intermediates: [caWith(policies(P), required)],
  }),
  pathCase('a leaf with any where any is inhibited', ['policy-required 0'], {
    leaf: leafWith(policies(ANY)),
    intermediates: [caWith(policies(P), required, inhibitAnyPolicy(0))],
  }),
  pathCase('a CA that rolls its key over with any where any is inhibited', [], rollover(policies(P))),
  pathCase('the same, and a leaf with any', ['policy-required 0'], rollover(policies(ANY))),
  pathCase('a leaf with the name of its CA and any where any is inhibited', ['policy-required 0'], {
    leaf: makeLeaf({ commonName: 'CA', extensions: [policies(ANY), authorityKeyId('ca')] }),
    intermediates: [caWith(subjectKeyId('ca'), policies(P), required, inhibitAnyPolicy(0))],
  }),
  pathCase('a CA without one', ['policy-required 0'], {
    leaf: leafWith(policies(P)),
    intermediates: [caWith(required)],
  }),
  pathCase('asked for by the leaf itself', ['policy-required 0'], { leaf: leafWith(required) }),
  pathCase('asked for further down than the path goes', [], {
    intermediates: [caWith(policyConstraints(3))],
  }),
  pathCase('a mapping', [], {
    leaf: leafWith(policies(Q)),
    intermediates: [caWith(policies(P), required, policyMappings([P, Q]))],
  }),
  pathCase('a mapping that is inhibited', ['policy-required 0'], {
    leaf: leafUnderSub({ extensions: [policies(Q)] }),
    intermediates: [
      caWith(policies(P), policyConstraints(0, 0)),
      subCaWith(policies(P), policyMappings([P, Q])),
    ],
  }),
  pathCase('the policies of the root take no part', [], {
    leaf: leafWith(policies(P)),
    intermediates: [makeCa({ extensions: [...asCa, policies(P)] }), ca],
    roots: [makeRoot({ key: keys.root, extensions: [...asCa, policies(Q)] }), root],
  }),
];
