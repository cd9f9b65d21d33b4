import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type DnssecResult, validate } from '@cyborux/engine/protocols/dnssec.ts';
import { encodeMessage, type Message } from '../dns-wire.ts';
import { type Lab, startLab } from '../lab.ts';
import type { SigningAlgorithm, SigningSpec } from '../spec.ts';
import { askUdpBytes } from '../testing/dns-client.ts';
import { originOf, typeNumber } from '../zone-file.ts';
import { plant, type Trio, trio } from '../zones/trio.ts';

const ALGORITHMS: SigningAlgorithm[] = [
  'RSASHA1',
  'RSASHA1-NSEC3-SHA1',
  'RSASHA256',
  'RSASHA512',
  'ECDSAP256SHA256',
  'ECDSAP384SHA384',
  'ED25519',
  'ED448',
];
const RECORDS = [
  'a 300 A 192.0.2.200',
  '*.w 300 TXT "any"',
  'deep.below 300 TXT "deep"',
  'alias 300 CNAME a',
  'cut 300 NS ns1.hosting.test.',
];

function signed(name: string, spec: SigningSpec): Trio {
  return trio({ name, faults: [], noMute: true, zone: () => ({ signed: spec, records: RECORDS }) });
}

const SOUND: [name: string, spec: SigningSpec][] = [
  ...ALGORITHMS.map((algorithm): [string, SigningSpec] => [algorithm.toLowerCase(), { algorithm }]),
  ['nsec', { denial: 'nsec' }],
  ['hashed-often', { denial: { iterations: 5, salt: 'abcd' } }],
  ['two-keys', { keys: 'ksk-zsk' }],
  ['several-digests', { digests: [1, 2, 4] }],
  ['further-signer', { ds: 'extra-foreign' }],
  ['strange-child-records', { childRecords: 'cds-foreign' }],
];
const UNSOUND: [name: string, spec: SigningSpec, question: string, state: string][] = [
  ['unsigned-parent', { ds: 'none' }, 'a A', 'insecure no-ds'],
  ['foreign-signer', { ds: 'foreign' }, 'a A', 'bogus no-matching-key'],
  ['wrong-digest', { ds: 'wrong-digest' }, 'a A', 'bogus no-matching-key'],
  ['late', { signaturesFrom: -31, signaturesUntil: -1 }, 'a A', 'bogus signature-expired'],
  ['early', { signaturesFrom: 2 }, 'a A', 'bogus signature-not-yet-valid'],
  ['late-here', { expired: ['a A'] }, 'a A', 'bogus signature-expired'],
  ['late-there', { expired: ['a A'] }, 'deep.below TXT', 'secure validated'],
  ['broken-here', { broken: ['a A'] }, 'a A', 'bogus bad-signature'],
  ['broken-keys', { broken: ['@ DNSKEY'] }, 'a A', 'bogus bad-signature'],
  ['bare', { unsigned: ['a *'] }, 'a A', 'bogus missing-signature'],
  ['no-denial', { denialFault: 'missing' }, 'b A', 'bogus missing-denial'],
  ['wrong-denial', { denialFault: 'wrong' }, 'b A', 'bogus missing-denial'],
  ['wrong-nsec', { denialFault: 'wrong', denial: 'nsec' }, 'a MX', 'bogus missing-denial'],
];
const QUESTIONS = [
  'a A',
  'a AAAA',
  'b A',
  'x.w TXT',
  'x.w A',
  'below A',
  'alias A',
  'b.a.deep.below TXT',
  'cut DS',
  '@ SOA',
];

let lab: Lab;
before(async () => {
  const plain = trio({ name: 'plain', faults: [], zone: () => ({ signed: false, records: RECORDS }) });
  const zones = plant([plain, ...[...SOUND, ...UNSOUND].map(([name, spec]) => signed(name, spec))]);
  lab = await startLab({ zones });
});
after(() => lab.close());

/** What the engine's validator says, which shares no code with the signer. */
async function verdict(name: string, type: string): Promise<string> {
  const { state, reason }: DnssecResult = await validate({ name, type }, query, {
    anchors: lab.network.anchors,
    now: new Date(),
  });
  return `${state} ${reason}`;
}

async function query(name: string, type: string) {
  const port = Number(lab.network.resolvers[0]?.split(':')[1]);
  const message: Message = {
    id: 1,
    flags: 0x0110,
    question: { name: originOf(name), type: typeNumber(type) ?? 0, class: 1 },
    answers: [],
    authorities: [],
    additionals: [],
    edns: { udpSize: 4096, dnssecOk: true },
  };
  const bytes = await askUdpBytes(encodeMessage(message), port);
  return bytes ?? { state: 'unknown' as const, reason: 'timeout' };
}

describe('a zone that is signed as it should be', () => {
  for (const [name] of SOUND) {
    test(`${name}: what is there and what is not are both proven`, async () => {
      for (const question of QUESTIONS) {
        const [label = '', type = ''] = question.split(' ');
        const owner = label === '@' ? `${name}.test` : `${label}.${name}.test`;
        assert.equal(await verdict(owner, type), 'secure validated', question);
      }
    });
  }

  test('of a zone that is not signed, that is proven', async () => {
    assert.equal(await verdict('a.plain.test', 'A'), 'insecure no-ds');
  });

  test('so are the zones of the root, the registry and the third parties', async () => {
    const questions = [
      ['test', 'SOA'],
      ['nobody.test', 'A'],
      ['nobody', 'A'],
      ['crt.sh', 'A'],
      ['api.certspotter.com', 'A'],
      ['data.iana.org', 'A'],
      ['200.2.0.192.origin.asn.cymru.com', 'TXT'],
    ] as const;
    for (const [name, type] of questions) assert.equal(await verdict(name, type), 'secure validated', name);
  });
});

describe('a zone with a fault in its signatures', () => {
  for (const [name, , question, state] of UNSOUND) {
    test(`${name}: ${question} is ${state}`, async () => {
      const [label, type = ''] = question.split(' ');
      assert.equal(await verdict(`${label}.${name}.test`, type), state);
    });
  }
});
