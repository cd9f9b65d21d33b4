import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HostedZone, startNameServer } from './authoritative.ts';
import type { DnsListener } from './dns-listener.ts';
import { decodeMessage, encodeMessage, type Message, rcodeOf, TYPE, toText, toWire } from './dns-wire.ts';
import type { NameServerQuirk } from './spec.ts';
import { askUdpBytes } from './testing/dns-client.ts';
import { loadZone } from './zone.ts';

const zone = loadZone('acme.test', [
  '@ 3600 SOA ns1 hostmaster 1 2 3 4 300',
  '@ 300 A 192.0.2.1',
  ...Array.from({ length: 60 }, (_, index) => `big 300 TXT "${'x'.repeat(40)}${index}"`),
]);

interface Asked {
  name?: string;
  type?: number;
  class?: number;
  edns?: Message['edns'];
}

/** One word for what came back. */
async function ask(
  port: number,
  { name = 'acme.test', type = TYPE.A, edns = null, ...rest }: Asked,
): Promise<string> {
  const question = { name: toWire(`${name}.`), type, class: rest.class ?? 1 };
  const query = { id: 9, flags: 0, question, answers: [], authorities: [], additionals: [], edns };
  const bytes = await askUdpBytes(encodeMessage(query), port, 300);
  if (bytes === null) return 'silence';
  const message = decodeMessage(bytes);
  const rcode = rcodeOf(message) + ((message.edns?.extendedRcode ?? 0) << 4);
  const options = (message.edns?.options ?? []).map(({ code }) => code);
  return [
    rcode,
    message.edns ? 'edns' : 'plain',
    ...options,
    ...(message.flags & 0x0200 ? ['tc'] : []),
    ...(message.authorities.some(({ name }) => name === '\0') ? ['root'] : []),
    ...(message.question?.name === question.name ? [] : [toText(message.question?.name ?? '\0')]),
    ...(message.answers.length > 0 ? [message.answers.length] : []),
  ].join(' ');
}

const EDNS = { udpSize: 1232, dnssecOk: false };
const VERSION_1 = { ...EDNS, version: 1 };
const OPTION = { ...EDNS, options: [{ code: 100, bytes: Buffer.of(1, 2) }] };
const COOKIE = { ...EDNS, options: [{ code: 10, bytes: Buffer.alloc(8) }] };

const CASES: [what: string, quirk: NameServerQuirk, asked: Asked, usual: string, odd: string][] = [
  ['EDNS', 'edns-formerr', { edns: EDNS }, '0 edns 1', '1 plain'],
  ['EDNS', 'edns-silent', { edns: EDNS }, '0 edns 1', 'silence'],
  ['EDNS', 'edns-ignored', { edns: EDNS }, '0 edns 1', '0 plain 1'],
  ['a later version of EDNS', 'edns-version-ignored', { edns: VERSION_1 }, '16 edns', '0 edns 1'],
  ['a later version of EDNS', 'edns-version-silent', { edns: VERSION_1 }, '16 edns', 'silence'],
  ['an option', 'edns-option-echoed', { edns: OPTION }, '0 edns 1', '0 edns 100 1'],
  ['an option', 'edns-option-formerr', { edns: OPTION }, '0 edns 1', '1 edns'],
  ['an option', 'edns-option-silent', { edns: OPTION }, '0 edns 1', 'silence'],
  ['a cookie', 'edns-option-formerr', { edns: COOKIE }, '0 edns 1', '0 edns 1'],
  ['a large answer', 'oversized', { name: 'big.acme.test', type: TYPE.TXT }, '0 plain tc', '0 plain 60'],
  ['mixed case', 'case-folded', { name: 'aCme.test' }, '0 plain 1', '0 plain acme.test 1'],
  ['mixed case', 'case-silent', { name: 'aCme.test' }, '0 plain 1', 'silence'],
  ['another zone', 'upward-referral', { name: 'other.test' }, '5 plain', '0 plain root'],
  ['AAAA', 'aaaa-nxdomain', { type: TYPE.AAAA }, '0 plain', '3 plain'],
  ['AAAA', 'aaaa-servfail', { type: TYPE.AAAA }, '0 plain', '2 plain'],
  ['AAAA', 'aaaa-silent', { type: TYPE.AAAA }, '0 plain', 'silence'],
  ['a new type', 'unknown-type-notimp', { type: 65_280 }, '0 plain', '4 plain'],
  ['a new type', 'unknown-type-silent', { type: 65_280 }, '0 plain', 'silence'],
];

async function withServer(hosted: HostedZone, run: (server: DnsListener) => Promise<void>): Promise<void> {
  const server = await startNameServer([hosted]);
  try {
    await run(server);
  } finally {
    await server.close();
  }
}

describe('a name server with a quirk', () => {
  let sound: DnsListener;
  before(async () => {
    sound = await startNameServer([{ zone }]);
  });
  after(() => sound.close());

  for (const [what, quirk, asked, usual, odd] of CASES) {
    test(`${what}: ${usual}, with ${quirk} ${odd}`, async () => {
      assert.equal(await ask(sound.port, asked), usual);
      await withServer({ zone, quirks: [quirk] }, async ({ port }) =>
        assert.equal(await ask(port, asked), odd),
      );
    });
  }
});

const CHAOS = { name: 'version.bind', type: TYPE.TXT, class: 3 };
for (const [version, told] of [
  [undefined, '5 plain'],
  ['NSD 4.8', '0 plain 1'],
  [null, 'silence'],
] as const) {
  test(`asked for its version, ${version === undefined ? 'the usual one' : version} says ${told}`, async () => {
    const hosted = version === undefined ? { zone } : { zone, version };
    await withServer(hosted, async ({ port }) => assert.equal(await ask(port, CHAOS), told));
  });
}

for (const [recursion, told] of [
  ['open', '0 plain 1'],
  ['silent', 'silence'],
  [undefined, '5 plain'],
] as const) {
  test(`a foreign question to a server whose recursion is ${recursion ?? 'off'}: ${told}`, async () => {
    const resolve = async (name: string) => ({
      rcode: 0,
      answers: [{ name, type: TYPE.A, ttl: 1, rdata: [Buffer.of(192, 0, 2, 1)] }],
      authorities: [],
    });
    const server = await startNameServer([recursion ? { zone, recursion } : { zone }], resolve);
    try {
      const query = encodeMessage({
        id: 1,
        flags: 0x0100,
        question: { name: toWire('other.test.'), type: TYPE.A, class: 1 },
        answers: [],
        authorities: [],
        additionals: [],
        edns: null,
      });
      const bytes = await askUdpBytes(query, server.port, 300);
      const message = bytes && decodeMessage(bytes);
      const text = message
        ? [rcodeOf(message), 'plain', ...(message.answers.length > 0 ? [message.answers.length] : [])].join(
            ' ',
          )
        : 'silence';
      assert.equal(text, told);
      assert.equal(message ? (message.flags & 0x0080) !== 0 : false, recursion === 'open');
    } finally {
      await server.close();
    }
  });
}
