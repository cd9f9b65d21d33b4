import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeServer } from './describe-server.ts';

test('the document is told without a database, the same each time', async () => {
  const document = await describeServer('1.2.3');
  assert.deepEqual(document, await describeServer('1.2.3'));
  assert.deepEqual((document as { info: { version: string } }).info.version, '1.2.3');
  assert.ok('/api/analyze-domain' in (document as { paths: object }).paths);
});
