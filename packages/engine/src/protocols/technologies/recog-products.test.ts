import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadFingerprints } from '../recog.ts';
import { recognise } from './recognise.ts';

const file = (matches: string, pattern: string, product: string, cpe: string) =>
  loadFingerprints(`<fingerprints matches="${matches}" protocol="http"><fingerprint pattern="${pattern}">
    <description>x</description><param pos="0" name="service.vendor" value="Acme"/>
    <param pos="0" name="service.product" value="${product}"/><param pos="1" name="service.version"/>
    <param pos="0" name="service.cpe23" value="${cpe}:{service.version}"/></fingerprint></fingerprints>`);

const recog = [
  file('http_header.server', '^Anvil/([\\d.]+)', 'Anvil', 'cpe:/a:acme:anvil'),
  file('http_header.server', '^nginx/([\\d.]+)', 'NGINX', 'cpe:/a:f5:nginx'),
  file('http_header.cookie', '^ANVILID(\\d)?=', 'Anvil Portal', 'cpe:/a:acme:portal'),
  file('html_title', '^Anvil Admin ([\\d.]+)$', 'Anvil Admin', 'cpe:/a:acme:admin'),
];

test('fingerprints add what the signatures do not know', () => {
  const headers: [string, string][] = [
    ['server', 'Anvil/2.1'],
    ['set-cookie', 'ANVILID1=x; path=/'],
  ];
  const found = recognise({ headers, html: '<title>Anvil Admin 3.0</title>' }, { recog });
  assert.deepEqual(
    found.map(({ product, vendor, version, cpe, category }) => [product, vendor, version, cpe, category]),
    [
      ['Anvil', 'Acme', '2.1', 'cpe:/a:acme:anvil:2.1', 'software'],
      ['Anvil Portal', 'Acme', '1', 'cpe:/a:acme:portal:1', 'software'],
      ['Anvil Admin', 'Acme', '3.0', 'cpe:/a:acme:admin:3.0', 'software'],
    ],
  );
});

test('what both know is told once, by the signature', () => {
  const found = recognise({ headers: [['server', 'nginx/1.27.3']] }, { recog });
  assert.deepEqual(
    found.map(({ product, version, category }) => [product, version, category]),
    [['nginx', '1.27.3', 'web-server']],
  );
});

test('without fingerprints, and of what is not there, nothing is told', () => {
  assert.deepEqual(recognise({ headers: [['server', 'Anvil/2.1']] }), []);
  assert.deepEqual(recognise({ headers: [['via', 'Anvil/2.1']], html: '<p>Anvil' }, { recog }), []);
});
