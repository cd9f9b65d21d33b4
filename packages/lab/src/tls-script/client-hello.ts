import { decodeTls, MalformedTls, readTls, u16List } from '@cyborux/engine/protocols/tls-bytes.ts';
import { EXTENSION } from '@cyborux/engine/protocols/tls-extension.ts';
import { readExtensions } from '@cyborux/engine/protocols/tls-server-hello.ts';

/** What a client offers, of SSLv2 or of what came after. */
export interface OfferedHello {
  /** Those that it names, the best first. */
  versions: readonly number[];
  suites: readonly number[];
  compressions: readonly number[];
  /** Types. */
  extensions: readonly number[];
  sessionId: Buffer;
  /** Of TLS 1.3, by group. */
  shares: ReadonlyMap<number, Buffer>;
}

/** The body of a ClientHello of SSLv3 on; null when it is none. */
export function parseClientHello(body: Buffer): OfferedHello | null {
  return decodeTls(body, (reader) => {
    const version = reader.u16();
    reader.take(32);
    const sessionId = reader.vector(1);
    const suites = u16List(reader.vector(2));
    const compressions = [...reader.vector(1)];
    const extensions = reader.left() === 0 ? [] : readExtensions(reader);
    const supported = extensions.find(({ type }) => type === EXTENSION.supportedVersions);
    const versions = supported === undefined ? downFrom(version) : u16List(supported.body.subarray(1));
    const shares = sharesIn(extensions.find(({ type }) => type === EXTENSION.keyShare)?.body);
    const types = extensions.map(({ type }) => type);
    return { versions, suites, compressions, extensions: types, sessionId, shares };
  });
}

function sharesIn(body: Buffer | undefined): Map<number, Buffer> {
  const shares = new Map<number, Buffer>();
  const reader = readTls(body === undefined ? Buffer.alloc(0) : readTls(body).vector(2));
  while (reader.left() > 0) shares.set(reader.u16(), reader.vector(2));
  return shares;
}

/** A version stands for all below it (RFC 5246 appendix E.1). */
function downFrom(version: number): number[] {
  return [0x0303, 0x0302, 0x0301, 0x0300].filter((each) => each <= version);
}

/** The body of a CLIENT-HELLO of SSLv2, behind its message type; its suites are cipher kinds of three octets. */
export function parseSsl2ClientHello(body: Buffer): { kinds: number[] } | null {
  return decodeTls(body, (reader) => {
    reader.u16();
    const length = reader.u16();
    reader.u16();
    reader.u16();
    const kinds = reader.take(length);
    if (kinds.length % 3 !== 0) throw new MalformedTls('part of a cipher kind');
    return { kinds: Array.from({ length: length / 3 }, (_, index) => kinds.readUIntBE(index * 3, 3)) };
  });
}
