import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { indexMarks } from './mark-index.ts';
import { recognise, type Site } from './recognise.ts';

const told = (site: Site) => recognise(site).map(({ product, version }) => [product, version]);

const HEALTHY = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Acme</title>
<meta name="viewport" content="width=device-width"><meta name="description" content="We make anvils.">
<link rel="stylesheet" href="/style.css"><link rel="icon" href="/favicon.ico"><script src="/app.js"></script></head>
<body><h1>Acme</h1><p>We wrote about WordPress, nginx, jQuery 1.2, Cloudflare, phpMyAdmin and how to install Grafana.</p>
<a href="https://wordpress.org/">WordPress</a> <a href="https://js.stripe.com/v3/">a link</a>
<form action="/search"><input name="q"></form><img src="/logo.png" alt=""></body></html>`;

test('of a plain healthy page nothing is told', () => {
  const headers: [string, string][] = [
    ['content-type', 'text/html; charset=utf-8'],
    ['strict-transport-security', 'max-age=31536000'],
    ['set-cookie', 'session=1; Secure; HttpOnly'],
    ['via', '1.1 proxy'],
    ['x-cache', 'HIT'],
    ['server', 'web'],
  ];
  assert.deepEqual(
    recognise({ headers, html: HEALTHY, aliases: ['web.acme.test'], issuer: 'CN=Acme CA' }),
    [],
  );
});

test('nothing is told of nothing', () => {
  assert.deepEqual(recognise({}), []);
  assert.deepEqual(recognise({ headers: [], html: '' }), []);
});

const versions: [sample: Site, product: string, version: string | null][] = [
  [{ headers: [['server', 'nginx/1.27.3']] }, 'nginx', '1.27.3'],
  [{ headers: [['server', 'nginx']] }, 'nginx', null],
  [{ headers: [['server', 'Apache/2.4.62 (Debian)']] }, 'Apache HTTP Server', '2.4.62'],
  [{ headers: [['x-powered-by', 'PHP/8.3.14']] }, 'PHP', '8.3.14'],
  [{ html: '<meta name="generator" content="WordPress 6.7.1">' }, 'WordPress', '6.7.1'],
  [{ html: '<script src="/wp-includes/js/jquery/jquery.min.js?ver=3.7.1"></script>' }, 'jQuery', '3.7.1'],
  [{ html: '<script src="/jquery-1.12.4.js"></script>' }, 'jQuery', '1.12.4'],
  [{ html: '<app-root ng-version="18.2.14">' }, 'Angular', '18.2.14'],
  [{ headers: [['via', '1.1 varnish (Varnish/7.6)']] }, 'Varnish', '7.6'],
  [{ html: '<title>Apache Tomcat/9.0.97</title>' }, 'Apache Tomcat', '9.0.97'],
];

for (const [site, product, version] of versions) {
  test(`${product} ${version ?? 'without a version'} of ${JSON.stringify(site)}`, () => {
    assert.equal(recognise(site).find((each) => each.product === product)?.version, version);
  });
}

test('what it cannot do without is implied, through several', () => {
  const found = recognise({ html: '<link href="/wp-content/plugins/woocommerce/assets/a.css?ver=9.4.3">' });
  assert.deepEqual(
    found.map(({ product, certainty, evidence }) => [product, certainty, evidence]),
    [
      ['WordPress', 'certain', 'urls: /wp-content/plugins/woocommerce/assets/a.c'],
      ['WooCommerce', 'certain', 'urls: /wp-content/plugins/woocommerce/assets/a.css?ver=9.4.3'],
      ['PHP', 'implied', 'WordPress'],
    ],
  );
});

test('what is seen itself is not implied, and keeps its version', () => {
  const site: Site = {
    headers: [['x-powered-by', 'PHP/8.3.14']],
    html: '<meta name="generator" content="WordPress 6.7.1">',
  };
  assert.deepEqual(told(site), [
    ['PHP', '8.3.14'],
    ['WordPress', '6.7.1'],
  ]);
});

test('one hint is a guess, hints of two kinds are not', () => {
  const cookie: [string, string] = ['set-cookie', 'csrftoken=1'];
  const [guess] = recognise({ headers: [cookie, ['set-cookie', 'sessionid=1']] });
  assert.equal(guess?.product, 'Django');
  assert.equal(guess.certainty, 'guess');
  const html = "You're seeing this error because you have <code>DEBUG = True</code>";
  assert.equal(recognise({ headers: [cookie], html })[0]?.certainty, 'certain');
});

test('a guess implies nothing', () => {
  assert.deepEqual(told({ headers: [['set-cookie', 'csrftoken=1']] }), [['Django', null]]);
});

test('versions and vendors make CPE names', () => {
  const cpe = (server: string) => recognise({ headers: [['server', server]] })[0]?.cpe;
  assert.equal(cpe('nginx/1.27.3'), 'cpe:2.3:a:f5:nginx:1.27.3:*:*:*:*:*:*:*');
  assert.equal(cpe('nginx'), 'cpe:2.3:a:f5:nginx:*:*:*:*:*:*:*:*');
  assert.equal(cpe('Angie/1.8.1'), null);
});

test('an alias, a certificate, a block page and an icon tell, too', () => {
  assert.deepEqual(told({ aliases: ['d1.cloudfront.net', 'A1.execute-api.eu-west-3.amazonaws.com'] }), [
    ['Amazon CloudFront', null],
    ['Amazon API Gateway', null],
  ]);
  assert.deepEqual(told({ aliases: ['cloudfront.net.acme.test', 'notcloudfront.net'] }), []);
  assert.deepEqual(told({ subject: 'CN=TRAEFIK DEFAULT CERT' }), [['Traefik', null]]);
  assert.deepEqual(told({ walls: ['Imperva', 'unnamed'] }), [['Imperva', null]]);
  const index = indexMarks([{ name: 'Anvil', category: 'cms', favicon: [-1], sample: ':favicon -1' }]);
  assert.equal(recognise({ favicon: -1 }, { index })[0]?.product, 'Anvil');
  assert.deepEqual(recognise({ favicon: 1 }, { index }), []);
});

test('evidence is fit to be shown', () => {
  const [nginx] = recognise({ headers: [['server', `nginx/1.0 \x1b[31m${'x'.repeat(300)}`]] });
  assert.ok(nginx !== undefined && nginx.evidence.length <= 160 && !nginx.evidence.includes('\x1b'));
});

test('anything is looked at without a throw', () => {
  const field = fc.tuple(fc.constantFrom('server', 'set-cookie', 'via', 'x-powered-by'), fc.string());
  const site = fc.record({
    headers: fc.array(field),
    html: fc.string().map((text) => `<meta name="generator" content="${text}"><script>${text}`),
    aliases: fc.array(fc.string()),
    issuer: fc.string(),
  });
  fc.assert(fc.property(site, (each) => void recognise(each)));
});
