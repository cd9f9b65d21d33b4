import {
  besides,
  type Digest,
  type Edit,
  type KeyAlgorithm,
  type KeySpec,
  replaced,
  withBadSignatures,
  withoutRecords,
  withoutSignatures,
  type ZoneToSign,
} from './servers/signed-zones.ts';

/** A zone under `test.`, and what is made of it on the way to the servers. */
export interface ZonePlan extends ZoneToSign {
  /** Labels of the usual ones. */
  lacks?: readonly string[];
  /** The DS records in the zone above, of those that belong there. */
  delegate(own: readonly string[], revoked: readonly string[]): readonly string[];
  /** What its SOA record comes to. */
  state: 'secure' | 'insecure' | 'bogus';
  /** Finding codes of the DNSSEC checks at the apex, informational ones too. */
  findings: readonly string[];
}

export const HOSTING = ['ns1.hosting.test', 'ns2.hosting.test'] as const;

export const APEX = [
  `@ SOA ${HOSTING[0]}. hostmaster.hosting.test. 2026010101 7200 3600 1209600 300`,
  ...HOSTING.map((server) => `@ NS ${server}.`),
];
const RECORDS = [
  ...APEX,
  '@ A 192.0.2.10',
  '@ TXT "v=spf1 -all"',
  'www A 192.0.2.11',
  'alias CNAME www',
  '*.wild TXT "any"',
  'host.ent A 192.0.2.12',
];

const NSEC3 = { iterations: 0 };
const P256: KeySpec = { algorithm: 'ECDSAP256SHA256' };
const P256_SPLIT: KeySpec[] = [
  { ...P256, role: 'ksk' },
  { ...P256, role: 'zsk' },
];

function plan(label: string, changes: Partial<ZonePlan> = {}): ZonePlan {
  const { records = [], lacks = [], ...others } = changes;
  const usual = RECORDS.filter((record) => !lacks.includes(record.split(' ')[0] ?? ''));
  return {
    name: `${label}.test`,
    keys: [P256],
    denial: NSEC3,
    digests: ['SHA-256'],
    delegate: (own) => own,
    state: 'secure',
    findings: [],
    ...others,
    records: [...usual, ...records],
  };
}

/** Signed as it should be, then changed. */
function edited(label: string, edit: Edit, changes: Partial<ZonePlan>): ZonePlan {
  return plan(label, { edit, ...changes });
}

function signedWith(algorithm: KeyAlgorithm, findings: readonly string[] = []): ZonePlan[] {
  const label = algorithm.toLowerCase();
  return [
    plan(`${label}-nsec`, {
      keys: [{ algorithm }],
      denial: 'nsec',
      findings: ['dnssec-denial/walkable', ...findings],
    }),
    plan(label, { keys: [{ algorithm }], findings }),
  ];
}

const ALGORITHMS = [
  ...signedWith('RSASHA256'),
  ...signedWith('RSASHA512', ['dnssec-algorithms/deprecated']),
  ...signedWith('ECDSAP256SHA256'),
  ...signedWith('ECDSAP384SHA384'),
  ...signedWith('ED25519'),
  ...signedWith('ED448'),
  plan('rsasha1', {
    keys: [{ algorithm: 'RSASHA1' }],
    denial: 'nsec',
    findings: ['dnssec-algorithms/forbidden', 'dnssec-denial/walkable'],
  }),
  plan('nsec3rsasha1', {
    keys: [{ algorithm: 'NSEC3RSASHA1' }],
    findings: ['dnssec-algorithms/forbidden'],
  }),
  plan('rsa1024', {
    keys: [{ algorithm: 'RSASHA256', bits: 1024 }],
    findings: ['dnssec-algorithms/weak-key'],
  }),
  plan('split', { keys: P256_SPLIT }),
  plan('two-algorithms', { keys: [P256, { algorithm: 'ED25519' }] }),
  edited('one-of-two', withoutSignatures('*', 'A', 13), { keys: [P256, { algorithm: 'ED25519' }] }),
];

