import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
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
const ZLIB = { finishFlush: constants.Z_SYNC_FLUSH };

/** Reads and decodes up to so many bytes; never throws. What is beyond is not read. */
export async function readBody(response: IncomingMessage, maxBytes: number): Promise<HttpBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  let coded = 0;
  let end: HttpBody['end'] = 'complete';
  response.on('data', (chunk: Buffer) => {
    coded += chunk.length;
    if (coded > maxBytes + CODED_SLACK_BYTES) response.destroy();
  });
  response.pause();
  try {
    for await (const chunk of await decodedStream(response)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) {
        end = 'limit';
        break;
      }
    }
  } catch {
    end = 'broken';
  }
  response.destroy();
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), end };
}
