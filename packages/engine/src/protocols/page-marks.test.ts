import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultPage, directoryListing } from './page-marks.ts';

const page = (title: string, body: string) =>
  `<html><head><title>${title}</title></head><body>${body}</body></html>`;

for (const [server, html] of [
  ['nginx or Apache', page('Index of /files/', '<h1>Index of /files/</h1><hr><pre><a href="../">../</a>')],
  ['lighttpd', page('Index of /', '<h2>Index of /</h2><div class="list">')],
  ['Python', page('Directory listing for /', '<h1>Directory listing for /</h1>')],
  ['Tomcat', page('Directory Listing For [/]', '<h1>Directory Listing For [/]</h1>')],
  ['Jetty', page('Directory: /', '<h1 class="title">Directory: /</h1>')],
  ['IIS', page('files.acme.test - /', '<H1>files.acme.test - /</H1><hr><pre> 1/31/2026  9:00 AM')],
  [null, page('Index of /acme/', '<h1>What is an index?</h1>')],
  [null, page('Acme - /home', '<pre>hello</pre>')],
] as const) {
  test(`a listing: ${server} ${html.slice(19, 45)}`, () => assert.equal(directoryListing(html), server));
}

for (const [product, html] of [
  ['nginx', page('Welcome to nginx!', '<h1>Welcome to nginx!</h1>')],
  ['Apache', page('Apache2 Ubuntu Default Page: It works', '')],
  ['Apache', '<html><body><h1>It works!</h1></body></html>'],
  ['IIS', page('IIS Windows Server', '<img src="iisstart.png">')],
  ['Tomcat', page('Apache Tomcat/9.0.31', "If you're seeing this, you've successfully installed Tomcat.")],
  ['Plesk', page('Domain Default page', '')],
  [null, page('Acme', '<h1>It works!</h1>')],
  [null, page('Welcome to nginx! A tutorial', '')],
  [null, page('Apache Tomcat', 'How we moved away from it')],
] as const) {
  test(`a default page: ${product} ${html.slice(0, 60)}`, () => assert.equal(defaultPage(html), product));
}

test('any page is read', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (title, body) => {
      directoryListing(page(title, body));
      defaultPage(page(title, body));
    }),
  );
});