const DENIALS = [
  plan('iterations-1', { denial: { iterations: 1 }, findings: ['dnssec-denial/iterations'] }),
  plan('iterations-150', { denial: { iterations: 150 }, findings: ['dnssec-denial/iterations'] }),
  plan('iterations-151', { denial: { iterations: 151 }, findings: ['dnssec-denial/iterations'] }),
  plan('iterations-500', { denial: { iterations: 500 }, findings: ['dnssec-denial/iterations'] }),
  plan('salted', { denial: { iterations: 0, salt: 'aabbccdd' }, findings: ['dnssec-denial/salt'] }),
  // An apex without its proof has BIND serve the zone as if it were not signed.
  edited('nsec-lost', besides('nsec-lost.test.', withoutRecords('*', 'NSEC')), {
    denial: 'nsec',
    findings: ['dnssec-denial/broken', 'dnssec-denial/walkable'],
  }),
  edited('nsec-gap', withoutRecords('host.ent.nsec-gap.test.', 'NSEC'), {
    denial: 'nsec',
    findings: ['dnssec-denial/walkable'],
  }),
  edited('nsec-unsigned', besides('nsec-unsigned.test.', withoutSignatures('*', 'NSEC')), {
    denial: 'nsec',
    findings: ['dnssec-denial/broken', 'dnssec-denial/walkable'],
  }),
  edited('nsec-bad', withBadSignatures('*', 'NSEC'), {
    denial: 'nsec',
    findings: ['dnssec-denial/broken'],
  }),
  // With NSEC3 records that lack their signature alone, BIND waits for itself for twelve seconds.
  edited('nsec3-lost', withoutRecords('*', 'NSEC3'), { findings: ['dnssec-denial/broken'] }),
  edited('nsec3-bad', withBadSignatures('*', 'NSEC3'), { findings: ['dnssec-denial/broken'] }),
];

function delegated(
  label: string,
  digests: readonly Digest[],
  delegate: ZonePlan['delegate'],
  changes: Partial<ZonePlan> = {},
): ZonePlan {
  return plan(label, { digests, delegate, ...changes });
}

const NONE = () => [];
/** Of a key that is not there. */
const FOREIGN = `12345 13 2 ${'0F'.repeat(32)}`;
/** Of a digest type, and of an algorithm, that nobody knows. */
const STRANGE_DIGEST = `12345 13 200 ${'0F'.repeat(32)}`;
const STRANGE_ALGORITHM = `12345 200 2 ${'0F'.repeat(32)}`;

const DELEGATIONS = [
  delegated('ds-sha1', ['SHA-1'], (own) => own, { findings: ['dnssec-delegation/digest-sha1'] }),
  delegated('ds-sha384', ['SHA-384'], (own) => own),
  delegated('ds-three', ['SHA-1', 'SHA-256', 'SHA-384'], (own) => own, {
    findings: ['dnssec-delegation/digest-sha1'],
  }),
  delegated('ds-beside', ['SHA-256'], (own) => [...own, FOREIGN], {
    findings: ['dnssec-delegation/ds-unmatched'],
  }),
  delegated('ds-foreign', ['SHA-256'], () => [FOREIGN], {
    state: 'bogus',
    findings: ['dnssec/bogus', 'dnssec-delegation/ds-without-key'],
  }),
  delegated('ds-wrong-digest', ['SHA-256'], (own) => own.map((each) => each.replace(/.{8}$/, '00000000')), {
    state: 'bogus',
    findings: ['dnssec/bogus', 'dnssec-delegation/ds-without-key'],
  }),
  // Where a stronger digest is there, the weaker one does not count (RFC 4509 section 3).
  delegated(
    'ds-weak-right',
    ['SHA-1', 'SHA-256'],
    ([weak = '', strong = '']) => [weak, strong.replace(/.{8}$/, '00000000')],
    {
      state: 'bogus',
      findings: ['dnssec/bogus', 'dnssec-delegation/digest-sha1', 'dnssec-delegation/ds-unmatched'],
    },
  ),
  delegated('ds-strange-digest', ['SHA-256'], () => [STRANGE_DIGEST], { state: 'insecure' }),
  delegated('ds-strange-algorithm', ['SHA-256'], () => [STRANGE_ALGORITHM], {
    state: 'insecure',
    findings: ['dnssec-delegation/ds-unmatched'],
  }),
  delegated('ds-strange-beside', ['SHA-256'], (own) => [STRANGE_DIGEST, STRANGE_ALGORITHM, ...own], {
    findings: ['dnssec-delegation/ds-unmatched'],
  }),
  delegated('ds-unsigned', ['SHA-256'], () => [FOREIGN], {
    keys: [],
    // BIND waits for itself for twelve seconds when such a zone has an alias.
    lacks: ['alias'],
    state: 'bogus',
    findings: ['dnssec/bogus', 'dnssec-delegation/ds-without-key'],
  }),
  delegated('island', ['SHA-256'], NONE, { state: 'insecure', findings: ['dnssec/island'] }),
  plan('unsigned', { keys: [], state: 'insecure', findings: ['dnssec/unsigned'] }),
  delegated('revoked-named', ['SHA-256'], (_own, revoked) => revoked, {
    keys: [P256, { ...P256, revoked: true }],
    state: 'bogus',
    findings: ['dnssec/bogus', 'dnssec-delegation/ds-without-key'],
  }),
  delegated('revoked-beside', ['SHA-256'], (own) => own, { keys: [P256, { ...P256, revoked: true }] }),
];

