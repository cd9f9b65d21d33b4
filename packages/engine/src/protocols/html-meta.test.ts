import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { htmlMeta } from './html-meta.ts';

test('policies and the referrer come out of the head', () => {
  const html = `<!doctype html><head><META HTTP-EQUIV="Content-Security-Policy" content="default-src &#39;self&#39;">
    <meta name=referrer content=origin><meta name="referrer" content="no-referrer"></head><body>`;
  assert.deepEqual(htmlMeta(html, false), {
    policies: ["default-src 'self'"],
    referrer: 'no-referrer',
    complete: true,
  });
});

test('what stands in a comment, a script or the body is none', () => {
  const meta = '<meta http-equiv="content-security-policy" content="default-src *">';
  for (const html of [`<!-- ${meta} -->`, `<script>${meta}</script>`, `<body>${meta}`]) {
    assert.deepEqual(htmlMeta(html, false).policies, []);
  }
});

test('a page that was cut within its head is not complete', () => {
  assert.equal(htmlMeta('<head><title>a</title>', true).complete, false);
  assert.equal(htmlMeta('<head></head><body>', true).complete, true);
  assert.equal(htmlMeta('<head>', false).complete, true);
});

test('any page is read without a throw', () => {
  fc.assert(fc.property(fc.string(), (html) => void htmlMeta(`<meta ${html}`, true)));
});
