import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entitySchema } from '@cyborux/contract';
import { collectAbout, namesOf, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { internetdb } from './internetdb.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const host = {
  cpes: ['cpe:/a:f5:nginx:1.11.13'],
  hostnames: ['WWW.acme.example', 'static.hoster.example'],
  ip: '203.0.113.9',
  ports: [22, 443, 161],
  tags: ['cloud'],
  vulns: ['CVE-2019-9516'],
};

function ask(answer: WrittenAnswer, address = '203.0.113.9') {
  return collectAbout(
    internetdb,
    address,
    target,
    writtenHttp({ [`https://internetdb.shodan.io/${address}`]: answer }),
  );
}

describe('internetdb', () => {
  it('tells of services that others saw, and of the names of the address', async () => {
    const { entities, error, doubts } = await ask({ json: host });
    assert.deepEqual([error, doubts], [undefined, []]);
    assert.deepEqual(namesOf(entities, 'Service'), [
      '203.0.113.9:22/tcp',
      '203.0.113.9:443/tcp',
      '203.0.113.9:161/udp',
    ]);
    assert.deepEqual(entities[0]?.attributes, {
      address: '203.0.113.9',
      port: 22,
      transport: 'tcp',
      passive: true,
    });
    assert.deepEqual(entities.find(({ kind }) => kind === 'IPAddress')?.attributes, {
      hostnames: ['www.acme.example', 'static.hoster.example'],
    });
    assert.deepEqual(namesOf(entities, 'FQDN'), ['www.acme.example']);
    for (const entity of entities) assert.deepEqual(entitySchema.parse(entity), entity);
  });

  it('finds nothing where nothing was seen', async () => {
    assert.deepEqual(await ask(null), { entities: [], error: undefined, doubts: [] });
  });

  it('writes IPv6 services as such', async () => {
    const { entities } = await ask({ json: { ...host, ip: '2001:DB8:0::9', ports: [443] } }, '2001:db8::9');
    assert.deepEqual(namesOf(entities, 'Service'), ['[2001:db8::9]:443/tcp']);
  });

  it('leaves out what is no port and no name, and says so', async () => {
    const { entities, doubts } = await ask({
      json: { ...host, ports: [0, 70_000, '80', 443, 443], hostnames: [7, 'x y'] },
    });
    assert.deepEqual(namesOf(entities, 'Service'), ['203.0.113.9:443/tcp']);
    assert.deepEqual(namesOf(entities, 'IPAddress'), []);
    assert.deepEqual(doubts, ['3 items are of another form', '1 items are of another form']);
  });

  const failures: [what: string, answer: WrittenAnswer, outcome: string][] = [
    ['another address', { json: { ...host, ip: '203.0.113.10' } }, 'failed'],
    ['another document', { json: { detail: 'No information available' } }, 'failed'],
    ['a limit', new SourceError('limited', '429'), 'limited'],
  ];
  for (const [what, answer, outcome] of failures) {
    it(`tells of ${what} as ${outcome}`, async () => {
      const { entities, error } = await ask(answer);
      assert.deepEqual([entities, error?.outcome], [[], outcome]);
    });
  }
});
