import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pageFacts, pageFactsSchema } from './page-facts.ts';

const URL_ = 'https://www.acme.test/shop/';
const facts = (html: string) => pageFacts(URL_, html, false);

test('a plain page', () => {
  assert.deepEqual(facts('<!doctype html><html lang="en-GB"><title>Acme</title><p>Hello.'), {
    url: URL_,
    sha256: '71a685f54fd5df5d20f6ec299f491e1abaf4893426d269729eca1e524d1b97c5',
    language: 'en-GB',
    generator: null,
    scripts: [],
    frames: [],
    forms: [],
    insecure: [],
    hosts: [],
    contacts: [],
    comments: [],
    internal: [],
    outline: '',
    truncated: false,
  });
});

test('scripts are absolute, and integrity is a hash that browsers know', () => {
  const { scripts } = facts(
    `<script src="/a.js"></script><script src=//cdn.test/b.js integrity="sha384-AAAA"></script>
     <script src="https://cdn.test/c.js" integrity="md5-AAAA"></script><script>1</script><script src="data:,1"></script>`,
  );
  assert.deepEqual(scripts, [
    { url: 'https://www.acme.test/a.js', integrity: false },
    { url: 'https://cdn.test/b.js', integrity: true },
    { url: 'https://cdn.test/c.js', integrity: false },
  ]);
});

test('a base element moves what is relative', () => {
  const { scripts, forms } = facts(
    '<base href="http://cdn.test/x/"><base href="/y/"><script src="a.js"></script><form>',
  );
  assert.deepEqual(scripts, [{ url: 'http://cdn.test/x/a.js', integrity: false }]);
  assert.deepEqual(forms, [{ action: URL_, method: 'GET', password: false }]);
});

test('forms with their targets, and whether they ask for a password', () => {
  const { forms } = facts(
    `<form action="/search"><input name=q></form>
     <form method=post action="http://www.acme.test/login"><input type=PASSWORD><button formaction="http://old.acme.test/"></form>`,
  );
  assert.deepEqual(forms, [
    { action: 'https://www.acme.test/search', method: 'GET', password: false },
    { action: 'http://www.acme.test/login', method: 'POST', password: true },
    { action: 'http://old.acme.test/', method: 'GET', password: false },
  ]);
  assert.deepEqual(facts('<input type=password>').forms, [{ action: URL_, method: 'GET', password: true }]);
  assert.deepEqual(facts('<form action="javascript:void(0)">').forms, []);
});

test('what is loaded over plain http, by what it can do', () => {
  const html = `<script src="http://a.test/1"></script><link rel="Stylesheet" href="http://a.test/2">
    <link rel=canonical href="http://a.test/3"><a href="http://a.test/4">x</a><img src='http://a.test/5'>
    <img src="/6"><iframe src="http://a.test/7"></iframe><object data="http://a.test/8"></object>`;
  assert.deepEqual(
    facts(html).insecure.map(({ tag, url, active }) => [tag, url.at(-1), active]),
    [
      ['script', '1', true],
      ['link', '2', true],
      ['img', '5', false],
      ['iframe', '7', true],
      ['object', '8', true],
    ],
  );
  assert.deepEqual(pageFacts('http://www.acme.test/', html, false).insecure, []);
});

test('hosts, contacts, frames, generator', () => {
  const { hosts, contacts, frames, generator } = facts(
    `<meta name=Generator content="WordPress 6.8"><a href="https://Shop.acme.test:8443/x">a</a><a href="//shop.acme.test">b</a>
     <a href="mailto:Info@Acme.test?subject=x">c</a><a href="mailto:nobody">d</a><iframe src="https://video.test/e"></iframe>`,
  );
  assert.deepEqual(hosts, ['shop.acme.test', 'video.test']);
  assert.deepEqual(contacts, ['mailto:Info@acme.test']);
  assert.deepEqual(frames, ['https://video.test/e']);
  assert.equal(generator, 'WordPress 6.8');
});

test('comments are kept apart from the rest', () => {
  const { comments, internal } = facts('<p>10.0.0.1<!-- see 10.0.0.2 --><!-- --><p>//db.internal/');
  assert.deepEqual(comments, ['see 10.0.0.2']);
  assert.deepEqual(internal, ['10.0.0.1', 'db.internal']);
});

test('the outline has what other tests read of a page', () => {
  const { outline } = facts('<meta charset=utf-8><p><script src="/a.js">let a</script>');
  assert.equal(outline, '<meta  charset=utf-8><script  src="/a.js"></script>');
});

test('whatever the page, the facts keep to their shape and their bounds', () => {
  const parts = fc.constantFrom(
    ...[
      '<script src="',
      'http://a.test/',
      '">',
      '</script>',
      '<!--',
      '-->',
      '<form action=',
      '<input type=password>',
    ],
    ...[
      '<base href="',
      '<a href="mailto:',
      'a@b.test',
      '<html lang="',
      '10.0.0.1',
      '<iframe src=//x.test>',
      ' ',
    ],
  );
  const soup = fc.array(parts, { maxLength: 400 }).map((each) => each.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.string(), soup), (html) => {
      const found = pageFactsSchema.parse(facts(html));
      assert.ok(JSON.stringify(found).length < 300_000);
    }),
  );
});

test('a huge page is read at once, and what is left out is told', () => {
  for (const part of [
    '<a href="http://x.test/">',
    '<!--',
    '<!---->',
    '<form>',
    '<input type=password>',
    '<b a=">',
  ]) {
    facts(part.repeat(Math.ceil(524_288 / part.length)));
  }
  const many = facts('<script src="/a.js"></script>'.repeat(200));
  assert.equal(many.scripts.length, 100);
  assert.equal(many.truncated, true);
});
