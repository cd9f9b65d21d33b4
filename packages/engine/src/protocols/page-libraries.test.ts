import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageFacts } from './page-facts.ts';
import { pageLibraries } from './page-libraries.ts';
import { loadLibraries } from './retire-js.ts';

const feed = loadLibraries({
  anvil: {
    vulnerabilities: [{ below: '2.0.0', severity: 'high', identifiers: { CVE: ['CVE-2020-0001'] } }],
    extractors: {
      filename: ['anvil-(§§version§§)(\\.min)?\\.js'],
      filecontent: ['/\\*! Anvil v(§§version§§)'],
    },
  },
});
const PAGE = 'https://www.acme.test/';

/** Scripts by URL; a script that is not written down must not be asked for. */
async function librariesOf(html: string, scripts: Record<string, string | null | 'unknown'>) {
  const asked: string[] = [];
  const libraries = await pageLibraries({
    page: pageFacts(PAGE, html, false),
    html,
    feed,
    isOurs: (host) => host.endsWith('acme.test'),
    read: async (url) => {
      asked.push(url);
      const text = scripts[url];
      if (text === undefined) throw new Error(`nobody wrote down ${url}`);
      return text;
    },
  });
  const found = libraries.found.map(({ name, version, url, by }) => `${name} ${version} ${by} ${url}`);
  return { found, unread: libraries.unread, vulnerabilities: libraries.found[0]?.vulnerabilities, asked };
}

test('a page without known libraries has none, and each of its own scripts is read once', async () => {
  const html = '<script src="/app.js"></script><script src="/app.js"></script>';
  const { found, unread, asked } = await librariesOf(html, { [`${PAGE}app.js`]: 'let a = 1;' });
  assert.deepEqual({ found, unread, asked }, { found: [], unread: [], asked: [`${PAGE}app.js`] });
});

test('a library is known by the text of a script, with what is known of its version', async () => {
  const told = await librariesOf('<script src="/app.js"></script>', {
    [`${PAGE}app.js`]: '/*! Anvil v1.5.0 */',
  });
  assert.deepEqual(told.found, [`anvil 1.5.0 content ${PAGE}app.js`]);
  assert.deepEqual(told.vulnerabilities, [
    { severity: 'high', identifiers: ['CVE-2020-0001'], fixedIn: '2.0.0' },
  ]);
});

test('by what stands in the page itself, and by the address of a script of others, which is not asked for', async () => {
  const inline = await librariesOf('<script>/*! Anvil v2.1.0 */</script>', {});
  assert.deepEqual([inline.found, inline.vulnerabilities], [[`anvil 2.1.0 content ${PAGE}`], []]);
  const url = 'https://cdn.example/anvil-1.0.0.min.js';
  const elsewhere = await librariesOf(`<script src="${url}"></script>`, {});
  assert.deepEqual(elsewhere.found, [`anvil 1.0.0 url ${url}`]);
});

test('one that its address and its text tell is one', async () => {
  const url = `${PAGE}anvil-1.5.0.js`;
  const { found } = await librariesOf(`<script src="${url}"></script>`, { [url]: '/*! Anvil v1.5.0 */' });
  assert.deepEqual(found, [`anvil 1.5.0 content ${url}`]);
});

test('a script that is not there has no library; one that does not answer, and those beyond the first eight, are unread', async () => {
  const html = Array.from({ length: 10 }, (_, index) => `<script src="/${index}.js"></script>`).join('');
  const scripts = Object.fromEntries(
    Array.from({ length: 8 }, (_, index) => [`${PAGE}${index}.js`, index === 3 ? 'unknown' : null]),
  );
  const { found, unread } = await librariesOf(html, scripts);
  assert.deepEqual([found, unread], [[], [`${PAGE}3.js`, `${PAGE}8.js`, `${PAGE}9.js`]]);
});
