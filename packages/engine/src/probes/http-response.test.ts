import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EntityOf, unknown } from '@cyborux/contract';
import { netThat } from '../../test/refusing-net.ts';
import type { HttpAnswer, HttpResponse } from '../net.ts';
import type { Web } from '../protocols/http-chain.ts';
import { loadFingerprints } from '../protocols/recog.ts';
import { loadLibraries } from '../protocols/retire-js.ts';
import { httpResponse } from './http-response.ts';

const entity: EntityOf<'FQDN'> = { kind: 'FQDN', name: 'acme.test', attributes: {} };
const target = { name: 'acme.test', registrable: 'acme.test' };
const refused: HttpAnswer = { state: 'absent', reason: 'connection-refused' };

type Answer = HttpAnswer | Partial<HttpResponse>;

function response(url: string, wish: Partial<HttpResponse>): HttpResponse {
  const secure = url.startsWith('https:');
  return {
    state: 'present',
    url,
    address: '192.0.2.1',
    port: secure ? 443 : 80,
    status: 200,
    headers: [],
    body: '',
    truncated: false,
    httpVersion: '1.1',
    durationMs: 1,
    ...(secure && { certificateError: null }),
    ...wish,
  };
}

/** A web of these URLs and no others. */
function netOf(pages: Record<string, Answer>) {
  const asked: string[] = [];
  const refuse = (what: unknown): never => {
    throw new Error(`not written down: ${String(what)}`);
  };
  const net = netThat({
    fetch: async (url) => {
      asked.push(url);
      const answer = pages[url] ?? refuse(url);
      return 'reason' in answer ? answer : response(url, answer as Partial<HttpResponse>);
    },
  });
  return { net, asked };
}

async function observe(pages: Record<string, Answer>): Promise<Web> {
  const observation = await httpResponse.observe(entity, netOf(pages).net, target);
  assert.deepEqual(httpResponse.observation.parse(observation), observation);
  return observation;
}

const html: Partial<HttpResponse> = {
  headers: [['content-type', 'text/html; charset=utf-8']],
  body: '<title>Acme</title>',
};
const to = (location: string, status = 301): Partial<HttpResponse> => ({
  status,
  headers: [['location', location]],
});
const urls = (chain: Web['http']) => ('hops' in chain ? chain.hops.map((hop) => hop.url) : []);

test('a sound site: http leads to https, hop by hop, each URL asked for once', async () => {
  const { net, asked } = netOf({ 'http://acme.test/': to('https://acme.test/'), 'https://acme.test/': html });
  const { http, https } = await httpResponse.observe(entity, net, target);
  assert.deepEqual(http, {
    state: 'present',
    ended: 'answered',
    body: '<title>Acme</title>',
    truncated: false,
    hops: [
      {
        url: 'http://acme.test/',
        status: 301,
        headers: [['location', 'https://acme.test/']],
        location: 'https://acme.test/',
        address: '192.0.2.1',
        port: 80,
        httpVersion: '1.1',
      },
      {
        url: 'https://acme.test/',
        status: 200,
        headers: [['content-type', 'text/html; charset=utf-8']],
        address: '192.0.2.1',
        port: 443,
        httpVersion: '1.1',
        certificateError: null,
      },
    ],
  });
  assert.deepEqual(urls(https), ['https://acme.test/']);
  assert.deepEqual(asked.sort(), ['http://acme.test/', 'https://acme.test/']);
});

test('relative locations are followed, and hosts below the target too', async () => {
  const { https } = await observe({
    'http://acme.test/': refused,
    'https://acme.test/': to('/start', 302),
    'https://acme.test/start': to('//www.acme.test/x', 307),
    'https://www.acme.test/x': html,
  });
  assert.deepEqual(urls(https), ['https://acme.test/', 'https://acme.test/start', 'https://www.acme.test/x']);
  assert.equal(https.state === 'present' && https.ended, 'answered');
});

for (const [location, ended, recorded] of [
  ['https://other.test/a', 'left-scope', 'https://other.test/a'],
  ['https://notacme.test/', 'left-scope', 'https://notacme.test/'],
  ['http://192.0.2.9/', 'left-scope', 'http://192.0.2.9/'],
  ['http://169.254.169.254/latest', 'left-scope', 'http://169.254.169.254/latest'],
  ['javascript:alert(1)', 'other-scheme', 'javascript:alert(1)'],
  ['file:///etc/passwd', 'other-scheme', 'file:///etc/passwd'],
  ['http://[', 'bad-location', 'http://['],
  ['/', 'loop', 'https://acme.test/'],
] as const) {
  test(`a redirect to ${location} is recorded and not followed: ${ended}`, async () => {
    const { https } = await observe({ 'http://acme.test/': refused, 'https://acme.test/': to(location) });
    assert.partialDeepStrictEqual(https, { state: 'present', ended, hops: [{ location: recorded }] });
    assert.equal(urls(https).length, 1);
  });
}

test('a loop over two hops ends when it comes round', async () => {
  const { http } = await observe({
    'http://acme.test/': to('https://acme.test/'),
    'https://acme.test/': to('http://acme.test/'),
  });
  assert.deepEqual(urls(http), ['http://acme.test/', 'https://acme.test/']);
  assert.equal(http.state === 'present' && http.ended, 'loop');
});

