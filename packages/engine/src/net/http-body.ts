import { pipeline, type Readable } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

export interface HttpBody {
  bytes: Buffer;
  /** `limit`: it went on past what was kept. `broken`: cut short, by the peer, the clock, or bad coding. */
  end: 'complete' | 'limit' | 'broken';
}

/** Nested codings are how bombs are built; two is more than any server needs. */
const MAX_CODINGS = 2;
/** Coded bytes beyond the limit on decoded ones: a stream that decodes to nothing must end too. */
const CODED_SLACK_BYTES = 1_048_576;
/** What came before a cut is worth reading. */
const ZLIB = { finishFlush: constants.Z_SYNC_FLUSH };
const BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH };
/** A frame says how much memory its decoder needs: 8 MiB are all that HTTP lets it ask for (RFC 9659 section 3). */
const ZSTD = {
  finishFlush: constants.ZSTD_e_flush,
  params: { [constants.ZSTD_d_windowLogMax]: 23 },
};

type Chunks = AsyncIterable<Buffer>;

/**
 * Reads and decodes up to so many bytes; never throws. What is beyond is not read.
 * @param contentEncoding the field's value
 */
export async function readBody(
  response: Readable,
  contentEncoding: string,
  maxBytes: number,
): Promise<HttpBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  let end: HttpBody['end'] = 'complete';
  try {
    let decoded: Chunks = limited(response, maxBytes + CODED_SLACK_BYTES);
    for (const coding of codingsOf(contentEncoding)) decoded = decode(decoded, coding);
    for await (const chunk of decoded) {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= maxBytes) continue;
      end = 'limit';
      break;
    }
  } catch {
    end = 'broken';
  }
  response.destroy();
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), end };
}

/** In the order in which they are taken off (RFC 9110 section 8.4). */
function codingsOf(contentEncoding: string): string[] {
  const codings = contentEncoding.split(',').map((coding) => coding.trim().toLowerCase());
  if (codings.length > MAX_CODINGS) throw new Error('Too many codings.');
  return codings.reverse();
}

async function* limited(source: Chunks, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > maxBytes) throw new Error('Too many coded bytes.');
    yield chunk;
  }
}

function decode(source: Chunks, coding: string): Chunks {
  if (coding === 'gzip' || coding === 'x-gzip') return pipeline(source, createGunzip(ZLIB), ignore);
  if (coding === 'br') return pipeline(source, createBrotliDecompress(BROTLI), ignore);
  if (coding === 'zstd') return pipeline(source, createZstdDecompress(ZSTD), ignore);
  if (coding === 'deflate') return inflate(source);
  return source;
}

/** The reading side throws the same error. */
function ignore() {}

/** With the zlib header as RFC 9110 section 8.4.1.2 has it, or without, as many servers send it. */
async function* inflate(source: Chunks): AsyncGenerator<Buffer> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const whole = async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  const hasHeader = ((first.value[0] ?? 0) & 0x0f) === 8;
  yield* pipeline(whole(), hasHeader ? createInflate(ZLIB) : createInflateRaw(ZLIB), ignore);
}
