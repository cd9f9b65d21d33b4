import { randomBytes } from 'node:crypto';
import { u8, u16, vector } from '@cyborux/engine/protocols/tls-bytes.ts';
import {
  EXTENSION,
  extension,
  heartbeat,
  renegotiationInfo,
} from '@cyborux/engine/protocols/tls-extension.ts';
import { encodeExtensions, handshakeMessage } from '@cyborux/engine/protocols/tls-hello.ts';
import { HANDSHAKE } from '@cyborux/engine/protocols/tls-names.ts';
import { suiteOf, type TlsSuite } from '@cyborux/engine/protocols/tls-suite.ts';
import type { OfferedHello } from './client-hello.ts';

/** A TLS server that does what no distribution's server does any more. It never completes a handshake. */
export interface TlsScript {
  /** DER of the leaf. */
  certificate: Buffer;
  /** PEM of its RSA key, for `oracle`. */
  key?: string;
  /** DER of what follows the leaf. */
  issuers?: readonly Buffer[];
  /** Wire versions from SSLv3 to TLS 1.3. */
  versions: readonly number[];
  /** In the server's order. */
  suites: readonly number[];
  /** Cipher kinds of SSLv2, which it speaks when this is given. */
  ssl2?: readonly number[];
  /** For suites with DHE. */
  prime?: Buffer;
  /** Takes DEFLATE when it is offered. */
  deflate?: boolean;
  /** Answers heartbeats; `bleeds`: whatever length they claim. */
  heartbeat?: 'sound' | 'bleeds';
  /** Leaves renegotiation_info out. */
  oldRenegotiation?: boolean;
  /** Takes a ChangeCipherSpec before there are keys. */
  earlyCcs?: boolean;
  /** Tells ill-formed RSA key exchanges apart. */
  oracle?: boolean;
  /** Octets of early data that the tickets of TLS 1.3 allow. Default: none. */
  maxEarlyData?: number;
  /** Octets of a record: messages are cut, or share one. Default: all in one. */
  fragment?: number;
}

const NAMED_CURVE = 3;
const SECP256R1 = 23;

/** The best version, and the first suite for it, that both sides have; null without one. */
export function agreed(script: TlsScript, hello: OfferedHello): { version: number; suite: number } | null {
  const version = hello.versions
    .filter((each) => script.versions.includes(each))
    .toSorted()
    .at(-1);
  if (version === undefined) return null;
  const suite = script.suites.find((id) => hello.suites.includes(id) && isFor(version, suiteOf(id)));
  return suite === undefined ? null : { version, suite };
}

function isFor(version: number, suite: TlsSuite | undefined): boolean {
  return suite !== undefined && suite.minVersion <= version && version <= suite.maxVersion;
}

/** ServerHello to ServerHelloDone. */
export function serverFlight(
  script: TlsScript,
  hello: OfferedHello,
  version: number,
  suiteId: number,
): Buffer {
  const extensions = [
    ...(script.oldRenegotiation ? [] : [renegotiationInfo()]),
    ...(script.heartbeat && hello.extensions.includes(EXTENSION.heartbeat) ? [heartbeat()] : []),
    ...(hello.extensions.includes(EXTENSION.extendedMasterSecret)
      ? [extension(EXTENSION.extendedMasterSecret)]
      : []),
  ];
  const compression = script.deflate && hello.compressions.includes(1) ? 1 : 0;
  const body = Buffer.concat([
    u16(version),
    randomBytes(32),
    vector(1),
    u16(suiteId),
    u8(compression),
    ...(hello.extensions.length === 0 ? [] : [encodeExtensions(extensions)]),
  ]);
  const suite = suiteOf(suiteId);
  const chain = [script.certificate, ...(script.issuers ?? [])].map((der) => vector(3, der));
  return Buffer.concat([
    handshakeMessage(HANDSHAKE.serverHello, body),
    handshakeMessage(HANDSHAKE.certificate, vector(3, ...chain)),
    ...keyExchange(script, suite, version),
    handshakeMessage(HANDSHAKE.serverHelloDone, Buffer.alloc(0)),
  ]);
}

/** Signatures are random: a client that surveys does not check them. */
function keyExchange(script: TlsScript, suite: TlsSuite | undefined, version: number): Buffer[] {
  const signature = [...(version === 0x0303 ? [u16(0x0401)] : []), vector(2, randomBytes(128))];
  if (suite?.keyExchange === 'DHE' && script.prime !== undefined) {
    const group = [vector(2, script.prime), vector(2, u8(2)), vector(2, randomBytes(script.prime.length))];
    return [handshakeMessage(HANDSHAKE.serverKeyExchange, Buffer.concat([...group, ...signature]))];
  }
  if (suite?.keyExchange === 'ECDHE') {
    const point = Buffer.concat([u8(4), randomBytes(64)]);
    const curve = [u8(NAMED_CURVE), u16(SECP256R1), vector(1, point)];
    return [handshakeMessage(HANDSHAKE.serverKeyExchange, Buffer.concat([...curve, ...signature]))];
  }
  if (suite?.keyExchange === 'RSA' && suite.isExport) {
    const modulus = randomBytes(64);
    modulus[0] = 0xc1;
    const key = [vector(2, modulus), vector(2, Buffer.of(1, 0, 1))];
    return [handshakeMessage(HANDSHAKE.serverKeyExchange, Buffer.concat([...key, ...signature]))];
  }
  return [];
}

/** SERVER-HELLO of SSLv2 (draft-hickman-netscape-ssl-00 section 2.6). */
export function ssl2ServerHello(script: TlsScript, offered: readonly number[]): Buffer {
  const shared = (script.ssl2 ?? []).filter((kind) => offered.includes(kind));
  const kinds = Buffer.alloc(shared.length * 3);
  for (const [index, kind] of shared.entries()) kinds.writeUIntBE(kind, index * 3, 3);
  const id = randomBytes(16);
  const body = Buffer.concat([
    Buffer.of(4, 0, 1),
    u16(0x0002, script.certificate.length, kinds.length, id.length),
    script.certificate,
    kinds,
    id,
  ]);
  return Buffer.concat([u16(0x8000 | body.length), body]);
}
