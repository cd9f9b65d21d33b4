import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contactOf, nameEntities, productEntities, recordEntities } from './dns-entities.ts';

test('a record is named by owner, type and data, and tells its TTL', () => {
  const [record] = recordEntities('acme.test', 'A', { state: 'present', records: ['192.0.2.1'], ttl: 60 });
  assert.deepEqual(record, {
    kind: 'DNSRecord',
    name: 'acme.test A 192.0.2.1',
    attributes: { owner: 'acme.test', type: 'A', rdata: '192.0.2.1', ttl: 60 },
  });
});

test('records behind an alias belong to its end, whose TTL is not told', () => {
  const answer = { state: 'present', records: ['192.0.2.1'], ttl: 60, aliases: ['cdn.other.test'] } as const;
  const [record] = recordEntities('www.acme.test', 'A', answer);
  assert.deepEqual(record?.attributes, { owner: 'cdn.other.test', type: 'A', rdata: '192.0.2.1' });
});

test('no answer, no record; a flood of them, a hundred', () => {
  assert.deepEqual([...recordEntities('acme.test', 'A', { state: 'absent', reason: 'nodata' })], []);
  const records = Array.from({ length: 4000 }, (_, index) => `192.0.2.${index}`);
  assert.equal([...recordEntities('acme.test', 'A', { state: 'present', records })].length, 100);
});

test('names are normalised, once each, nonsense left out', () => {
  const names = [...nameEntities(['MX.acme.test.', 'mx.acme.test', 'a b', ''])].map(({ name }) => name);
  assert.deepEqual(names, ['mx.acme.test']);
});

test('a token shows a product of the host, once for each', () => {
  const texts = ['stripe-verification=a', 'stripe-verification=b', 'v=spf1 -all', 'docusign=c'];
  const products = [...productEntities('acme.test', texts)];
  assert.deepEqual(
    products.map(({ name }) => name),
    ['acme.test Stripe', 'acme.test DocuSign'],
  );
  assert.deepEqual(products[0]?.attributes, {
    host: 'acme.test',
    product: 'Stripe',
    vendor: 'Stripe',
    category: 'verification',
    evidence: 'TXT stripe-verification=',
  });
});

test('a contact is a mailto: URI and tells where it is published', () => {
  assert.deepEqual(contactOf('a@acme.test', 'hostmaster', 'acme.test SOA'), {
    kind: 'ContactRecord',
    name: 'mailto:a@acme.test',
    attributes: { contact_type: 'email', role: 'hostmaster', published_in: 'acme.test SOA' },
  });
});
