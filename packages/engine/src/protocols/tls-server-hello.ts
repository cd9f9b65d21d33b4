import { decodeTls, MalformedTls, readTls, type TlsReader } from './tls-bytes.ts';
import { EXTENSION, type TlsExtension } from './tls-extension.ts';

/** What a ServerHello says, extensions that answer ours included (RFC 8446 section 4.1.3, RFC 5246 section 7.4.1.3). */
export interface ServerHello {
  /** The version that was agreed upon, from supported_versions where that is. */
  version: number;
  random: Buffer;
  sessionId: Buffer;
  suite: number;
  compression: number;
  /** In the order of the wire. */
  extensions: readonly TlsExtension[];
  /** It asks for another hello, with a share of this group (RFC 8446 section 4.1.4). */
  isRetry: boolean;
  /** Of the key share; null without one. */
  group: number | null;
  publicKey: Buffer | null;
}

/** SHA-256 of "HelloRetryRequest". */
const RETRY_RANDOM = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');
const MAX_EXTENSIONS = 100;

/** Reads the message's body, null when it is malformed. */
export function parseServerHello(body: Buffer): ServerHello | null {
  return decodeTls(body, (reader) => {
    const legacyVersion = reader.u16();
    const random = reader.take(32);
    const sessionId = reader.vector(1);
    if (sessionId.length > 32) throw new MalformedTls('a long session id');
    const suite = reader.u16();
    const compression = reader.u8();
    const extensions = reader.left() === 0 ? [] : readExtensions(reader);
    const isRetry = random.equals(RETRY_RANDOM);
    const selected = bodyOf(extensions, EXTENSION.supportedVersions);
    return {
      version: selected?.length === 2 ? selected.readUInt16BE(0) : legacyVersion,
      random,
      sessionId,
      suite,
      compression,
      extensions,
      isRetry,
      ...keyShareOf(bodyOf(extensions, EXTENSION.keyShare), isRetry),
    };
  });
}

export function readExtensions(reader: TlsReader): TlsExtension[] {
  const inner = readTls(reader.vector(2));
  const extensions: TlsExtension[] = [];
  while (inner.left() > 0) {
    if (extensions.length === MAX_EXTENSIONS) throw new MalformedTls('extensions without end');
    extensions.push({ type: inner.u16(), body: inner.vector(2) });
  }
  return extensions;
}

/** The body of the first extension of the type. */
export function bodyOf(extensions: readonly TlsExtension[], type: number): Buffer | undefined {
  return extensions.find((each) => each.type === type)?.body;
}

/** The protocol that the server chose (RFC 7301 section 3.1); null without one, or with a malformed one. */
export function alpnOf(extensions: readonly TlsExtension[]): string | null {
  const body = bodyOf(extensions, EXTENSION.alpn);
  return body === undefined
    ? null
    : decodeTls(body, (reader) => readTls(reader.vector(2)).vector(1).toString('latin1'));
}

function keyShareOf(body: Buffer | undefined, isRetry: boolean): Pick<ServerHello, 'group' | 'publicKey'> {
  if (body === undefined) return { group: null, publicKey: null };
  const reader = readTls(body);
  const group = reader.u16();
  return { group, publicKey: isRetry ? null : reader.vector(2) };
}
