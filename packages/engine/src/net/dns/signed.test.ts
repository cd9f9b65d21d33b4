import assert from 'node:assert/strict';
import { test } from 'node:test';
import { internet, now, rootKey } from '../../../test/dnssec-internet.ts';
import { dsAnchor } from '../../../test/dnssec-signer.ts';
import { ROOT_ANCHORS, validate } from '../../protocols/dnssec.ts';
import { typeCode } from '../../protocols/dnssec-type.ts';
import { type Asked, reply, type Say, startDnsServer } from '../testing/dns-server.ts';
import { ROOT, startInternet } from '../testing/internet.ts';
import { FLAG } from './sections.ts';

const anchors = [dsAnchor('.', rootKey)];

/** Answers with signatures; a recursive resolver, or a server with authority for all. */
function signing(flags: number): Say {
  const { query } = internet();
  return async (asked) => {
    const answer = await query(`${asked.key.replace(/\.$/, '')}.`, asked.type);
    assert.ok(answer instanceof Uint8Array, asked.key);
    const bytes = Buffer.from(answer);
    bytes.writeUInt16BE(asked.query.id ?? 0, 0);
    bytes.writeUInt16BE(0x8000 | flags | (bytes.readUInt16BE(2) & 0xf), 2);
    return bytes;
  };
}

async function ask(resolver: Say | null, authority: Say, name = 'www.a.test', type = 'A') {
  await using recursive = await startDnsServer(resolver ?? (() => null));
  const resolvers = resolver === null ? ['iterative'] : [recursive.at];
  await using world = await startInternet({ [ROOT.address]: authority }, { resolvers, anchors });
  const { signed, anchors: trusted } = world.net;
  const result = await validate({ name, type }, signed, { anchors: trusted, now });
  return { result, recursive: recursive.asked, authority: world.servers.get(ROOT.address)?.asked ?? [] };
}

function wants({ query }: Asked): { dnssecOk: boolean; checkingDisabled: boolean } {
  const [opt] = query.additionals ?? [];
  return {
    dnssecOk: opt?.type === 'OPT' && opt.flag_do,
    checkingDisabled: ((query.flags ?? 0) & FLAG.CD) !== 0,
  };
}

test('a resolver that hands out signatures is asked, with DO and CD, and nobody else', async () => {
  const { result, recursive, authority } = await ask(signing(FLAG.RA), () => null);
  assert.equal(result.state, 'secure', result.detail);
  assert.equal(authority.length, 0);
  for (const asked of recursive) assert.deepEqual(wants(asked), { dnssecOk: true, checkingDisabled: true });
});

test('without a resolver the authoritative servers are asked', async () => {
  const { result, authority } = await ask(null, signing(FLAG.AA));
  assert.equal(result.state, 'secure', result.detail);
  assert.ok(authority.every((asked) => wants(asked).dnssecOk));
});

test('a resolver that strips signatures, refuses or is silent is made good by the authoritative servers', async () => {
  const stripping: Say = (q) => reply(q);
  for (const resolver of [stripping, (q) => reply(q, [], { rcode: 5 }), () => null] satisfies Say[]) {
    const { result } = await ask(resolver, signing(FLAG.AA));
    assert.equal(result.state, 'secure', result.detail);
  }
});

test('a resolver that strips the signatures of some names only is seen through', async () => {
  const whole = signing(FLAG.RA);
  const stripping: Say = (q) => (q.key.includes('a.test') ? reply(q) : whole(q));
  const { result, recursive } = await ask(stripping, signing(FLAG.AA));
  assert.equal(result.state, 'secure', result.detail);
  assert.ok(recursive.length > 1);
});

test('an answer that is too large comes over TCP', async () => {
  const whole = signing(FLAG.RA);
  const { result, recursive } = await ask(
    (q) => (q.transport === 'udp' ? reply(q, [], { truncated: true }) : whole(q)),
    () => null,
  );
  assert.equal(result.state, 'secure', result.detail);
  assert.ok(recursive.some(({ transport }) => transport === 'tcp'));
});

test('silence everywhere is unknown, never bogus', async () => {
  const { result } = await ask(
    () => null,
    () => null,
  );
  assert.equal(result.state, 'unknown');
});

test('the same message is not asked for twice', async () => {
  await using world = await startInternet({ [ROOT.address]: signing(FLAG.AA) });
  await Promise.all([world.net.signed('a.test', 'DNSKEY'), world.net.signed('A.test.', 'DNSKEY')]);
  await world.net.signed('a.test', 'DNSKEY');
  assert.equal(world.session.queries(), 1);
});

test('a type that is none is unknown, and the anchors are the root\u2019s unless told', async () => {
  await using world = await startInternet({});
  assert.equal(typeCode('NOSUCH'), null);
  const answer = await world.net.signed('a.test', 'NOSUCH');
  assert.ok(!(answer instanceof Uint8Array));
  assert.deepEqual(world.net.anchors, ROOT_ANCHORS);
});
