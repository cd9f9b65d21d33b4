import type { PageSpec } from '../spec.ts';

type Header = readonly [name: string, value: string];

/** What a well-kept site sends. */
const GOOD_HEADERS: readonly Header[] = [
  ['Server', 'nginx'],
  ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'],
  [
    'Content-Security-Policy',
    "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
  ],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Permissions-Policy', 'camera=(), microphone=(), geolocation=()'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
];

export interface PageChanges {
  status?: number;
  /** By header name as above: another value, or null to leave it out. Others are added. */
  headers?: Readonly<Record<string, string | null>>;
  cookies?: readonly string[];
  body?: string;
  /** Beside security.txt, or in its place. */
  paths?: NonNullable<PageSpec['paths']>;
  elsewhere?: PageSpec;
  trick?: NonNullable<PageSpec['trick']>;
}

/** A page with everything right, apart from the changes. */
export function page(title: string, changes: PageChanges = {}): PageSpec {
  const cookies = (changes.cookies ?? []).map((cookie): Header => ['Set-Cookie', cookie]);
  return {
    status: changes.status ?? 200,
    headers: [...goodHeaders(changes.headers ?? {}), ...cookies],
    body: changes.body ?? html(title),
    paths: { '/.well-known/security.txt': securityTxt('2099-01-01T00:00:00Z'), ...changes.paths },
    ...(changes.elsewhere && { elsewhere: changes.elsewhere }),
    ...(changes.trick && { trick: changes.trick }),
  };
}

/** A file of plain text. */
export function text(body: string): PageSpec {
  return { headers: [['Content-Type', 'text/plain; charset=utf-8']], body };
}

/** RFC 9116. */
export function securityTxt(expires: string): PageSpec {
  return text(`Contact: mailto:security@hosting.test\r\nExpires: ${expires}\r\n`);
}

/** A redirect with the headers of a well-kept site. */
export function redirect(to: string): PageSpec {
  return page('Moved', { status: 301, headers: { Location: to } });
}

/** JSON for programs: no page, so the headers that protect pages do not matter. */
export function json(value: unknown): PageSpec {
  return page('', { headers: { 'Content-Type': 'application/json' }, body: `${JSON.stringify(value)}\n` });
}

function goodHeaders(changes: Readonly<Record<string, string | null>>): Header[] {
  const kept = GOOD_HEADERS.filter(([name]) => !(name in changes));
  const changed = Object.entries(changes).flatMap(([name, value]): Header[] =>
    value === null ? [] : [[name, value]],
  );
  return [...kept, ...changed];
}

function html(title: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title><link rel="stylesheet" href="/main.css"></head>
<body><main><h1>${title}</h1><p>Welcome.</p></main></body>
</html>
`;
}
