import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeWeb, page, WITHOUT_SITE } from '../../test/judge-host.ts';
import { directoryListing } from './directory-listing.ts';

test('a page passes', () => assert.equal(judgeWeb(directoryListing, page([])).verdict, 'pass'));

test('a list of files is found', () => {
  const html =
    '<html><head><title>Index of /</title></head><body><h1>Index of /</h1><hr><pre><a href="../">../</a>';
  const [finding] = judgeWeb(directoryListing, page([], html)).findings;
  assert.equal(finding?.code, 'directory-listing/listing');
  assert.equal(finding?.evidence[1]?.value, 'nginx or Apache');
});

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(directoryListing, web).verdict, verdict));
}
