import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

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

type Chunks = AsyncIterable<Buffer>;

/** Reads and decodes up to so many bytes; never throws. What is beyond is not read. */
export async function readBody(response: IncomingMessage, maxBytes: number): Promise<HttpBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  let end: HttpBody['end'] = 'complete';
  try {
    let decoded: Chunks = limited(response, maxBytes + CODED_SLACK_BYTES);
    for (const coding of codingsOf(response)) decoded = decode(decoded, coding);
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
function codingsOf(response: IncomingMessage): string[] {
  const header = response.headers['content-encoding'] ?? '';
  const codings = header.split(',').map((coding) => coding.trim().toLowerCase());
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
