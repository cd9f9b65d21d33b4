import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { EntityOf } from '@cyborux/contract';
import { allProbes, allSources, createSession, parseDomain, scan } from '@cyborux/engine';
import { type Lab, startLab } from '../lab.ts';
import { hosting } from './hosting.ts';
import { plant } from './trio.ts';
import { webTechnologies } from './web-technologies.ts';

let lab: Lab;
before(async () => {
  lab = await startLab({ zones: [hosting, ...plant([webTechnologies])] });
});
after(() => lab.close());

async function productsOf(domain: string): Promise<EntityOf<'Product'>[]> {
  const parsed = parseDomain(domain);
  assert.ok(parsed.ok);
  const net = createSession({ ...lab.network, timeouts: { dns: 4_000, total: 20_000 } });
  const products = new Map<string, EntityOf<'Product'>>();
  try {
    for await (const event of scan({
      target: parsed.target,
      net,
      sources: allSources,
      probes: allProbes.filter(({ id }) => id === 'http-response' || id === 'dns-records'),
      checks: [],
      keys: {},
      deadline: new Date(Date.now() + 60_000),
      now: () => new Date(),
    })) {
      if (event.type === 'entity' && event.entity.kind === 'Product')
        products.set(event.entity.name, event.entity);
    }
  } finally {
    await net.close();
  }
  return [...products.values()];
}

const rows = (products: readonly EntityOf<'Product'>[]) =>
  products
    .filter(({ attributes }) => attributes.category !== 'verification')
    .map(({ name, attributes: { category, version = null } }) => [name, category, version])
    .sort();

test('a scan of the zone finds what its sites are made of, with the versions that they tell', async () => {
  const products = await productsOf('technologies.test');
  assert.deepEqual(rows(products), [
    ['blog.technologies.test PHP', 'runtime', '8.3.14'],
    ['blog.technologies.test Ubuntu', 'operating-system', null],
    ['blog.technologies.test WordPress', 'cms', null],
    ['blog.technologies.test jQuery', 'javascript-library', '3.7.1'],
    ['blog.technologies.test nginx', 'web-server', '1.27.3'],
    ['shop.technologies.test Cloudflare', 'cdn', null],
    ['shop.technologies.test Node.js', 'runtime', null],
    ['shop.technologies.test Nuxt', 'web-framework', null],
    ['shop.technologies.test Vue.js', 'javascript-framework', null],
  ]);
  const php = products.find(({ attributes }) => attributes.product === 'PHP');
  assert.equal(php?.attributes.cpe, 'cpe:2.3:a:php:php:8.3.14:*:*:*:*:*:*:*');
  assert.equal(php.attributes.evidence, 'x-powered-by: PHP/8.3.14');
});

test('sites that keep their versions to themselves show the same products', async () => {
  const products = await productsOf('technologies-ok.test');
  assert.deepEqual(
    rows(products).filter(([, , version]) => version !== null),
    [['blog.technologies-ok.test jQuery', 'javascript-library', '3.7.1']],
  );
  assert.equal(rows(products).length, 8);
});
