import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { answer, judgeSite, NOT_FOUND, visit, WITHOUT_FILES } from '../../test/judge-site.ts';
import { sourceMap } from './source-map.ts';

const judged = (map: ReturnType<typeof visit>['sourceMap']) =>
  judgeSite(sourceMap, { files: visit({ sourceMap: map }) });

test('a script without a map passes, and a page without scripts has nothing to judge', () => {
  assert.equal(judged(NOT_FOUND).verdict, 'pass');
  assert.equal(judged(null).verdict, 'notApplicable');
});

test('a map is found', () => {
  const [finding] = judged(answer('/main.js.map', '', 'application/json')).findings;
  assert.equal(finding?.code, 'source-map/exposed');
  assert.equal(finding?.severity, 'info');
});

test('it is open when the map was not answered', () =>
  assert.equal(judged(unknown('timeout')).verdict, 'open'));

for (const [what, files, verdict] of WITHOUT_FILES) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeSite(sourceMap, { files }).verdict, verdict));
}
