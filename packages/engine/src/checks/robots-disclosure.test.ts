import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { answer, judgeSite, visit, WITHOUT_FILES } from '../../test/judge-site.ts';
import { robotsDisclosure } from './robots-disclosure.ts';

const file = (body: string) => ({ files: visit({ robots: answer('/robots.txt', body) }) });

test('a file that names what visitors see anyway passes', () => {
  assert.equal(judgeSite(robotsDisclosure, file('User-agent: *\nDisallow: /search\n')).verdict, 'pass');
});

test('a host without one has nothing to judge', () => {
  assert.equal(judgeSite(robotsDisclosure, {}).verdict, 'notApplicable');
  assert.equal(judgeSite(robotsDisclosure, { files: visit({ robots: null }) }).verdict, 'notApplicable');
});

test('paths of administration are found', () => {
  const { findings } = judgeSite(
    robotsDisclosure,
    file('User-agent: *\nDisallow: /secret-admin/\nDisallow: /backup/\n'),
  );
  assert.equal(findings[0]?.code, 'robots-disclosure/paths');
  assert.equal(findings[0]?.evidence[1]?.value, '/backup/');
});

test('it is open when the file was not answered', () => {
  assert.equal(judgeSite(robotsDisclosure, { files: visit({ robots: unknown('timeout') }) }).verdict, 'open');
});

for (const [what, files, verdict] of WITHOUT_FILES) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeSite(robotsDisclosure, { files }).verdict, verdict));
}
