import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { type Authority, createAuthority } from '../certificates.ts';
import type { StandInBehaviour, ZoneSpec } from '../spec.ts';
import { type StandIns, standInHosts, startStandIns } from './index.ts';

const zone = (name: string): ZoneSpec => ({
  name,
  records: [],
  nameServers: [],
  sites: [],
  mail: [],
  knownTo: { crtsh: [`www.${name}`], certspotter: [`www.${name}`] },
  faults: [],
});
const zones = [zone('acme.test'), zone('other.test')];
const addresses = Object.fromEntries(standInHosts.map((host, index) => [host, `203.0.113.${index + 1}`]));
const crtshOf = (domain: string) => `https://crt.sh/?q=%25.${domain}&output=json`;

describe('stand-ins', () => {
  let authority: Authority;
  let standIns: StandIns;
  before(async () => {
    authority = await createAuthority();
    standIns = await startStandIns({ zones, authority, addresses, slowMs: 20 });
  });
  after(() => standIns.close());

  test('each is routed at 443 of its address and nowhere else', () => {
    assert.equal(new Set(standInHosts).size, standInHosts.length);
    assert.deepEqual(
      standIns.routes.map(({ address, port }) => `${address}:${port}`),
      standInHosts.map((_, index) => `203.0.113.${index + 1}:443`),
    );
  });

  const urls: [url: string, status: number][] = [
    [crtshOf('acme.test'), 200],
    ['https://api.certspotter.com/v1/issuances?domain=acme.test&include_subdomains=true', 200],
    ['https://rdap.registry.test/domain/acme.test', 404],
    ['https://data.iana.org/rdap/dns.json', 200],
  ];
  for (const [url, status] of urls) {
    test(`${url} answers ${status} with a certificate that holds`, async () => {
      assert.equal((await get(url)).status, status);
    });
  }

  const behaviours: [StandInBehaviour, (answer: Awaited<ReturnType<typeof get>>) => void][] = [
    ['slow', ({ status, body }) => assert.match(`${status} ${body}`, /^200 .*www\.acme\.test/)],
    ['rate-limited', ({ status, headers }) => assert.deepEqual([status, headers['retry-after']], [429, '1'])],
    ['empty', ({ status, body }) => assert.equal(`${status} ${body}`, '200 []')],
    ['malformed', ({ status, body }) => assert.match(`${status} ${body}`, /^200 <!DOCTYPE html/)],
    ['answer', ({ status, body }) => assert.match(`${status} ${body}`, /^200 .*www\.acme\.test/)],
  ];
  for (const [behaviour, expectation] of behaviours) {
    test(`crt.sh can be told: ${behaviour}, for one domain alone`, async () => {
      standIns.set('crtsh', behaviour, 'acme.test');
      expectation(await get(crtshOf('acme.test')));
      assert.match((await get(crtshOf('other.test'))).body, /www\.other\.test/);
    });
  }

  test('the JSON services are cut short when malformed', async () => {
    standIns.set('certspotter', 'malformed');
    const { status, body } = await get('https://api.certspotter.com/v1/issuances?domain=www.acme.test');
    assert.equal(status, 200);
    assert.throws(() => JSON.parse(body), SyntaxError);
  });

  test('down is a reset', async () => {
    standIns.set('rdap', 'down');
    await assert.rejects(get('https://rdap.registry.test/domain/acme.test'), { code: 'ECONNRESET' });
  });

  test('other methods are refused', async () => {
    assert.equal((await get(crtshOf('acme.test'), 'POST')).status, 400);
  });

  test('a host without an address is named', async () => {
    const start = startStandIns({ zones, authority, addresses: { 'crt.sh': '203.0.113.1' } });
    await assert.rejects(start, /api\.certspotter\.com has no address/);
  });

  async function get(url: string, method = 'GET') {
    const { hostname, pathname, search } = new URL(url);
    const route = standIns.routes.find((candidate) => candidate.address === addresses[hostname]);
    assert.ok(route);
    const asked = request({
      host: route.to.host,
      port: route.to.port,
      servername: hostname,
      ca: authority.rootPem,
      headers: { host: hostname },
      path: pathname + search,
      method,
      agent: false,
    });
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  }
});
