import { u8, u16, vector } from './tls-bytes.ts';
import { EXTENSION, extension, type TlsExtension } from './tls-extension.ts';
import { HANDSHAKE, RECORD } from './tls-names.ts';

/** A ClientHello of SSLv3 to TLS 1.3, field by field: nothing is put right that the caller wants wrong. */
export interface ClientHello {
  /** `client_version`; 0x0303 in TLS 1.3. */
  version: number;
  /** 32 octets. */
  random: Buffer;
  sessionId: Buffer;
  suites: readonly number[];
  compressions: readonly number[];
  /** None: the field is left out, as clients before TLS 1.0 did. */
  extensions: readonly TlsExtension[];
}

const MAX_FRAGMENT = 1 << 14;

/** The handshake message (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2, RFC 6101 section 5.6.1.2). */
export function encodeClientHello(hello: ClientHello): Buffer {
  const parts = [
    u16(hello.version),
    hello.random,
    vector(1, hello.sessionId),
    vector(2, u16(...hello.suites)),
    vector(1, Buffer.from(hello.compressions)),
  ];
  if (hello.extensions.length > 0) parts.push(encodeExtensions(hello.extensions));
  return handshakeMessage(HANDSHAKE.clientHello, Buffer.concat(parts));
}

export function encodeExtensions(extensions: readonly TlsExtension[]): Buffer {
  return vector(2, ...extensions.map(({ type, body }) => Buffer.concat([u16(type), vector(2, body)])));
}

export function handshakeMessage(type: number, body: Buffer): Buffer {
  return Buffer.concat([u8(type), vector(3, body)]);
}

/** The content in as few records as hold it (RFC 8446 section 5.1). */
export function records(type: number, version: number, content: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at === 0 || at < content.length; at += MAX_FRAGMENT) {
    parts.push(u8(type), u16(version), vector(2, content.subarray(at, at + MAX_FRAGMENT)));
  }
  return Buffer.concat(parts);
}

/** The record version of a first flight: old servers refuse one that they do not know (RFC 8446 appendix D.2). */
export function helloRecord(message: Buffer, version: number): Buffer {
  return records(RECORD.handshake, Math.min(version, 0x0301), message);
}

/**
 * Some load balancers hang on hellos of 256 to 511 octets (RFC 7685 section 4). The extensions, lengthened when the
 * message would be one of these.
 */
export function padded(hello: ClientHello): ClientHello {
  if (hello.extensions.length === 0) return hello;
  const length = encodeClientHello(hello).length;
  if (length < 256 || length >= 512) return hello;
  const padding = extension(EXTENSION.padding, Buffer.alloc(Math.max(1, 512 - length - 4)));
  return { ...hello, extensions: [...hello.extensions, padding] };
}
