import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Entity, entitySchema } from '@cyborux/contract';
import { dnsTable } from '../../test/dns-table.ts';
import { netThat } from '../../test/refusing-net.ts';
import type { Net } from '../net.ts';
import type { DnsAnswer } from '../protocols/dns-answer.ts';
import { ipNetwork } from './ip-network.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const nxdomain: DnsAnswer<string> = { state: 'absent', reason: 'nxdomain' };
const timeout: DnsAnswer<string> = { state: 'unknown', reason: 'timeout' };
const txt = (...records: string[]): DnsAnswer<string> => ({ state: 'present', records });

const ORIGIN4 = '7.2.0.192.origin.asn.cymru.com';
const usual = {
  [ORIGIN4]: txt('64500 | 192.0.2.0/24 | US | arin | 1998-09-25'),
  'AS64500.asn.cymru.com': txt('64500 | US | arin | 2002-01-04 | EXAMPLE-AS Example Ltd, US'),
};

/** A network that only has the DNS, with what is written down in it. */
function netOf(answers: Record<string, DnsAnswer<string>>): Net {
  const written = Object.entries(answers).map(([name, answer]) => [`${name} TXT`, answer] as const);
  return netThat({ resolve: dnsTable(Object.fromEntries(written)).resolve });
}

function address(name: string): Extract<Entity, { kind: 'IPAddress' }> {
  return { kind: 'IPAddress', name, attributes: {} };
}

async function look(name: string, answers: Record<string, DnsAnswer<string>>) {
  const seen = await ipNetwork.observe(address(name), netOf(answers), target);
  assert.deepEqual(ipNetwork.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
  const revealed = [...(ipNetwork.reveals?.(seen, address(name), target) ?? [])];
  for (const entity of revealed) assert.deepEqual(entitySchema.parse(entity), entity);
  return { seen, revealed };
}

describe('ip-network', () => {
  it('finds the route, the system and its holder', async () => {
    const { revealed } = await look('192.0.2.7', usual);
    assert.deepEqual(revealed, [
      {
        kind: 'IPAddress',
        name: '192.0.2.7',
        attributes: {
          version: 4,
          prefix: '192.0.2.0/24',
          asn: 64500,
          holder: 'EXAMPLE-AS Example Ltd',
          country: 'US',
        },
      },
      { kind: 'Netblock', name: '192.0.2.0/24', attributes: { asn: 64500, country: 'US' } },
      { kind: 'AutonomousSystem', name: 'AS64500', attributes: { holder: 'EXAMPLE-AS Example Ltd' } },
    ]);
  });

  it('asks the other zone for IPv6', async () => {
    const { revealed } = await look('2001:db8::1', {
      [`1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.origin6.asn.cymru.com`]: txt(
        '64501 | 2001:db8::/32 | NL | ripencc |',
      ),
      'AS64501.asn.cymru.com': txt('64501 | NL | ripencc | 2005-01-01 | EXAMPLE6, NL'),
    });
    assert.deepEqual(revealed[0]?.attributes, {
      version: 6,
      prefix: '2001:db8::/32',
      asn: 64501,
      holder: 'EXAMPLE6',
      country: 'NL',
    });
  });

  it('takes the most specific of several routes for the address, and shows all', async () => {
    const { revealed } = await look('192.0.2.7', {
      ...usual,
      [ORIGIN4]: txt('64501 | 192.0.0.0/16 | US | arin |', '64500 64502 | 192.0.2.0/24 | US | arin |'),
      'AS64501.asn.cymru.com': txt('64501 | US | arin | 2002-01-04 | WIDE, US'),
      'AS64502.asn.cymru.com': nxdomain,
    });
    assert.deepEqual(
      revealed.map(({ name }) => name),
      ['192.0.2.7', '192.0.2.0/24', '192.0.0.0/16', 'AS64500', 'AS64502', 'AS64501'],
    );
    assert.deepEqual(revealed[4]?.attributes, {});
  });

  it('an address that nobody announces is absent', async () => {
    const { seen, revealed } = await look('192.0.2.7', { [ORIGIN4]: nxdomain });
    assert.deepEqual(seen, { origins: { state: 'absent' }, systems: [] });
    assert.deepEqual(revealed, []);
  });

  it('a time-out leaves the route unknown', async () => {
    const { seen, revealed } = await look('192.0.2.7', { [ORIGIN4]: timeout });
    assert.deepEqual(seen.origins, { state: 'unknown', reason: 'timeout' });
    assert.deepEqual(revealed, []);
  });

  it('a time-out of the second question leaves just the holder unknown', async () => {
    const { seen, revealed } = await look('192.0.2.7', { ...usual, 'AS64500.asn.cymru.com': timeout });
    assert.deepEqual(seen.systems, [{ asn: 64500, told: { state: 'unknown', reason: 'timeout' } }]);
    assert.deepEqual(revealed[0]?.attributes, {
      version: 4,
      prefix: '192.0.2.0/24',
      asn: 64500,
      country: 'US',
    });
    assert.deepEqual(revealed.at(-1), { kind: 'AutonomousSystem', name: 'AS64500', attributes: {} });
  });

  it('text of another form is malformed, not absent', async () => {
    const { seen } = await look('192.0.2.7', {
      [ORIGIN4]: txt('v=spf1 -all', '64500 | 198.51.100.0/24 | US'),
    });
    assert.equal(seen.origins.state === 'unknown' && seen.origins.reason, 'malformed');
    const { seen: other } = await look('192.0.2.7', {
      ...usual,
      'AS64500.asn.cymru.com': txt('64999 | US | arin | 2002-01-04 | ANOTHER, US'),
    });
    assert.equal(other.systems[0]?.told.state, 'unknown');
  });

  it('bounds what one answer makes it ask', async () => {
    const many = Array.from({ length: 500 }, (_, index) => 64500 + index);
    const answers = Object.fromEntries(many.map((asn) => [`AS${asn}.asn.cymru.com`, nxdomain]));
    const lines = many.map((asn) => `${asn} | 192.0.2.0/24 | US | arin |`);
    const { seen } = await look('192.0.2.7', { ...answers, [ORIGIN4]: txt(...lines) });
    assert.equal(seen.systems.length, 8);
  });

  it('looks at addresses alone', () => {
    assert.equal(ipNetwork.only?.(address('192.0.2.7'), target), true);
    assert.equal(ipNetwork.only?.(address('not an address'), target), false);
  });
});
