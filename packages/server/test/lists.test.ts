import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type EntityFixture, insertDomain, insertEntities, insertFindings } from './fixtures.ts';
import { makeUser, startServer } from './server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let key: string;
let domainId: string;

const HOSTS: EntityFixture[] = Array.from({ length: 123 }, (_, index) => ({
  kind: 'FQDN',
  name: `host-${String(index).padStart(3, '0')}.acme.test`,
  risk_level: index % 5,
  risk_score: ((index * 7) % 123) / 2,
  first_seen: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
  last_seen: new Date(Date.UTC(2026, 6, 1 - index)).toISOString(),
}));

before(async () => {
  server = await startServer();
  const user = await makeUser(server.db);
  key = user.key;
  domainId = await insertDomain(server.db, user.id, 'acme.test');
  await insertEntities(server.db, domainId, [
    ...HOSTS,
    {
      kind: 'FQDN',
      name: '100%_sure.acme.test',
      attributes: { resolution: 'present', addresses: ['192.0.2.1'], extra: 1 },
    },
    { kind: 'IPAddress', name: '192.0.2.1', attributes: { version: 4, asn: 64500, holder: 'Example' } },
    { kind: 'IPAddress', name: '192.0.2.2' },
    {
      kind: 'Service',
      name: '192.0.2.1:443/tcp',
      attributes: { address: '192.0.2.1', port: 443, transport: 'tcp', tls: true },
    },
    {
      kind: 'DNSRecord',
      name: 'acme.test MX 10 mail.acme.test',
      attributes: { owner: 'acme.test', type: 'MX', ttl: 300 },
    },
    {
      kind: 'TLSCertificate',
      name: '00ff',
      attributes: { subject: 'CN=acme.test', names: ['acme.test'], key_bits: 256 },
    },
    {
      kind: 'ContactRecord',
      name: 'mailto:abuse@acme.test',
      attributes: { contact_type: 'email', role: 'abuse' },
    },
    {
      kind: 'Product',
      name: 'www.acme.test nginx',
      attributes: { host: 'www.acme.test', product: 'nginx', category: 'web-server' },
    },
  ]);
  await insertFindings(server.db, domainId, [
    { code: 'hsts/missing', entity: 'FQDN:www.acme.test', severity: 3, risk_score: 20 },
    {
      code: 'certificate-expiry/expired',
      entity: 'FQDN:old.acme.test',
      severity: 1,
      category: 'tls',
      risk_score: 70,
    },
    { code: 'spf/allow-all', entity: 'FQDN:acme.test', severity: 1, category: 'mail', risk_score: 75 },
    {
      code: 'csp/missing',
      entity: 'FQDN:www.acme.test',
      severity: 3,
      state: 'resolved',
      confidence: 'potential',
    },
  ]);
});
after(() => server.close());

const get = (path: string) => server.ask('GET', `/api/domains/acme.test/${path}`, { key });
const names = (answer: { body: { items: { name: string }[] } }) => answer.body.items.map((item) => item.name);

describe('the envelope', () => {
  test('by default the first 50', async () => {
    const { status, body } = await get('subdomains');
    assert.equal(status, 200);
    const { items, ...envelope } = body;
    assert.equal(items.length, 50);
    assert.deepEqual(envelope, { total: 124, page: 1, per_page: 50, total_pages: 3 });
  });

  for (const [query, count, envelope] of [
    ['page=3', 24, { total: 124, page: 3, per_page: 50, total_pages: 3 }],
    ['page=4', 0, { total: 124, page: 4, per_page: 50, total_pages: 3 }],
    ['per_page=100', 100, { total: 124, page: 1, per_page: 100, total_pages: 2 }],
    ['per_page=62&page=2', 62, { total: 124, page: 2, per_page: 62, total_pages: 2 }],
    ['per_page=62&page=3', 0, { total: 124, page: 3, per_page: 62, total_pages: 2 }],
    ['per_page=1&page=124', 1, { total: 124, page: 124, per_page: 1, total_pages: 124 }],
    [
      'page=9007199254740991&per_page=100',
      0,
      { total: 124, page: 9007199254740991, per_page: 100, total_pages: 2 },
    ],
    ['page=0002', 50, { total: 124, page: 2, per_page: 50, total_pages: 3 }],
    ['q=nothing-like-it', 0, { total: 0, page: 1, per_page: 50, total_pages: 0 }],
    ['something=else', 50, { total: 124, page: 1, per_page: 50, total_pages: 3 }],
  ] as const) {
    test(query, async () => {
      const { status, body } = await get(`subdomains?${query}`);
      assert.equal(status, 200);
      const { items, ...rest } = body;
      assert.equal(items.length, count);
      assert.deepEqual(rest, envelope);
    });
  }

  test('the pages together are every item once, whatever the order', async () => {
    for (const sort of ['risk_level', 'name', 'first_seen', 'last_seen']) {
      for (const order of ['asc', 'desc']) {
        const pages = [1, 2, 3].map((page) =>
          get(`subdomains?page=${page}&per_page=45&sort_by=${sort}&order=${order}`),
        );
        const ids = (await Promise.all(pages)).flatMap(({ body }) =>
          body.items.map((item: { id: string }) => item.id),
        );
        assert.equal(ids.length, 124);
        assert.equal(new Set(ids).size, 124);
      }
    }
  });
});