const EARLIER = { from: '20200101000000', until: '20200301000000' };
const LATER = { from: '20400101000000', until: '20400301000000' };

const SIGNATURES = [
  plan('expired', {
    validity: EARLIER,
    state: 'bogus',
    findings: ['dnssec/bogus', 'dnssec-signatures/expired'],
  }),
  plan('expired-nsec', {
    validity: EARLIER,
    denial: 'nsec',
    keys: P256_SPLIT,
    state: 'bogus',
    findings: ['dnssec/bogus', 'dnssec-signatures/expired'],
  }),
  plan('early', {
    validity: LATER,
    state: 'bogus',
    findings: ['dnssec/bogus', 'dnssec-signatures/not-yet-valid'],
  }),
  edited('keys-unsigned', withoutSignatures('*', 'DNSKEY'), { state: 'bogus', findings: ['dnssec/bogus'] }),
  edited('keys-bad', withBadSignatures('*', 'DNSKEY'), { state: 'bogus', findings: ['dnssec/bogus'] }),
  edited('soa-unsigned', withoutSignatures('*', 'SOA'), { state: 'bogus', findings: ['dnssec/bogus'] }),
  edited('soa-bad', withBadSignatures('*', 'SOA'), { state: 'bogus', findings: ['dnssec/bogus'] }),
  edited('text-unsigned', withoutSignatures('text-unsigned.test.', 'TXT'), { findings: ['dnssec/bogus'] }),
  edited('text-bad', withBadSignatures('text-bad.test.', 'TXT'), { findings: ['dnssec/bogus'] }),
  edited('www-unsigned', withoutSignatures('www.www-unsigned.test.', 'A'), {}),
  edited('www-bad', withBadSignatures('www.www-bad.test.', 'A'), { keys: [{ algorithm: 'RSASHA256' }] }),
  edited('www-forged', replaced('192.0.2.11', '192.0.2.66'), { keys: [{ algorithm: 'ED25519' }] }),
  edited('alias-bad', withBadSignatures('alias.alias-bad.test.', 'CNAME'), {}),
  edited('wild-bad', withBadSignatures('*.wild.wild-bad.test.', 'TXT'), {}),
  edited('wild-unsigned', withoutSignatures('*.wild.wild-unsigned.test.', 'TXT'), {}),
  edited('wild-nsec', (lines) => lines, { denial: 'nsec', findings: ['dnssec-denial/walkable'] }),
];

