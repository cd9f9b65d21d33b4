const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/** MurmurHash3, the variant with 32 bits for x86, as the signed number that search engines of the internet show. */
export function murmur3(bytes: Uint8Array, seed = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 4);
  let hash = seed | 0;
  for (let at = 0; at < whole; at += 4) {
    hash = rotate(hash ^ scramble(view.getUint32(at, true)), 13);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let at = bytes.length - 1; at >= whole; at -= 1) rest = (rest << 8) | view.getUint8(at);
  hash ^= scramble(rest) ^ bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function scramble(word: number): number {
  return Math.imul(rotate(Math.imul(word, C1), 15), C2);
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

const LINE = 76;

/** The hash by which favicons are compared: of the base64 form in lines of 76 characters, each with its line feed. */
export function faviconHash(bytes: Uint8Array): number {
  const text = Buffer.from(bytes).toString('base64');
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += LINE) lines.push(`${text.slice(at, at + LINE)}\n`);
  return murmur3(Buffer.from(lines.join(''), 'latin1'));
}
