import { page } from '../pages.ts';
import type { Trio } from '../trio.ts';
import { document, type WebHost, webHosts, withBody } from './hosts.ts';

const HASH = 'sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC';
const SIGN_IN = '<form action="/login" method="post"><input name="p" type="password"></form>';

const INDEX =
  '<html>\n<head><title>Index of /</title></head>\n<body>\n<h1>Index of /</h1><hr><pre><a href="../">../</a>\n<a href="backup.zip">backup.zip</a> 01-Jan-2026 10:00 1024\n</pre><hr></body>\n</html>\n';
const WELCOME =
  '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n<p>If you see this page, the nginx web server is successfully installed and working.</p>\n</body>\n</html>\n';
const APACHE = '<html><body><h1>It works!</h1></body></html>\n';

/** A whole page, not only its body. */
function whole(label: string, fault: string, faulty: string, sound: string): WebHost {
  return {
    label,
    faults: [fault],
    faulty: { page: page(label, { body: faulty }) },
    sound: { page: page(label, { body: document(label, sound) }) },
  };
}

/** What stands in pages. */
export const contents: Trio = webHosts('web-contents', [
  withBody(
    'script',
    'subresource-integrity/missing',
    '<script src="https://cdn.hosting.test/lib-1.2.3.js"></script>',
    `<script src="https://cdn.hosting.test/lib-1.2.3.js" integrity="${HASH}" crossorigin="anonymous"></script>`,
  ),
  withBody(
    'script-schemeless',
    'subresource-integrity/missing',
    `<script src="//cdn.hosting.test/lib.js" integrity="md5-1B2M2Y8AsgTpgAmY7PhCfg=="></script>`,
    `<script src="//static.web-contents-ok.test/lib.js"></script>`,
  ),
  withBody(
    'library',
    'vulnerable-library/vulnerable',
    '<script>/*! Rocket Skates v1.5.0 */</script>',
    '<script>/*! Rocket Skates v2.1.0 */</script>',
  ),
  withBody(
    'library-old',
    'vulnerable-library/outdated',
    '<script>/*! Rocket Skates v2.0.0 */</script>',
    '<p>/*! Rocket Skates */</p>',
  ),
  withBody(
    'mixed-script',
    'mixed-content/active',
    '<script src="http://static.web-contents.test/main.js"></script>',
    '<script src="https://static.web-contents-ok.test/main.js"></script>',
  ),
  withBody(
    'mixed-style',
    'mixed-content/active',
    '<link rel="stylesheet" href="http://static.web-contents.test/main.css">',
    '<link rel="canonical" href="http://www.web-contents-ok.test/">',
  ),
  withBody(
    'mixed-frame',
    'mixed-content/active',
    '<iframe src="http://video.hosting.test/e"></iframe>',
    '<iframe src="https://video.hosting.test/e"></iframe>',
  ),
  withBody(
    'mixed-image',
    'mixed-content/passive',
    '<img src="http://static.web-contents.test/logo.png" alt="Logo">',
    '<a href="http://static.web-contents-ok.test/logo.png">Logo</a>',
  ),
  withBody(
    'form',
    'insecure-form/clear-text',
    '<form action="http://form.web-contents.test/login" method="post"><input name="p" type="password"></form>',
    SIGN_IN,
  ),
  withBody(
    'button',
    'insecure-form/clear-text',
    '<form action="/search"><input name="q"><button formaction="http://old.hosting.test/">Go</button></form>',
    '<form action="/search"><input name="q"><button formaction="//old.hosting.test/">Go</button></form>',
  ),
  {
    label: 'sign-in',
    faults: ['insecure-form/password-over-http', 'https-redirect/no-https'],
    faulty: {
      http: page('Sign in', {
        headers: { 'Strict-Transport-Security': null },
        body: document('Sign in', SIGN_IN),
      }),
      https: 'refuse',
    },
    sound: { page: page('Sign in', { body: document('Sign in', SIGN_IN) }) },
  },
  withBody(
    'comment-secret',
    'html-comments/secrets',
    '<!-- test account, password: spring2026! -->',
    '<!-- the password field comes next -->',
  ),
  withBody(
    'comment-key',
    'html-comments/secrets',
    '<!-- AKIAIOSFODNN7EXAMPLE -->',
    '<!-- AKIA stands for an access key -->',
  ),
  withBody(
    'comment-host',
    'html-comments/internal-names',
    '<!-- rendered by 10.20.30.40 -->',
    '<!-- rendered in 10.20 ms -->',
  ),
  withBody(
    'comment-file',
    'html-comments/internal-names',
    '<!-- template: /var/www/shop/templates/index.php -->',
    '<!-- template: index -->',
  ),
  withBody(
    'address',
    'internal-address/in-page',
    '<p>Printer: 192.168.4.20</p>',
    '<p>Version 192.168.4.20.1</p>',
  ),
  withBody(
    'name',
    'internal-address/in-page',
    '<a href="https://wiki.office.internal/">Wiki</a>',
    '<p>See internal/wiki, or office.internal.</p>',
  ),
  whole('files', 'directory-listing/listing', INDEX, '<h1>Index of subjects</h1>'),
  whole('fresh', 'default-page/installed', WELCOME, '<h1>Welcome to nginx!</h1>'),
  whole('works', 'default-page/installed', APACHE, '<h1>It works!</h1>'),
]);
