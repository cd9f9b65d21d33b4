import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Entity, entitySchema, unknown } from '@cyborux/contract';
import type { Chain, Hop, Web } from '../http-chain.ts';
import { pageFacts } from '../page-facts.ts';
import { aliasProducts, certificateProducts, webProducts } from './product-entities.ts';

const HOST = 'www.acme.test';
const absent: Chain = { state: 'absent', reason: 'connection-refused' };

function hop(wish: Partial<Hop> = {}): Hop {
  return { url: `https://${HOST}/`, status: 200, headers: [], address: '192.0.2.1', port: 443, ...wish };
}

function answered(hops: Hop[], body = ''): Chain {
  return { state: 'present', hops, ended: 'answered', body, truncated: false };
}

const names = (web: Web) => webProducts(web, HOST).map(({ name }) => name);
const html: [string, string] = ['content-type', 'text/html'];

test('a host without anything to tell has no products', () => {
  assert.deepEqual(names({ http: absent, https: absent }), []);
  assert.deepEqual(names({ http: absent, https: answered([hop({ headers: [html] })], '<p>Hello') }), []);
});

test('what a host shows becomes its products, with version, vendor, category and CPE name', () => {
  const headers: Hop['headers'] = [html, ['server', 'nginx/1.27.3']];
  const [product] = webProducts({ http: absent, https: answered([hop({ headers })]) }, HOST);
  const expected: Entity = {
    kind: 'Product',
    name: 'www.acme.test nginx',
    attributes: {
      host: HOST,
      product: 'nginx',
      version: '1.27.3',
      vendor: 'F5',
      category: 'web-server',
      cpe: 'cpe:2.3:a:f5:nginx:1.27.3:*:*:*:*:*:*:*',
      evidence: 'server: nginx/1.27.3',
    },
  };
  assert.deepEqual(product, expected);
  assert.deepEqual(entitySchema.parse(product), expected);
});

test('a CDN marks the host that it answers for', () => {
  const https = answered([hop({ headers: [['cf-ray', 'a1-FRA']] })]);
  assert.partialDeepStrictEqual(webProducts({ http: absent, https }, HOST), [
    { name: 'www.acme.test Cloudflare', attributes: { category: 'cdn' } },
  ]);
});

test('a wall in front of an unknown site is told', () => {
  const https: Chain = { ...unknown('blocked'), hops: [hop({ status: 403, wall: 'DataDome' })] };
  assert.deepEqual(names({ http: absent, https }), ['www.acme.test DataDome']);
});

test('what another host answers is not told of this one', () => {
  const away = hop({ url: 'https://acme.test/', headers: [html, ['server', 'Caddy']] });
  const https = answered(
    [hop({ status: 301, headers: [['server', 'openresty']] }), away],
    '<meta name="generator" content="Hugo 0.1">',
  );
  assert.deepEqual(names({ http: absent, https }), ['www.acme.test OpenResty']);
});

test('of a page whose body was cut the outline is read', () => {
  const whole = `${'<p>text</p>'.repeat(3000)}<script src="/jquery-3.7.1.min.js"></script>`;
  const page = pageFacts(`https://${HOST}/`, whole, false);
  const https = answered([hop({ headers: [html] })], whole.slice(0, 16_384));
  assert.deepEqual(names({ http: absent, https }), []);
  assert.deepEqual(names({ http: absent, https, page }), ['www.acme.test jQuery']);
});

test('a guess is no product', () => {
  assert.deepEqual(
    names({ http: absent, https: answered([hop({ headers: [['set-cookie', 'csrftoken=1']] })]) }),
    [],
  );
});

test('aliases and certificates tell of providers and proxies', () => {
  assert.deepEqual(
    [
      ...aliasProducts(['acme.azurefd.net'], HOST),
      ...aliasProducts(['www.acme.test'], HOST),
      ...certificateProducts({ issuer: 'CN=Acme CA', subject: 'CN=TRAEFIK DEFAULT CERT' }, HOST),
    ].map(({ name }) => name),
    ['www.acme.test Azure Front Door', 'www.acme.test Traefik'],
  );
});
