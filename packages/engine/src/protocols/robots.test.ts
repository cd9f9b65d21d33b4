import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseRobots, tellingPaths } from './robots.ts';

test('the rules of all crawlers are read, comments and empty rules are not', () => {
  const text =
    '\ufeffUser-agent: *\r\nDisallow: /a # why\nDISALLOW:/b\rDisallow:\n# Disallow: /c\nAllow: /d\nSitemap: https://acme.test/s.xml\nDisallow: /a\n';
  assert.deepEqual(parseRobots(text), { disallowed: ['/a', '/b'], sitemaps: ['https://acme.test/s.xml'] });
});

for (const [paths, telling] of [
  [['/search', '/cart', '/*?sort=', '/administration-fees.html', '/latest/', '/developers/'], []],
  [
    ['/admin/', '/backup.sql', '/old'],
    ['/admin/', '/backup.sql', '/old'],
  ],
  [
    ['/internal/reports', '/.git/'],
    ['/internal/reports', '/.git/'],
  ],
  [['/wp-admin/', '/staging/'], ['/staging/']],
] as const) {
  test(`${paths.join(' ')}: ${telling.join(' ') || 'nothing'}`, () => {
    assert.deepEqual(tellingPaths({ disallowed: [...paths], sitemaps: [] }), telling);
  });
}

test('any text is read, in bounds', () => {
  const soup = fc.array(fc.constantFrom('Disallow:', ' /admin', '\n', '#', '\r', 'x', ':'), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        soup.map((each) => each.join('')),
      ),
      (text) => {
        const robots = parseRobots(text);
        for (const path of robots.disallowed) assert.ok(path !== '' && path.length <= 300);
        assert.ok(tellingPaths(robots).every((path) => robots.disallowed.includes(path)));
      },
    ),
  );
});
