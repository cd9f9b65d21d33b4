import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { EntityKey, Graph } from '@cyborux/contract';
import { sql } from 'kysely';
import { entityId } from '../src/db/ids.ts';
import { insertDomain, insertEntities, insertProvenance } from './fixtures.ts';
import { makeUser, startServer } from './server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let key: string;
let userId: string;
let domainId: string;

before(async () => {
  server = await startServer();
  const user = await makeUser(server.db);
  ({ key, id: userId } = user);
  domainId = await insertDomain(server.db, user.id, 'acme.test');
  await insertEntities(server.db, domainId, [
    { kind: 'FQDN', name: 'acme.test', risk_level: 1 },
    { kind: 'FQDN', name: 'www.acme.test', risk_level: 0, risk_score: 90 },
    { kind: 'FQDN', name: 'mail.acme.test', risk_level: 2, risk_score: 30 },
    { kind: 'IPAddress', name: '192.0.2.1', risk_level: 3, risk_score: 10 },
    { kind: 'Service', name: '192.0.2.1:443/tcp', risk_level: 4 },
    { kind: 'TLSCertificate', name: '00ff', risk_level: 4 },
    { kind: 'FQDN', name: 'lonely.acme.test', risk_level: 4 },
  ]);
  await insertProvenance(server.db, domainId, [
    ['FQDN:acme.test', 'target', null],
    ['FQDN:www.acme.test', 'crtsh', null],
    ['FQDN:www.acme.test', 'certspotter', null],
    ['FQDN:www.acme.test', 'dns-records', 'FQDN:acme.test'],
    ['FQDN:mail.acme.test', 'dns-records', 'FQDN:acme.test'],
    ['IPAddress:192.0.2.1', 'dns-records', 'FQDN:www.acme.test'],
    ['IPAddress:192.0.2.1', 'dns-records', 'FQDN:mail.acme.test'],
    ['Service:192.0.2.1:443/tcp', 'tls-handshake', 'IPAddress:192.0.2.1'],
    ['TLSCertificate:00ff', 'tls-handshake', 'Service:192.0.2.1:443/tcp'],
    // Found again from what it led to.
    ['FQDN:www.acme.test', 'tls-handshake', 'TLSCertificate:00ff'],
  ]);
});
after(() => server.close());

const id = (entity: EntityKey) => entityId(domainId, entity);
const get = (query = '') => server.ask('GET', `/api/domains/acme.test/graph${query}`, { key });
const graph = async (query = ''): Promise<Graph> => {
  const { status, body } = await get(query);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
};
const names = ({ nodes }: Graph) => nodes.map(({ name, distance }) => `${distance} ${name}`);

test('the domain in the middle, its neighbours by their risk, then theirs', async () => {
  const whole = await graph();
  assert.equal(whole.center, id('FQDN:acme.test'));
  assert.deepEqual(whole.path, [whole.center]);
  assert.deepEqual(names(whole), [
    '0 acme.test',
    '1 www.acme.test',
    '1 mail.acme.test',
    '2 192.0.2.1',
    '2 00ff',
  ]);
  assert.equal(whole.total_nodes, 7);
  assert.equal(whole.truncated, false);
});

test('an edge tells every module that led there, once', async () => {
  const { edges } = await graph();
  const found = edges.find(
    ({ from, to }) => from === id('FQDN:acme.test') && to === id('FQDN:www.acme.test'),
  );
  assert.deepEqual(found, {
    from: id('FQDN:acme.test'),
    to: id('FQDN:www.acme.test'),
    modules: ['certspotter', 'crtsh', 'dns-records'],
    first_seen: '2026-01-01T00:00:00.000Z',
    last_seen: '2026-02-01T00:00:00.000Z',
  });
  assert.ok(edges.every(({ from, to }) => from !== to));
});

test('a node in the middle comes with the chain that led to it', async () => {
  const around = await graph(`?node=${id('TLSCertificate:00ff')}&depth=1`);
  assert.deepEqual(names(around), ['0 00ff', '1 www.acme.test', '1 192.0.2.1:443/tcp']);
  assert.equal(around.path[0], id('FQDN:acme.test'));
  assert.equal(around.path.at(-1), id('TLSCertificate:00ff'));
  assert.equal(around.path.length, 5);
  assert.equal(around.path[3], id('Service:192.0.2.1:443/tcp'));
});

test('what is left out is counted where it would be', async () => {
  const { nodes, truncated } = await graph('?depth=1&limit=2');
  assert.deepEqual(
    nodes.map(({ name, neighbours, hidden }) => [name, neighbours, hidden]),
    [
      ['acme.test', 2, 1],
      ['www.acme.test', 3, 2],
    ],
  );
  assert.equal(truncated, true);
});

test('kinds and risk levels narrow what is around the middle, never the middle', async () => {
  assert.deepEqual(names(await graph('?kind=IPAddress')), ['0 acme.test']);
  assert.deepEqual(names(await graph('?kind=FQDN&risk_level=critical')), ['0 acme.test', '1 www.acme.test']);
});

test('an entity that nothing led to stands alone, without a path', async () => {
  const alone = await graph(`?node=${id('FQDN:lonely.acme.test')}`);
  assert.deepEqual(names(alone), ['0 lonely.acme.test']);
  assert.deepEqual(alone.path, []);
});

test('of a domain that nothing was found of yet, there is nothing', async () => {
  await insertDomain(server.db, userId, 'new.test');
  const { status, body } = await server.ask('GET', '/api/domains/new.test/graph', { key });
  assert.equal(status, 200);
  assert.deepEqual(
    [body.nodes, body.edges, body.path, body.total_nodes, body.truncated],
    [[], [], [], 0, false],
  );
});

for (const [query, status, sentence] of [
  ['?node=1', 400, '`node` must be the id of an entity.'],
  ['?depth=5', 400, '`depth` must be a whole number from 1 to 4.'],
  ['?limit=501', 400, '`limit` must be a whole number from 1 to 500.'],
  ['?limit=0', 400, '`limit` must be a whole number from 1 to 500.'],
  ['?risk_level=worst', 400, null],
  ['?kind=Nothing', 400, null],
  ['?node=11111111-1111-4111-8111-111111111111', 404, 'This domain has no entity with this id.'],
] as const) {
  test(`${query} is refused with one sentence`, async () => {
    const answer = await get(query);
    assert.equal(answer.status, status);
    if (sentence !== null) assert.equal(answer.body.detail, sentence);
  });
}

test('a name with thousands around it is cut to what was asked for', async () => {
  await sql`
    insert into entities (domain_id, id, kind, name, attributes, sources, risk_level, risk_score, first_seen, last_seen, last_analysis_id)
    select ${domainId}, gen_random_uuid(), 'FQDN', n || '.many.test', '{}', '{}', 4, 0, now(), now(), gen_random_uuid()
    from generate_series(1, 20000) as n
  `.execute(server.db);
  await sql`
    insert into entity_provenance (domain_id, entity_id, module, from_id, first_seen, last_seen)
    select domain_id, id, 'crtsh', ${id('FQDN:mail.acme.test')}, now(), now() from entities
    where domain_id = ${domainId} and name like '%.many.test'
  `.execute(server.db);
  const { nodes, edges, truncated } = await graph('?limit=100');
  assert.equal(nodes.length, 100);
  assert.equal(truncated, true);
  assert.equal(nodes.find(({ name }) => name === 'mail.acme.test')?.neighbours, 20_002);
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  assert.ok(nodes.every((node) => joined.has(node.id)));
});