describe('orders', () => {
  const worstFirst = [...HOSTS].sort(
    (a, b) => (a.risk_level ?? 4) - (b.risk_level ?? 4) || (b.risk_score ?? 0) - (a.risk_score ?? 0),
  );
  const expected = (hosts: EntityFixture[]) => hosts.slice(0, 20).map((host) => host.name);
  for (const [query, hosts] of [
    ['', worstFirst],
    ['sort_by=risk_level', worstFirst],
    ['sort_by=risk_level&order=desc', worstFirst],
    ['sort_by=name&q=host-', HOSTS],
    ['sort_by=name&order=asc&q=host-', HOSTS],
    ['sort_by=name&order=desc', [...HOSTS].reverse()],
    ['sort_by=first_seen', [...HOSTS].reverse()],
    ['sort_by=first_seen&order=desc', [...HOSTS].reverse()],
    ['sort_by=first_seen&order=asc&q=host-', HOSTS],
    ['sort_by=last_seen', HOSTS],
  ] as const) {
    test(query || 'by default', async () => {
      assert.deepEqual(names(await get(`subdomains?per_page=20&${query}`)), expected([...hosts]));
    });
  }

  test('the least risk first, when asked for', async () => {
    const levels = (await get('subdomains?order=asc&per_page=100')).body.items.map(
      (item: { risk_level: string }) => item.risk_level,
    );
    assert.equal(levels[0], 'info');
    assert.equal(levels.at(-1), 'critical');
  });
});

describe('filters', () => {
  for (const [query, total] of [
    ['risk_level=critical', 25],
    ['risk_level=critical,high', 50],
    ['risk_level=info,info,info', 25],
    ['q=HOST-01', 10],
    ['q=%25', 1],
    ['q=_', 1],
    ['q=%25_sure', 1],
    ['q=%5C', 0],
    ["q=';select 1--", 0],
    ['q=', 124],
    ['q=host&risk_level=high', 25],
  ] as const) {
    test(query, async () => {
      const { status, body } = await get(`subdomains?${query}`);
      assert.equal(status, 200);
      assert.equal(body.total, total);
    });
  }

  for (const [query, codes] of [
    ['', ['spf/allow-all', 'certificate-expiry/expired', 'hsts/missing']],
    ['order=asc', ['hsts/missing', 'certificate-expiry/expired', 'spf/allow-all']],
    ['sort_by=code', ['certificate-expiry/expired', 'hsts/missing', 'spf/allow-all']],
    ['state=resolved', ['csp/missing']],
    [
      'state=all&sort_by=code',
      ['certificate-expiry/expired', 'csp/missing', 'hsts/missing', 'spf/allow-all'],
    ],
    ['category=mail,tls', ['spf/allow-all', 'certificate-expiry/expired']],
    ['severity=low', ['hsts/missing']],
    ['state=all&confidence=potential', ['csp/missing']],
    ['q=OLD.acme', ['certificate-expiry/expired']],
    ['q=hsts', ['hsts/missing']],
  ] as const) {
    test(`findings?${query}`, async () => {
      const { body } = await get(`findings?${query}`);
      assert.deepEqual(
        body.items.map((item: { code: string }) => item.code),
        codes,
      );
      assert.equal(body.total, codes.length);
    });
  }
});

