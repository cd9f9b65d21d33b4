import { htmlTitle } from './html-title.ts';

/** How servers begin a page that lists a directory. */
const LISTINGS: readonly (readonly [server: string, title: RegExp, body: RegExp])[] = [
  ['nginx or Apache', /^Index of \//, /<h1>Index of \/[^<]{0,500}<\/h1>/i],
  ['lighttpd', /^Index of \//, /<h2>Index of \/[^<]{0,500}<\/h2>/i],
  ['Python', /^Directory listing for \//, /<h1>Directory listing for \//i],
  ['Tomcat', /^Directory Listing For /i, /<h1>Directory Listing For /i],
  ['Jetty', /^Directory: \//, /<h1[^<>]{0,100}>Directory: \//i],
  [
    'IIS',
    / - \/[^\n]{0,200}$/,
    /<pre>(?:<A HREF="[^"<>]{0,200}">\[To Parent Directory\]<\/A>|(?:<br>)?\s{0,40}\d{1,2}\/\d{1,2}\/\d{4})/i,
  ],
];

/** The server whose list of files a page is; null for another page. */
export function directoryListing(body: string): string | null {
  const title = htmlTitle(body) ?? '';
  return LISTINGS.find(([, head, text]) => head.test(title) && text.test(body))?.[0] ?? null;
}

/** Pages that come with an installation. The title, and a text when the title alone could be anyone's. */
const DEFAULTS: readonly (readonly [product: string, title: RegExp, body?: string])[] = [
  ['nginx', /^Welcome to nginx(?: on [\w ]{1,40})?!$/],
  ['OpenResty', /^Welcome to OpenResty!$/],
  ['Apache', /^Apache2 (?:Ubuntu|Debian|Raspbian) Default Page: It works$/],
  ['Apache', /^(?:Apache HTTP Server Test Page|Test Page for the (?:Apache )?HTTP Server)/],
  ['Apache', /^HTTP Server Test Page powered by/],
  ['IIS', /^(?:IIS Windows(?: Server)?|IIS ?\d{1,2}|Microsoft Internet Information Services \d{1,2})$/],
  ['Tomcat', /^Apache Tomcat(?:\/\d[\w.-]{0,20})?$/, 'successfully installed Tomcat'],
  ['Caddy', /^Caddy works!$/],
  ['lighttpd', /^Welcome page$/, 'lighttpd'],
  ['XAMPP', /^Welcome to XAMPP$/],
  ['Plesk', /^(?:Domain Default page|Web Server's Default Page)$/],
  ['cPanel', /^Default Web Site Page$/],
  ['Django', /^The install worked successfully! Congratulations!$/],
  ['WordPress', /^WordPress (?:›|&rsaquo;) (?:Installation|Setup Configuration File)$/],
];
const IT_WORKS =
  /^\s{0,200}(?:<!doctype[^>]{0,200}>\s{0,200})?<html>(?:<head>(?:<title>It works! Apache httpd<\/title>)?<\/head>)?<body>\s{0,20}(?:<h1>|<p>)It works!(?:<\/h1>|<\/p>)/i;

/** The product whose own first page this is; null for another page. */
export function defaultPage(body: string): string | null {
  const title = htmlTitle(body) ?? '';
  const mark = DEFAULTS.find(
    ([, head, text]) => head.test(title) && (text === undefined || body.includes(text)),
  );
  return mark?.[0] ?? (IT_WORKS.test(body) ? 'Apache' : null);
}
