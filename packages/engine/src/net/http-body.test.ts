import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { readBody } from './http-body.ts';

const ZEROS = Buffer.alloc(50_000_000);
const BOMBS: Record<string, Buffer> = {
  gzip: gzipSync(ZEROS),
  deflate: deflateSync(ZEROS),
  ' DEFLATE': deflateRawSync(ZEROS),
  br: brotliCompressSync(ZEROS),
  zstd: zstdCompressSync(ZEROS),
  'gzip, br': brotliCompressSync(gzipSync(ZEROS)),
};

/** Hands the bytes out in small pieces, and tells how many were taken. */
function inPieces(bytes: Buffer): { body: Readable; taken(): number } {
  let at = 0;
  const body = new Readable({
    highWaterMark: 512,
    read() {
      this.push(at < bytes.length ? bytes.subarray(at, at + 512) : null);
      at += 512;
    },
  });
  return { body, taken: () => Math.min(at, bytes.length) };
}

for (const [coding, bytes] of Object.entries(BOMBS)) {
  test(`of a bomb in ${coding.trim()} the prefix is kept, and it is read no further`, async () => {
    const { body } = inPieces(bytes);
    const read = await readBody(body, coding, 1_000);
    assert.deepEqual([read.end, read.bytes.equals(ZEROS.subarray(0, 1_000))], ['limit', true]);
    assert.equal(body.destroyed, true);
  });
}

test('what is beyond the limit is not taken', async () => {
  const { body, taken } = inPieces(gzipSync(randomBytes(5_000_000)));
  await readBody(body, 'gzip', 1_000);
  assert.ok(taken() < 500_000, `${taken()} bytes`);
});

test('a frame of zstd that asks for more memory than HTTP allows is not decoded', async () => {
  // RFC 8878 section 3.1.1.1: no single segment; an exponent of 17 is a window of 128 MiB.
  const frame = Buffer.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 17 << 3, 0x01, 0x00, 0x00);
  const modest = Buffer.from(frame).fill(10 << 3, 5, 6);
  assert.deepEqual(await readBody(Readable.from([modest]), 'zstd', 1_000), {
    bytes: Buffer.of(),
    end: 'complete',
  });
  assert.deepEqual(await readBody(Readable.from([frame]), 'zstd', 1_000), {
    bytes: Buffer.of(),
    end: 'broken',
  });
});

test('coded bytes that never decode to anything come to an end', async () => {
  const empty = gzipSync('');
  async function* endless() {
    for (;;) yield empty;
  }
  const { bytes, end } = await readBody(Readable.from(endless()), 'gzip', 1_000);
  assert.deepEqual([bytes.length, end], [0, 'broken']);
});

test('arbitrary bytes in arbitrary codings are no more than a prefix', async () => {
  const coding = fc.constantFrom('gzip', 'deflate', 'br', 'zstd', 'identity', 'br, gzip', 'what');
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), coding, async (body, name) => {
      const { bytes } = await readBody(Readable.from([Buffer.from(body)]), name, 100);
      assert.ok(bytes.length <= 100);
    }),
  );
});