describe('items', () => {
  const common = {
    risk_level: 'info',
    risk_score: 0,
    first_seen: '2026-01-01T00:00:00.000Z',
    last_seen: '2026-02-01T00:00:00.000Z',
    sources: ['crtsh'],
  };
  for (const [path, item] of [
    [
      'subdomains?q=sure',
      {
        name: '100%_sure.acme.test',
        resolution: 'present',
        addresses: ['192.0.2.1'],
        cname: null,
        wildcard: null,
        title: null,
        http_status: null,
        language: null,
        page_hash: null,
        favicon_hash: null,
        favicon_md5: null,
        observatory_grade: null,
        observatory_score: null,
        tls_grade: null,
      },
    ],
    [
      'ip-addresses?sort_by=name',
      {
        name: '192.0.2.1',
        version: 4,
        prefix: null,
        asn: 64500,
        holder: 'Example',
        country: null,
        hostnames: null,
        cloud: null,
        cdn: null,
        reverse_names: null,
        block_lists: null,
        reputation: null,
      },
    ],
    [
      'services',
      {
        name: '192.0.2.1:443/tcp',
        address: '192.0.2.1',
        port: 443,
        transport: 'tcp',
        protocol: null,
        product: null,
        version: null,
        tls: true,
        passive: null,
      },
    ],
    [
      'dns-records',
      { name: 'acme.test MX 10 mail.acme.test', owner: 'acme.test', type: 'MX', rdata: null, ttl: 300 },
    ],
    [
      'certificates',
      {
        name: '00ff',
        subject: 'CN=acme.test',
        issuer: null,
        serial: null,
        names: ['acme.test'],
        not_before: null,
        not_after: null,
        key_algorithm: null,
        key_bits: 256,
        signature_algorithm: null,
        self_signed: null,
        in_use: null,
      },
    ],
    [
      'contacts',
      {
        name: 'mailto:abuse@acme.test',
        contact_type: 'email',
        role: 'abuse',
        organization: null,
        published_in: null,
      },
    ],
    [
      'technologies',
      {
        name: 'www.acme.test nginx',
        host: 'www.acme.test',
        product: 'nginx',
        version: null,
        vendor: null,
        category: 'web-server',
        cpe: null,
        evidence: null,
      },
    ],
  ] as const) {
    test(path, async () => {
      const { id, ...rest } = (await get(path)).body.items[0];
      assert.match(id, /^[0-9a-f-]{36}$/);
      assert.deepEqual(rest, { ...common, ...item });
    });
  }

  test('a finding tells everything, in the list and alone', async () => {
    const [listed] = (await get('findings?category=mail')).body.items;
    const { body: alone } = await get(`findings/${listed.id}`);
    assert.deepEqual(alone, listed);
    const { id: _id, entity_id: _entity, ...rest } = alone;
    assert.deepEqual(rest, {
      code: 'spf/allow-all',
      check: 'spf',
      category: 'mail',
      severity: 'high',
      confidence: 'confirmed',
      risk_level: 'high',
      risk_score: 75,
      optional: false,
      title: 'A title',
      entity: 'acme.test',
      entity_kind: 'FQDN',
      affects: [{ entity: '00ff', entity_kind: 'TLSCertificate' }],
      evidence: [{ label: 'Header', value: '<script>' }],
      remediation: 'Repair it.',
      references: ['https://www.rfc-editor.org/rfc/rfc6797'],
      state: 'open',
      first_seen: '2026-01-01T00:00:00.000Z',
      last_seen: '2026-02-01T00:00:00.000Z',
      resolved_at: null,
      sources: ['spf'],
      fingerprint: 'spf/allow-all FQDN:acme.test',
    });
  });

  test('the finding of another domain is not found', async () => {
    const user = await makeUser(server.db);
    const other = await insertDomain(server.db, user.id, 'other.test');
    const [id] = await insertFindings(server.db, other, [
      { code: 'a/b', entity: 'FQDN:other.test', severity: 0 },
    ]);
    assert.equal((await get(`findings/${id}`)).status, 404);
  });
});

test('the summary counts what the lists have', async () => {
  const { body } = await server.ask('GET', '/api/domains/acme.test', { key });
  assert.equal(body.entities.subdomains.total, 124);
  assert.deepEqual(body.entities['ip-addresses'], {
    total: 2,
    critical: 0,
    high: 0,
    medium: 0,
    low: 0,
    info: 2,
  });
  assert.deepEqual(body.findings, { total: 3, critical: 0, high: 2, medium: 0, low: 1, info: 0 });
  assert.deepEqual([body.score, body.grade, body.last_analysis], [null, null, null]);
});
