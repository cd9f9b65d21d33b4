import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EntityOf, unknown } from '@cyborux/contract';
import { netThat } from '../../test/refusing-net.ts';
import type { FetchOptions, HttpAnswer, HttpResponse } from '../net.ts';
import type { SiteFiles, SiteVisit } from '../protocols/site-files.ts';
import { siteFiles } from './site-files.ts';

const entity: EntityOf<'FQDN'> = { kind: 'FQDN', name: 'acme.test', attributes: {} };
const target = { name: 'acme.test', registrable: 'acme.test' };
const refused: HttpAnswer = { state: 'absent', reason: 'connection-refused' };
const ICON = Buffer.from('000001000100', 'hex').toString('base64');
const NOT_FOUND = { state: 'absent', reason: 'not-found' };

type Written = Partial<HttpResponse> | HttpAnswer;

function response(url: string, written: Partial<HttpResponse>): HttpResponse {
  return {
    state: 'present',
    url,
    address: '192.0.2.1',
    port: 443,
    status: 200,
    headers: [],
    body: '',
    truncated: false,
    httpVersion: '1.1',
    durationMs: 1,
    ...written,
  };
}

const typed = (type: string, body: string): Partial<HttpResponse> => ({
  headers: [['content-type', type]],
  body,
});
const gone: Written = { status: 404, ...typed('text/html', '<h1>Not found</h1>') };

/** A host that answers 404 where nothing is written down. */
async function observe(pages: Record<string, Written>) {
  const asked: [method: string, url: string, options: FetchOptions | undefined][] = [];
  const net = netThat({
    async fetch(url, options) {
      const method = options?.method ?? 'GET';
      asked.push([method, url, options]);
      const written = pages[`${method} ${url}`] ?? pages[url] ?? gone;
      return 'reason' in written ? written : response(url, written as Partial<HttpResponse>);
    },
  });
  const seen = await siteFiles.observe(entity, net, target);
  assert.deepEqual(siteFiles.observation.parse(JSON.parse(JSON.stringify(seen))), seen);
  return { seen, asked };
}

async function visitOf(pages: Record<string, Written>): Promise<SiteVisit> {
  const { seen } = await observe(pages);
  assert.ok(seen.state === 'present', JSON.stringify(seen));
  return seen;
}

const home = typed('text/html', '<!doctype html><script src="/main.js?v=1"></script>');

test('a sound host: seven requests, and nothing but its page', async () => {
  const { seen, asked } = await observe({ 'GET https://acme.test/': home });
  assert.deepEqual(asked.map(([method, url]) => `${method} ${url.replace(/\d+$/, 'N')}`).sort(), [
    'GET https://acme.test/',
    'GET https://acme.test/.well-known/security.txt',
    'GET https://acme.test/favicon.ico',
    'GET https://acme.test/main.js.map',
    'GET https://acme.test/no-such-page-N',
    'GET https://acme.test/robots.txt',
    'OPTIONS https://acme.test/',
  ]);
  assert.partialDeepStrictEqual(seen, {
    state: 'present',
    read: { state: 'present', status: 200, body: '' },
    robots: NOT_FOUND,
    securityTxt: NOT_FOUND,
    favicon: NOT_FOUND,
    missing: { status: 404, body: '<h1>Not found</h1>' },
    sourceMap: NOT_FOUND,
  } as object);
});

test('the origin of another site goes out with the page and with OPTIONS, and what they say of it comes back', async () => {
  const headers: [string, string][] = [
    ['access-control-allow-origin', 'https://other-site.invalid'],
    ['server', 'x'],
  ];
  const { seen, asked } = await observe({ 'https://acme.test/': { headers } });
  const sent = asked.filter(([, , options]) => options?.headers?.Origin !== undefined);
  assert.deepEqual(
    sent.map(([method, , options]) => [method, options?.headers?.Origin]),
    [
      ['GET', 'https://other-site.invalid'],
      ['OPTIONS', 'https://other-site.invalid'],
    ],
  );
  assert.ok(seen.state === 'present' && seen.read.state === 'present' && seen.asked?.state === 'present');
  assert.deepEqual(seen.read.headers, headers.slice(0, 1));
  assert.deepEqual(seen.asked.headers, headers.slice(0, 1));
});

test('files are read, through redirects within the domain', async () => {
  const visit = await visitOf({
    'https://acme.test/': home,
    'https://acme.test/robots.txt': typed('text/plain', 'User-agent: *'),
    'https://acme.test/.well-known/security.txt': {
      status: 301,
      headers: [['location', 'https://www.acme.test/security.txt']],
    },
    'https://www.acme.test/security.txt': typed('text/plain', 'Contact: mailto:a@acme.test'),
    'https://acme.test/favicon.ico': typed('image/x-icon', ICON),
    'https://acme.test/main.js.map': typed(
      'application/json',
      '{"version":3,"sources":["a.ts"],"mappings":""}',
    ),
  });
  assert.equal(visit.robots?.state === 'present' && visit.robots.body, 'User-agent: *');
  assert.equal(
    visit.securityTxt.state === 'present' && visit.securityTxt.url,
    'https://www.acme.test/security.txt',
  );
  assert.equal(visit.sourceMap?.state, 'present');
  assert.deepEqual(visit.favicon, {
    state: 'present',
    url: 'https://acme.test/favicon.ico',
    md5: 'b57c04a9215494a2a2d90876aa7aeff8',
    murmur3: -584014218,
  });
});