test('an endless trail of redirects ends at the tenth hop', async () => {
  const trail = Array.from({ length: 12 }, (_, n) => [`https://acme.test/${n || ''}`, to(`/${n + 1}`)]);
  const { https } = await observe({ ...Object.fromEntries(trail), 'http://acme.test/': refused });
  assert.equal(urls(https).length, 10);
  assert.equal(https.state === 'present' && https.ended, 'too-many');
});

test('nobody there is absent, silence is unknown', async () => {
  const { http, https } = await observe({
    'http://acme.test/': refused,
    'https://acme.test/': unknown('timeout'),
  });
  assert.deepEqual(http, refused);
  assert.deepEqual(https, { state: 'unknown', reason: 'timeout', hops: [] });
});

test('silence behind a redirect leaves the first hop known', async () => {
  const { http } = await observe({
    'http://acme.test/': to('https://acme.test/'),
    'https://acme.test/': unknown('timeout', 'no answer'),
  });
  assert.partialDeepStrictEqual(http, {
    state: 'present',
    ended: 'no-answer',
    next: { state: 'unknown', reason: 'timeout', detail: 'no answer' },
    hops: [{ status: 301 }],
  });
});

test('a challenge makes the chain unknown, and says which wall; what was seen stays', async () => {
  const { http, https } = await observe({
    'http://acme.test/': to('https://acme.test/'),
    'https://acme.test/': { status: 403, headers: [['cf-mitigated', 'challenge']] },
  });
  assert.partialDeepStrictEqual(https, {
    state: 'unknown',
    reason: 'blocked',
    detail: 'A challenge answered for the site (Cloudflare).',
    hops: [{ status: 403, wall: 'Cloudflare' }],
  });
  assert.partialDeepStrictEqual(http, { state: 'unknown', reason: 'blocked' });
  assert.deepEqual(urls(http), ['http://acme.test/', 'https://acme.test/']);
});

async function reveal(pages: Record<string, Answer>) {
  assert.ok(httpResponse.reveals);
  return [...httpResponse.reveals(await observe(pages), entity, target)];
}

test('it reveals services with their product, hosts of redirects, and the title', async () => {
  const entities = await reveal({
    'http://acme.test/': to('https://acme.test/'),
    'https://acme.test/': { ...to('/start'), httpVersion: '2.0' },
    'https://acme.test/start': {
      ...html,
      headers: [
        ['content-type', 'text/html'],
        ['server', 'nginx/1.18.0 (Ubuntu)'],
        ['alt-svc', 'h3=":443"; ma=86400'],
      ],
    },
  });
  const [nginx] = entities.filter(({ kind }) => kind === 'Product');
  assert.partialDeepStrictEqual(nginx, { name: 'acme.test nginx', attributes: { version: '1.18.0' } });
  assert.deepEqual(
    entities.filter(({ kind }) => kind !== 'Product'),
    [
      {
        kind: 'Service',
        name: '192.0.2.1:80/tcp',
        attributes: {
          address: '192.0.2.1',
          port: 80,
          transport: 'tcp',
          protocol: 'http',
          tls: false,
          http_versions: ['1.1'],
        },
      },
      {
        kind: 'Service',
        name: '192.0.2.1:443/tcp',
        attributes: {
          address: '192.0.2.1',
          port: 443,
          transport: 'tcp',
          protocol: 'https',
          tls: true,
          http_versions: ['1.1', '2.0'],
          http3_advertised: true,
          product: 'nginx',
          version: '1.18.0',
        },
      },
      {
        kind: 'FQDN',
        name: 'acme.test',
        attributes: {
          http_status: 200,
          title: 'Acme',
          page_hash: 'ac74b3beda6801b810e526dedf6c9180c4a0bdc46d964ba197de066a1650f0b2',
        },
      },
    ],
  );
});

test('a host that is only redirected to is revealed; its title is not the title of the first', async () => {
  const entities = await reveal({
    'http://acme.test/': refused,
    'https://acme.test/': to('https://www.acme.test/'),
    'https://www.acme.test/': html,
  });
  assert.deepEqual(
    entities.filter(({ kind }) => kind === 'FQDN'),
    [
      { kind: 'FQDN', name: 'www.acme.test', attributes: {} },
      { kind: 'FQDN', name: 'acme.test', attributes: { http_status: 301 } },
    ],
  );
});

test('a page reveals its language, the contacts on it and the hosts of the domain that it links to', async () => {
  const body =
    '<html lang=de><a href="https://shop.acme.test/">a</a><a href="https://other.test/">b</a><a href="mailto:info@acme.test">c</a>';
  const entities = await reveal({ 'http://acme.test/': refused, 'https://acme.test/': { ...html, body } });
  const [, ...rest] = entities;
  assert.deepEqual(
    rest.map(({ kind, name }) => `${kind}:${name}`),
    ['FQDN:shop.acme.test', 'ContactRecord:mailto:info@acme.test', 'FQDN:acme.test'],
  );
  assert.deepEqual(rest[1]?.attributes, {
    contact_type: 'email',
    role: 'website',
    published_in: 'https://acme.test/',
  });
  assert.equal(rest[2]?.kind === 'FQDN' && rest[2].attributes.language, 'de');
});

