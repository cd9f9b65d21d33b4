import { page, securityTxt, text } from '../pages.ts';
import { type Trio, trio } from '../trio.ts';
import { document, NOT_FOUND, type WebHost, webHosts, withPage } from './hosts.ts';

const SECURITY = '/.well-known/security.txt';
const SCRIPT = '<script src="/main.js"></script>';
const MAP = '{"version":3,"file":"main.js","sources":["src/main.ts"],"names":[],"mappings":"AAAA"}';
const TRACES = {
  java: 'java.lang.NullPointerException\n\tat com.acme.shop.CartServlet.doGet(CartServlet.java:57)\n\tat java.base/java.lang.Thread.run(Thread.java:833)\n',
  python: 'Traceback (most recent call last):\n  File "/srv/app/main.py", line 17, in index\nKeyError: 1\n',
  php: '<br />\n<b>Warning</b>:  Undefined array key "page" in <b>/var/www/html/index.php</b> on line <b>12</b><br />\n',
};

function securityFile(label: string, fault: string, body: string): WebHost {
  return withPage(label, fault, { paths: { [SECURITY]: text(body) } });
}

function robots(label: string, faulty: string, sound: string): WebHost {
  const file = (body: string) => ({
    paths: { '/robots.txt': text(`User-agent: *\n${body}`) },
    elsewhere: NOT_FOUND,
  });
  return withPage(label, 'robots-disclosure/paths', file(faulty), file(sound));
}

function errorPage(label: string, status: number, body: string): WebHost {
  const html = document('Error', `<pre>${body}</pre>`);
  return withPage(
    label,
    'error-disclosure/stack-trace',
    { elsewhere: { status, body: html } },
    { elsewhere: { status, body: document('Error', 'Something went wrong. We have been told.') } },
  );
}

/** What hosts have beside their pages. */
const files: Trio = webHosts('web-files', [
  securityFile(
    'expired',
    'security-txt/expired',
    'Contact: mailto:a@hosting.test\nExpires: 2020-01-01T00:00:00Z\n',
  ),
  securityFile('nobody', 'security-txt/malformed', 'Expires: 2099-01-01T00:00:00Z\n'),
  securityFile('no-date', 'security-txt/malformed', 'Contact: https://hosting.test/report\n'),
  securityFile('bare', 'security-txt/malformed', 'Contact: a@hosting.test\nExpires: 2099-01-01T00:00:00Z\n'),
  withPage('type', 'security-txt/malformed', {
    paths: {
      [SECURITY]: { ...securityTxt('2099-01-01T00:00:00Z'), headers: [['Content-Type', 'application/json']] },
    },
  }),
  robots('robots', 'Disallow: /backup/\nDisallow: /phpmyadmin/\n', 'Disallow: /search\nDisallow: /cart\n'),
  robots('robots-admin', 'Disallow: /admin/\n', 'Disallow: /administration-fees\n'),
  withPage(
    'map',
    'source-map/exposed',
    {
      body: document('Map', SCRIPT),
      paths: { '/main.js.map': { headers: [['Content-Type', 'application/json']], body: MAP } },
      elsewhere: NOT_FOUND,
    },
    // Everything is answered with the page.
    { body: document('Map', SCRIPT) },
  ),
  errorPage('error-java', 404, TRACES.java),
  errorPage('error-php', 200, TRACES.php),
  {
    label: 'error-front',
    faults: ['error-disclosure/stack-trace'],
    faulty: { page: page('Error', { status: 500, body: document('Error', `<pre>${TRACES.python}</pre>`) }) },
    sound: { page: page('Error', { status: 500, body: document('Error', 'We will be back soon.') }) },
  },
]);

const noSecurityTxt: Trio = trio({
  name: 'web-security-txt',
  faults: ['security-txt/missing'],
  zone: ({ faulty, mute, address }) => ({
    hosts: [
      {
        label: '@',
        addresses: [address('hosting6')],
        site: {
          page: page('Acme', {
            elsewhere: NOT_FOUND,
            ...(faulty && { paths: { [SECURITY]: NOT_FOUND } }),
            ...(mute && { paths: { [SECURITY]: { status: 503, body: 'busy' } } }),
          }),
        },
      },
    ],
  }),
});

export const beside: readonly Trio[] = [files, noSecurityTxt];
