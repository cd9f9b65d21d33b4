import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extension } from './tls-extension.ts';
import { serverFingerprint } from './tls-fingerprint.ts';

const hello = (version: number, suite: number, types: readonly number[]) => ({
  version,
  random: Buffer.alloc(32),
  sessionId: Buffer.alloc(0),
  suite,
  compression: 0,
  extensions: types.map((type) => extension(type)),
  isRetry: false,
  group: null,
  publicKey: null,
});

test('the newest version comes first, each with its suite and a digest of its extensions', () => {
  const old = { hello: hello(0x0303, 0xc02f, [0xff01, 0x000b]), encryptedExtensions: [] };
  const modern = { hello: hello(0x0304, 0x1301, [0x002b]), encryptedExtensions: [extension(0x000a)] };
  const fingerprint = serverFingerprint([old, modern]);
  assert.match(fingerprint, /^402_1301_[0-9a-f]{12}-302_c02f_[0-9a-f]{12}$/);
  assert.equal(serverFingerprint([modern, old]), fingerprint);
});

test('another order of extensions is another server', () => {
  const [one, other] = [
    [1, 2],
    [2, 1],
  ].map((types) => serverFingerprint([{ hello: hello(0x0303, 1, types), encryptedExtensions: [] }]));
  assert.notEqual(one, other);
});

test('a server without TLS has none', () => assert.equal(serverFingerprint([]), ''));
