export interface Robots {
  /** Paths of Disallow rules, each once, in order. */
  disallowed: string[];
  sitemaps: string[];
}

const MAX_LINES = 2_000;
const MAX_VALUES = 500;
const MAX_VALUE = 300;
const LINE = /^\s{0,20}([A-Za-z-]{1,20})\s{0,20}:\s{0,20}([^#]*)/;

/** Reads a robots.txt file (RFC 9309 section 2.2), whichever crawler its rules are for. */
export function parseRobots(text: string): Robots {
  const values = { disallow: new Set<string>(), sitemap: new Set<string>() };
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n?|\n/, MAX_LINES)) {
    const [, name = '', value = ''] = LINE.exec(line.slice(0, 1_024)) ?? [];
    const field = name.toLowerCase();
    const kept = value.trim().slice(0, MAX_VALUE);
    if ((field !== 'disallow' && field !== 'sitemap') || kept === '') continue;
    if (values[field].size < MAX_VALUES) values[field].add(kept);
  }
  return { disallowed: [...values.disallow], sitemaps: [...values.sitemap] };
}

/** Words in paths that say where administration, data or unfinished things are. */
const TELLING = new Set([
  ...[
    'admin',
    'administrator',
    'administration',
    'wp-admin',
    'phpmyadmin',
    'adminer',
    'manager',
    'console',
    'cpanel',
  ],
  ...['backup', 'backups', 'bak', 'dump', 'dumps', 'database', 'sql', 'db', 'export', 'exports'],
  ...[
    'internal',
    'intern',
    'intranet',
    'private',
    'secret',
    'secrets',
    'confidential',
    'hidden',
    'restricted',
  ],
  ...[
    'dev',
    'staging',
    'stage',
    'test',
    'testing',
    'debug',
    'old',
    'config',
    'configuration',
    'conf',
    'settings',
  ],
  ...[
    'logs',
    'log',
    'git',
    'svn',
    'env',
    'jenkins',
    'grafana',
    'actuator',
    'server-status',
    'install',
    'setup',
  ],
]);
/** What every installation of WordPress, Joomla or Drupal lists: it tells no more than the product. */
const USUAL = ['/wp-admin', '/administrator', '/installation', '/logs', '/admin', '/user/logout'];
const PRODUCT_PATHS = ['/wp-admin', '/administrator', '/user/logout'];

/** Disallowed paths that tell an attacker where to look. What a well-known product always lists is left out. */
export function tellingPaths({ disallowed }: Robots): string[] {
  const plain = disallowed.map((path) => path.replace(/\/$/, ''));
  const usual = PRODUCT_PATHS.some((path) => plain.includes(path)) ? USUAL : [];
  return disallowed.filter((path, at) => {
    const words = path.toLowerCase().split(/[^a-z-]+/);
    return !usual.includes(plain[at] ?? '') && words.some((word) => TELLING.has(word));
  });
}
