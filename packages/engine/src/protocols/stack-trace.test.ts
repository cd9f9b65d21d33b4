import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stackTrace } from './stack-trace.ts';

for (const text of [
  '<h1>404 Not Found</h1><hr>nginx',
  '<p>We are at example.com (see map). Warning: wet floor.</p>',
  'Apache Tomcat: The requested resource [/x] is not available',
  'Error: page not found in /shop on line',
]) {
  test(`no trace: ${text}`, () => assert.equal(stackTrace(text), null));
}

for (const [platform, text] of [
  ['Java', 'java.lang.NullPointerException\n\tat org.acme.shop.Cart.&lt;init&gt;(Cart.java:42)\n'],
  ['Java', 'at java.base/java.lang.Thread.run(Thread.java:833)'],
  ['Python', 'Traceback (most recent call last):\n  File "/srv/app/views.py", line 12, in index'],
  ['.NET', 'at Acme.Shop.Controllers.Home.Index(String id) in C:\\src\\Shop\\Home.cs:line 31'],
  ['ASP.NET', "<h1>Server Error in '/' Application.</h1> ... <b>Stack Trace:</b>"],
  ['Ruby', "/srv/shop/app/models/cart.rb:17:in `total'"],
  [
    'Node.js',
    'Error: boom<br> at Layer.handle [as handle_request] (/app/node_modules/express/lib/router/layer.js:95:5)',
  ],
  ['Go', 'panic: nil map\n\ngoroutine 1 [running]:\nmain.main()'],
  ['PHP', '<b>Warning</b>:  include(x.php): failed in <b>/var/www/html/index.php</b> on line <b>3</b>'],
  ['PHP', 'PHP Fatal error:  Uncaught Error: x in C:\\xampp\\htdocs\\a.php on line 9'],
  ['Django', "You're seeing this error because you have <code>DEBUG = True</code> in your"],
  ['a database', 'SQLSTATE[42S02]: Base table or view not found'],
] as const) {
  test(`${platform}: ${text}`, () => assert.equal(stackTrace(text)?.platform, platform));
}

test('any text is read at once', () => {
  fc.assert(fc.property(fc.string(), (text) => assert.ok((stackTrace(text)?.sample ?? '').length <= 200)));
  for (const part of [
    'at a.',
    'at a(',
    'Warning: ',
    "Server Error in '/' Application",
    'x/',
    '#0 /',
    'at /a',
  ]) {
    stackTrace(part.repeat(Math.ceil(16_384 / part.length)));
  }
});
