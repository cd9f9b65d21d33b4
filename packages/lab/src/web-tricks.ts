import { setTimeout as delay } from 'node:timers/promises';
import { constants, deflateRawSync } from 'node:zlib';
import type { PageRequest, Reply } from './web-reply.ts';

type Trick = (request: PageRequest, reply: Reply) => Reply;

/** Each takes the reply that the page would get and spoils it. */
export const tricks: Record<
  | 'gzip-bomb'
  | 'redirect-loop'
  | 'huge-headers'
  | 'endless-chunks'
  | 'invalid-utf8'
  | 'challenge'
  | 'reflect-origin',
  Trick
> = {
  'gzip-bomb': (_, reply) => ({
    ...reply,
    headers: [...reply.headers, ['Content-Encoding', 'gzip'], ['Content-Length', String(bombLength)]],
    body: gzipBomb(),
  }),
  'redirect-loop': ({ scheme, host, path }, reply) => ({
    status: 302,
    headers: [...reply.headers, ['Location', `${scheme}://${host}${path === '/' ? '/again' : '/'}`]],
    body: '',
  }),
  'huge-headers': (_, reply) => ({ ...reply, headers: [...reply.headers, ...hugeHeaders] }),
  'endless-chunks': (_, reply) => ({
    ...reply,
    headers: [...reply.headers, ['Transfer-Encoding', 'chunked']],
    body: endlessChunks(),
  }),
  'invalid-utf8': (_, reply) => ({ ...reply, body: invalidUtf8 }),
  'reflect-origin': ({ origin }, reply) => ({
    ...reply,
    headers: [
      ...reply.headers,
      ...(origin === undefined ? [] : [['Access-Control-Allow-Origin', origin] as const]),
      ['Access-Control-Allow-Credentials', 'true'],
    ],
  }),
  challenge: (_, reply) => ({
    status: 403,
    headers: [
      ['Server', 'cloudflare'],
      ['CF-Mitigated', 'challenge'],
      ['CF-RAY', '8f0e1d2c3b4a5968-FRA'],
      ...reply.headers,
    ],
    body: challengePage,
  }),
};

/** 100 KB, more than any client should take. */
const hugeHeaders = Array.from(
  { length: 100 },
  (_, index) => [`X-Padding-${index}`, 'a'.repeat(1_024)] as const,
);

/** Truncated sequences, an overlong slash, a surrogate, bytes that UTF-8 never has (RFC 3629 section 3). */
const invalidUtf8 = Buffer.concat([
  Buffer.from('<!doctype html><title>'),
  Buffer.from([0xc3, 0x28, 0xe2, 0x82, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xf8, 0xff, 0xfe, 0x00]),
  Buffer.from('</title>'),
]);

const challengePage =
  '<!doctype html><html><head><title>Just a moment...</title></head>' +
  '<body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>';

async function* endlessChunks(): AsyncGenerator<Buffer> {
  const chunk = Buffer.from(`1000\r\n${'a'.repeat(0x1000)}\r\n`);
  for (;;) {
    yield chunk;
    await delay(10, undefined, { ref: false });
  }
}

const mebibytes = 1_024;
/** One MiB of zeros that ends at a byte, with no look back: repeated, still one stream (RFC 1951 section 3.2). */
const mebibyte = deflateRawSync(Buffer.alloc(1_048_576), { finishFlush: constants.Z_FULL_FLUSH });
const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
/** The last, empty block; then the CRC-32 and the length of 1 GiB of zeros (RFC 1952 section 2.3.1). */
const gzipTrailer = Buffer.from('0300b0c2645b00000040', 'hex');
const bombLength = gzipHeader.length + mebibytes * mebibyte.length + gzipTrailer.length;

function* gzipBomb(): Generator<Buffer> {
  yield gzipHeader;
  for (let sent = 0; sent < mebibytes; sent += 1) yield mebibyte;
  yield gzipTrailer;
}
