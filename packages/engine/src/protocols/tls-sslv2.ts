import { decodeTls, MalformedTls, u16 } from './tls-bytes.ts';

/** The cipher kinds of SSLv2 (draft-hickman-netscape-ssl-00 section C.4), three octets each. */
export const SSLV2_SUITES: readonly { id: number; name: string; bits: number; isExport: boolean }[] = [
  { id: 0x010080, name: 'SSL_CK_RC4_128_WITH_MD5', bits: 128, isExport: false },
  { id: 0x020080, name: 'SSL_CK_RC4_128_EXPORT40_WITH_MD5', bits: 40, isExport: true },
  { id: 0x030080, name: 'SSL_CK_RC2_128_CBC_WITH_MD5', bits: 128, isExport: false },
  { id: 0x040080, name: 'SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5', bits: 40, isExport: true },
  { id: 0x050080, name: 'SSL_CK_IDEA_128_CBC_WITH_MD5', bits: 128, isExport: false },
  { id: 0x060040, name: 'SSL_CK_DES_64_CBC_WITH_MD5', bits: 56, isExport: false },
  { id: 0x0700c0, name: 'SSL_CK_DES_192_EDE3_CBC_WITH_MD5', bits: 112, isExport: false },
  { id: 0x080080, name: 'SSL_CK_RC4_64_WITH_MD5', bits: 64, isExport: false },
];

export interface Ssl2ServerHello {
  /** 3-octet cipher kinds that the server shares with us. None: it speaks SSLv2, and would use nothing of it. */
  suites: readonly number[];
  /** DER. */
  certificate: Buffer;
}

const CLIENT_HELLO = 1;
const SERVER_HELLO = 4;
const VERSION = 0x0002;
const MAX_LENGTH = 1 << 15;

/** CLIENT-HELLO with every cipher kind. @param challenge 16 octets */
export function encodeSsl2ClientHello(challenge: Buffer): Buffer {
  const kinds = Buffer.alloc(SSLV2_SUITES.length * 3);
  for (const [index, { id }] of SSLV2_SUITES.entries()) kinds.writeUIntBE(id, index * 3, 3);
  const body = Buffer.concat([
    Buffer.of(CLIENT_HELLO),
    u16(VERSION, kinds.length, 0, challenge.length),
    kinds,
    challenge,
  ]);
  return Buffer.concat([u16(0x8000 | body.length), body]);
}

/** `more`: not all of it has arrived. Null: no SERVER-HELLO of SSLv2. */
export function parseSsl2ServerHello(bytes: Buffer): Ssl2ServerHello | 'more' | null {
  if (bytes.length === 0) return 'more';
  const hasPadding = (bytes.readUInt8(0) & 0x80) === 0;
  const header = hasPadding ? 3 : 2;
  if (bytes.length <= header) return mayBegin(bytes, hasPadding) ? 'more' : null;
  const length = bytes.readUInt16BE(0) & (hasPadding ? 0x3fff : 0x7fff);
  if (length > MAX_LENGTH || bytes[header] !== SERVER_HELLO) return null;
  if (bytes.length < header + length) return 'more';
  return decodeTls(bytes.subarray(header + 1, header + length), (reader) => {
    // session_id_hit and the certificate's type.
    reader.u16();
    if (reader.u16() !== VERSION) throw new MalformedTls('another version');
    const [certificateLength, kindsLength, idLength] = [reader.u16(), reader.u16(), reader.u16()];
    const certificate = reader.take(certificateLength);
    const kinds = reader.take(kindsLength);
    reader.take(idLength);
    if (kinds.length % 3 !== 0) throw new MalformedTls('part of a cipher kind');
    const suites = Array.from({ length: kinds.length / 3 }, (_, index) => kinds.readUIntBE(index * 3, 3));
    return { suites, certificate };
  });
}

/** A TLS alert begins with 0x15 0x03, which would be the padded header of an SSLv2 record too. */
function mayBegin(bytes: Buffer, hasPadding: boolean): boolean {
  return !hasPadding || bytes.length < 2 || bytes[1] !== 3;
}

export function ssl2SuiteName(id: number): string {
  return SSLV2_SUITES.find((suite) => suite.id === id)?.name ?? `0x${id.toString(16).padStart(6, '0')}`;
}
