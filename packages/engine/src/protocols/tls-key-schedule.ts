import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { u8, u16, vector } from './tls-bytes.ts';

/** The suites of TLS 1.3 whose records can be read here (RFC 8446 appendix B.4). */
interface SuiteKeys {
  hash: 'sha256' | 'sha384';
  hashLength: number;
  cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'aes-128-ccm' | 'chacha20-poly1305';
  keyLength: number;
}

const SUITES: Record<number, SuiteKeys> = {
  4865: { hash: 'sha256', hashLength: 32, cipher: 'aes-128-gcm', keyLength: 16 },
  4866: { hash: 'sha384', hashLength: 48, cipher: 'aes-256-gcm', keyLength: 32 },
  4867: { hash: 'sha256', hashLength: 32, cipher: 'chacha20-poly1305', keyLength: 32 },
  4868: { hash: 'sha256', hashLength: 32, cipher: 'aes-128-ccm', keyLength: 16 },
};
const TAG = 16;
const NO_BYTES = Buffer.alloc(0);

/** One direction's keys (RFC 8446 sections 5.2, 7.3). */
export interface RecordProtection {
  /** The inner content and its type; null when it does not verify. */
  open(header: Buffer, body: Buffer): { type: number; content: Buffer } | null;
  /** A whole record. */
  seal(type: number, content: Buffer): Buffer;
}

/** The secrets of one handshake. */
export interface KeySchedule {
  clientHandshake: Buffer;
  serverHandshake: Buffer;
  /** @param transcript all messages up to the server's Finished */
  application(transcript: Buffer): { client: Buffer; server: Buffer };
  /** The verify_data of a Finished message (RFC 8446 section 4.4.4). */
  finished(baseSecret: Buffer, transcript: Buffer): Buffer;
  protection(secret: Buffer): RecordProtection;
}

export function canRead(suite: number): boolean {
  return SUITES[suite] !== undefined;
}

/**
 * RFC 8446 section 7.1, without a pre-shared key.
 *
 * @param transcript ClientHello and ServerHello, whole messages
 * @throws RangeError for a suite that `canRead` denies
 */
export function keySchedule(suite: number, sharedSecret: Buffer, transcript: Buffer): KeySchedule {
  const keys = SUITES[suite];
  if (keys === undefined) throw new RangeError(`no keys for suite ${suite}`);
  const { hash, hashLength } = keys;
  const zeroes = Buffer.alloc(hashLength);
  const early = extract(hash, zeroes, zeroes);
  const handshake = extract(
    hash,
    expand(keys, early, 'derived', digest(hash, NO_BYTES), hashLength),
    sharedSecret,
  );
  const hellos = digest(hash, transcript);
  return {
    clientHandshake: expand(keys, handshake, 'c hs traffic', hellos, hashLength),
    serverHandshake: expand(keys, handshake, 's hs traffic', hellos, hashLength),
    application(all) {
      const master = extract(
        hash,
        expand(keys, handshake, 'derived', digest(hash, NO_BYTES), hashLength),
        zeroes,
      );
      return {
        client: expand(keys, master, 'c ap traffic', digest(hash, all), hashLength),
        server: expand(keys, master, 's ap traffic', digest(hash, all), hashLength),
      };
    },
    finished(baseSecret, all) {
      const key = expand(keys, baseSecret, 'finished', NO_BYTES, hashLength);
      return createHmac(hash, key).update(digest(hash, all)).digest();
    },
    protection: (secret) => createProtection(keys, secret),
  };
}

function createProtection(keys: SuiteKeys, secret: Buffer): RecordProtection {
  const key = expand(keys, secret, 'key', NO_BYTES, keys.keyLength);
  const iv = expand(keys, secret, 'iv', NO_BYTES, 12);
  let opened = 0;
  let sealed = 0;
  return {
    open(header, body) {
      if (body.length <= TAG) return null;
      const cipher = createDecipheriv(keys.cipher as 'aes-128-gcm', key, nonce(iv, opened), {
        authTagLength: TAG,
      });
      opened += 1;
      const content = body.subarray(0, -TAG);
      cipher.setAuthTag(body.subarray(-TAG));
      cipher.setAAD(header, { plaintextLength: content.length } as never);
      try {
        return withoutPadding(Buffer.concat([cipher.update(content), cipher.final()]));
      } catch {
        return null;
      }
    },
    seal(type, content) {
      const inner = Buffer.concat([content, u8(type)]);
      const header = Buffer.concat([u8(23), u16(0x0303), u16(inner.length + TAG)]);
      const cipher = createCipheriv(keys.cipher as 'aes-128-gcm', key, nonce(iv, sealed), {
        authTagLength: TAG,
      });
      sealed += 1;
      cipher.setAAD(header, { plaintextLength: inner.length } as never);
      const body = Buffer.concat([cipher.update(inner), cipher.final()]);
      return Buffer.concat([header, body, cipher.getAuthTag()]);
    },
  };
}

/** The type is the last octet that is not zero (RFC 8446 section 5.4). */
function withoutPadding(plain: Buffer): { type: number; content: Buffer } | null {
  let end = plain.length;
  while (end > 0 && plain[end - 1] === 0) end -= 1;
  return end === 0 ? null : { type: plain.readUInt8(end - 1), content: plain.subarray(0, end - 1) };
}

/** The sequence number, in the last octets, over the IV (RFC 8446 section 5.3). */
function nonce(iv: Buffer, sequence: number): Buffer {
  const bytes = Buffer.from(iv);
  bytes.writeUInt32BE((bytes.readUInt32BE(8) ^ sequence) >>> 0, 8);
  return bytes;
}

function digest(hash: string, bytes: Buffer): Buffer {
  return createHash(hash).update(bytes).digest();
}

function extract(hash: string, salt: Buffer, secret: Buffer): Buffer {
  return createHmac(hash, salt).update(secret).digest();
}

/** HKDF-Expand-Label; node's HKDF extracts first, so the expansion is written out (RFC 5869 section 2.3). */
function expand({ hash }: SuiteKeys, secret: Buffer, label: string, context: Buffer, length: number): Buffer {
  const info = Buffer.concat([u16(length), vector(1, Buffer.from(`tls13 ${label}`)), vector(1, context)]);
  // One block is enough: no output here is longer than the hash.
  return createHmac(hash, secret)
    .update(Buffer.concat([info, u8(1)]))
    .digest()
    .subarray(0, length);
}
