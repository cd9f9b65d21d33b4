import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from '../egress.ts';
import { ROOT_SERVERS } from './root-servers.ts';

test('thirteen root servers, each with an address of both families that may be dialled', () => {
  assert.equal(new Set(ROOT_SERVERS.map(({ name }) => name)).size, 13);
  assert.equal(new Set(ROOT_SERVERS.map(({ address }) => address)).size, 26);
  for (const { address } of ROOT_SERVERS) assert.equal(refusal(address), null, address);
});