test('a host that answers anything with a page, or with the same text, has no files', async () => {
  for (const type of ['text/html', 'text/plain']) {
    const any = typed(type, '{"version":3,"sources":[]} All is well.');
    const visit = await visitOf({
      'https://acme.test/': home,
      ...Object.fromEntries(
        [
          'robots.txt',
          '.well-known/security.txt',
          'favicon.ico',
          'main.js.map',
          'no-such-page-2351420130',
        ].map((path) => [`https://acme.test/${path}`, any]),
      ),
    });
    assert.equal(visit.missing?.state === 'present' && visit.missing.status, 200);
    for (const file of [visit.robots, visit.securityTxt, visit.favicon, visit.sourceMap]) {
      assert.deepEqual(file, NOT_FOUND);
    }
  }
});

test('a host that leads to another one is asked for its security.txt alone', async () => {
  const { seen, asked } = await observe({
    'https://acme.test/': { status: 301, headers: [['location', 'https://www.acme.test/']] },
    'https://acme.test/.well-known/security.txt': {
      status: 301,
      headers: [['location', 'https://other.test/s']],
    },
  });
  assert.equal(asked.length, 2);
  assert.partialDeepStrictEqual(seen, {
    asked: null,
    robots: null,
    securityTxt: { state: 'absent', reason: 'elsewhere' },
    favicon: null,
    missing: null,
    sourceMap: null,
  } as object);
});

test('a redirect within the host is followed, so that the page is what visitors get', async () => {
  const visit = await visitOf({
    'https://acme.test/': { status: 302, headers: [['location', '/en/']] },
    'https://acme.test/en/': home,
  });
  assert.equal(visit.read.state === 'present' && visit.read.url, 'https://acme.test/en/');
  assert.equal(visit.asked?.state === 'present' && visit.asked.url, 'https://acme.test/en/');
});

test('where nothing answers https, plain http is asked', async () => {
  const visit = await visitOf({ 'https://acme.test/': refused, 'http://acme.test/': home });
  assert.equal(visit.read.state === 'present' && visit.read.url, 'http://acme.test/');
  const { seen, asked } = await observe({ 'https://acme.test/': refused, 'http://acme.test/': refused });
  assert.deepEqual(seen, refused);
  assert.equal(asked.length, 2);
});

test('a host that is silent, or behind a wall, is asked once', async () => {
  for (const [answer, reason] of [
    [unknown('timeout'), 'timeout'],
    [{ status: 403, headers: [['cf-mitigated', 'challenge']] }, 'blocked'],
  ] as const) {
    const { seen, asked } = await observe({ 'https://acme.test/': answer as Written });
    assert.equal(seen.state === 'unknown' && seen.reason, reason);
    assert.equal(asked.length, 1);
  }
});

test('a file that was not answered is unknown, not missing', async () => {
  const visit = await visitOf({
    'https://acme.test/': home,
    'https://acme.test/robots.txt': unknown('timeout'),
    'https://acme.test/.well-known/security.txt': { status: 503 },
    'https://acme.test/favicon.ico': { status: 429 },
  });
  for (const [file, reason] of [
    [visit.robots, 'timeout'],
    [visit.securityTxt, 'failed'],
    [visit.favicon, 'blocked'],
  ] as const) {
    assert.equal(file?.state === 'unknown' && file.reason, reason);
  }
});

test('icon and contacts are revealed', async () => {
  const visit = await visitOf({
    'https://acme.test/': home,
    'https://acme.test/favicon.ico': typed('image/x-icon', ICON),
    'https://acme.test/.well-known/security.txt': typed(
      'text/plain',
      'Contact: mailto:a@acme.test\nContact: https://acme.test/r',
    ),
  });
  const reveal = (files: Exclude<SiteFiles, { state: 'unknown' }>) => [
    ...(siteFiles.reveals?.(files, entity, target) ?? []),
  ];
  const [host, mail, page] = reveal(visit);
  assert.equal(
    host?.kind === 'FQDN' && host.attributes.favicon_hash,
    visit.favicon?.state === 'present' && visit.favicon.murmur3,
  );
  assert.deepEqual(
    [mail, page].map((each) => [
      each?.kind,
      each?.name,
      each?.kind === 'ContactRecord' && each.attributes.contact_type,
    ]),
    [
      ['ContactRecord', 'mailto:a@acme.test', 'email'],
      ['ContactRecord', 'https://acme.test/r', 'url'],
    ],
  );
  assert.deepEqual(reveal({ state: 'absent', reason: 'nxdomain' }), []);
});