/** Zones below a zone, by what becomes of them: each is of its own, its name `<kind>.<zone>`. */
function family(label: string, denial: ZonePlan['denial'], findings: readonly string[]): ZonePlan[] {
  const child = (kind: string, changes: Partial<ZonePlan> = {}) => plan(`${kind}.${label}`, changes);
  return [
    plan(label, { denial, findings }),
    child('signed', { denial, findings }),
    child('unsigned', { keys: [], state: 'insecure', findings: ['dnssec/unsigned'] }),
    child('island', { delegate: NONE, state: 'insecure', findings: ['dnssec/island'] }),
    child('lost', {
      delegate: () => [FOREIGN],
      state: 'bogus',
      findings: ['dnssec/bogus', 'dnssec-delegation/ds-without-key'],
    }),
  ];
}

const CUTS = [
  ...family('family', 'nsec', ['dnssec-denial/walkable']),
  ...family('registry', NSEC3, []),
  ...family('opt-out', { iterations: 0, optOut: true }, ['dnssec-denial/opt-out']),
  edited('ds-bad', withBadSignatures('child.ds-bad.test.', 'DS'), {}),
  plan('child.ds-bad', { state: 'bogus', findings: ['dnssec/bogus'] }),
  edited('cut-gap', withoutRecords('child.cut-gap.test.', 'NSEC'), {
    denial: 'nsec',
    findings: ['dnssec-denial/walkable'],
  }),
  plan('child.cut-gap', { keys: [], state: 'bogus', findings: ['dnssec/bogus'] }),
  // Below an insecure delegation no signature counts.
  plan('signed.unsigned', { state: 'insecure', findings: ['dnssec/unsigned'] }),
];

/** Where aliases lead to from both a signed zone and one that is not. */
const WAYS = [
  'to-secure CNAME www.split.test.',
  'to-island CNAME www.island.test.',
  'to-unsigned CNAME www.unsigned.test.',
  'to-bogus CNAME www.expired.test.',
  'to-nobody CNAME nobody.split.test.',
  'to-wild CNAME any.wild.split.test.',
  'to-alias CNAME to-secure',
  '*.wildly CNAME www.split.test.',
  'tree DNAME split.test.',
  'tree-bogus DNAME expired.test.',
  'tree-island DNAME island.test.',
];
const ALIASES = [
  plan('crossing', { records: WAYS }),
  plan('crossing-nsec', { records: WAYS, denial: 'nsec', findings: ['dnssec-denial/walkable'] }),
  plan('crossing-unsigned', { records: WAYS, keys: [], state: 'insecure', findings: ['dnssec/unsigned'] }),
];

export const ZONES: readonly ZonePlan[] = [
  ...ALGORITHMS,
  ...DENIALS,
  ...DELEGATIONS,
  ...SIGNATURES,
  ...CUTS,
  ...ALIASES,
];

export interface Question {
  name: string;
  type: string;
}

/** Every name of the zone with every type that it has and some that it has not, and names that it has not. */
export function questionsOf({ name: zone, records }: ZonePlan): Question[] {
  const types = new Map<string, Set<string>>();
  const ask = (label: string, ...more: string[]) => {
    const known = types.get(label) ?? new Set();
    types.set(label, known);
    for (const type of more) known.add(type);
  };
  for (const record of records) {
    const [label = '', type = ''] = record.split(' ');
    ask(label, type, 'AAAA');
    const [first, ...above] = label.split('.');
    if (above.length > 0) ask(above.join('.'), 'A');
    if (first === '*') ask(`any.${above.join('.')}`, type, 'AAAA');
    if (type === 'DNAME') for (const below of ['www', 'nobody']) ask(`${below}.${label}`, 'A', 'AAAA');
  }
  ask('@', 'DNSKEY', 'DS', 'NSEC', 'NSEC3PARAM', 'MX');
  ask('www', 'DS', 'NSEC', 'SOA');
  for (const label of ['nobody', 'nobody.www', 'no.nobody']) ask(label, 'A');
  return [...types].flatMap(([label, all]) =>
    [...all].map((type) => ({ name: label === '@' ? zone : `${label}.${zone}`, type })),
  );
}