test('of a long page a prefix is kept, and all of it is taken apart', async () => {
  const body = `<p>${'x'.repeat(20_000)}</p><script src="/late.js"></script>`;
  const { https, page } = await observe({
    'http://acme.test/': refused,
    'https://acme.test/': { ...html, body },
  });
  assert.ok(https.state === 'present');
  assert.deepEqual([https.body.length, https.truncated], [16_384, true]);
  assert.deepEqual(page?.scripts, [{ url: 'https://acme.test/late.js', integrity: false }]);
  assert.equal(page?.truncated, false);
});

test('a wall in front of the site says nothing about its page', async () => {
  const entities = await reveal({
    'http://acme.test/': refused,
    'https://acme.test/': { ...html, status: 429 },
  });
  assert.deepEqual(
    entities.map(({ kind }) => kind),
    ['Service'],
  );
});

const refreshTo = (url: string, wish: Partial<HttpResponse> = {}) => ({
  ...html,
  body: `<meta http-equiv=refresh content="0;url=${url}">`,
  ...wish,
});

test('a page that sends its reader on is gone on from, to the page behind it', async () => {
  const { https, page } = await observe({
    'http://acme.test/': refused,
    'https://acme.test/': refreshTo('/en/'),
    'https://acme.test/en/': { ...html, body: '<html lang=en>' },
  });
  assert.deepEqual(urls(https), ['https://acme.test/', 'https://acme.test/en/']);
  assert.partialDeepStrictEqual(https, { ended: 'answered', hops: [{ refresh: 'https://acme.test/en/' }] });
  assert.equal(page?.language, 'en');
});

for (const [what, pages] of [
  ['another host', { 'https://acme.test/': refreshTo('https://www.acme.test/') }],
  ['the network of the one who asks', { 'https://acme.test/': refreshTo('http://127.0.0.1/') }],
  ['nowhere', { 'https://acme.test/': refreshTo('/gone'), 'https://acme.test/gone': unknown('timeout') }],
  ['itself', { 'https://acme.test/': refreshTo('/') }],
] as const) {
  test(`a page that sends its reader to ${what} is itself the answer`, async () => {
    const { https, page } = await observe({ 'http://acme.test/': refused, ...pages });
    assert.equal(https.state === 'present' && https.ended, 'answered');
    assert.deepEqual([urls(https), page?.url], [['https://acme.test/'], 'https://acme.test/']);
  });
}

test('pages that send their reader round and round come to an end', async () => {
  const { https } = await observe({
    'http://acme.test/': refused,
    'https://acme.test/': refreshTo('/a'),
    'https://acme.test/a': refreshTo('/'),
  });
  assert.deepEqual(urls(https), ['https://acme.test/', 'https://acme.test/a']);
  const endless = Array.from({ length: 12 }, (_, n) => [
    `https://acme.test/${n || ''}`,
    refreshTo(`/${n + 1}`),
  ]);
  const trail = await observe({ ...Object.fromEntries(endless), 'http://acme.test/': refused });
  assert.equal(urls(trail.https).length, 10);
});

test('the host that a page sends its reader to is revealed', async () => {
  const entities = await reveal({
    'http://acme.test/': refused,
    'https://acme.test/': refreshTo('https://shop.acme.test/'),
  });
  assert.ok(entities.some(({ kind, name }) => kind === 'FQDN' && name === 'shop.acme.test'));
});

test('with feeds, libraries of the page and what fingerprints say are told, as products with their versions', async () => {
  const libraries = loadLibraries({
    anvil: { extractors: { filecontent: ['/\\*! Anvil v(§§version§§)'] } },
  });
  const fingerprints = [
    loadFingerprints(`<fingerprints matches="http_header.server"><fingerprint pattern="^anvild/([\\d.]+)$">
<description>Anvil</description><param pos="0" name="service.product" value="Anvil Server"/>
<param pos="1" name="service.version"/></fingerprint></fingerprints>`),
  ];
  const page: Partial<HttpResponse> = {
    headers: [
      ['content-type', 'text/html'],
      ['server', 'anvild/3.1'],
    ],
    body: '<script src="/a.js"></script>',
  };
  const { net } = netOf({
    'http://acme.test/': refused,
    'https://acme.test/': page,
    'https://acme.test/a.js': { body: '/*! Anvil v1.5.0 */' },
  });
  const observation = await httpResponse.observe(
    entity,
    { ...net, feeds: { libraries, fingerprints } },
    target,
  );
  assert.deepEqual(httpResponse.observation.parse(observation), observation);
  const products = [...(httpResponse.reveals?.(observation as Web, entity, target) ?? [])].flatMap((each) =>
    each.kind === 'Product' ? [[each.name, each.attributes.version]] : [],
  );
  assert.deepEqual(products, [
    ['acme.test anvil', '1.5.0'],
    ['acme.test Anvil Server', '3.1'],
  ]);
});
