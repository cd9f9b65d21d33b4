import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { subresourceIntegrity } from './subresource-integrity.ts';

const HASH = 'integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6"';
const judged = (html: string) => judgeWeb(subresourceIntegrity, page([], html)).verdict;

test('a foreign script with a hash passes, and scripts of the own domain need none', () => {
  assert.equal(judged(`<script src="https://cdn.test/a.js" ${HASH} crossorigin></script>`), 'pass');
  assert.equal(
    judged('<script src="/a.js"></script><script src="//static.acme.test/b.js"></script>'),
    'notApplicable',
  );
  assert.equal(judged('<p>Hello.'), 'notApplicable');
});

test('a foreign script without a hash is found, with the host that it comes from', () => {
  const html = `<script src="https://cdn.test/a.js" ${HASH}></script><script src="//stats.test/s.js"></script>`;
  const [finding] = judgeWeb(subresourceIntegrity, page([], html)).findings;
  assert.equal(finding?.code, 'subresource-integrity/missing');
  assert.equal(finding?.evidence.find(({ label }) => label === 'hosts')?.value, 'stats.test');
  assert.equal(judged('<script src="https://cdn.test/a.js" integrity="oops"></script>'), 'missing');
});

test('it is open when the page was not read to its end', () => {
  const web = page([]);
  assert.ok(web.page);
  const cut = { ...web, page: { ...web.page, truncated: true } };
  assert.equal(judgeWeb(subresourceIntegrity, cut).verdict, 'open');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(subresourceIntegrity, web).verdict, verdict));
}
