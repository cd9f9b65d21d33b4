import { randomBytes } from 'node:crypto';
import { u8, u16, vector } from '@cyborux/engine/protocols/tls-bytes.ts';
import { EXTENSION, extension } from '@cyborux/engine/protocols/tls-extension.ts';
import { encodeExtensions, handshakeMessage, records } from '@cyborux/engine/protocols/tls-hello.ts';
import { keySchedule } from '@cyborux/engine/protocols/tls-key-schedule.ts';
import { createKeyShare } from '@cyborux/engine/protocols/tls-key-share.ts';
import { HANDSHAKE, RECORD } from '@cyborux/engine/protocols/tls-names.ts';
import type { OfferedHello } from './client-hello.ts';
import type { TlsScript } from './flight.ts';

const X25519 = 29;
const TLS_1_3 = 0x0304;
const ECDSA_P256_SHA256 = 0x0403;
/** SHA-256 of "HelloRetryRequest" (RFC 8446 section 4.1.3). */
const RETRY_RANDOM = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');

export interface ModernFlight {
  /** Records up to Finished, or the request for a share. */
  bytes: Buffer;
  /** What a client gets that ends its handshake: tickets. */
  tickets: Buffer | null;
}

/** TLS 1.3 in X25519 (RFC 8446). @param message the whole ClientHello */
export function modernFlight(
  script: TlsScript,
  message: Buffer,
  hello: OfferedHello,
  suite: number,
): ModernFlight {
  const theirs = hello.shares.get(X25519);
  const share = createKeyShare(X25519);
  const secret = theirs === undefined ? null : (share?.agree(theirs) ?? null);
  if (share === null || secret === null) {
    return { bytes: inClear(serverHello(RETRY_RANDOM, hello, suite, u16(X25519))), tickets: null };
  }
  const own = Buffer.concat([u16(X25519), vector(2, share.publicKey)]);
  const first = serverHello(randomBytes(32), hello, suite, own);
  const schedule = keySchedule(suite, secret, Buffer.concat([message, first]));
  const chain = [script.certificate, ...(script.issuers ?? [])].map((der) =>
    Buffer.concat([vector(3, der), vector(2)]),
  );
  const later = Buffer.concat([
    handshakeMessage(HANDSHAKE.encryptedExtensions, vector(2)),
    handshakeMessage(HANDSHAKE.certificate, Buffer.concat([vector(1), vector(3, ...chain)])),
    handshakeMessage(
      HANDSHAKE.certificateVerify,
      Buffer.concat([u16(ECDSA_P256_SHA256), vector(2, randomBytes(70))]),
    ),
  ]);
  const before = Buffer.concat([message, first, later]);
  const verifyData = schedule.finished(schedule.serverHandshake, before);
  const finished = handshakeMessage(HANDSHAKE.finished, verifyData);
  const sealed = schedule
    .protection(schedule.serverHandshake)
    .seal(RECORD.handshake, Buffer.concat([later, finished]));
  const { server } = schedule.application(Buffer.concat([before, finished]));
  return {
    bytes: Buffer.concat([inClear(first), sealed]),
    tickets: schedule.protection(server).seal(RECORD.handshake, ticket(script.maxEarlyData ?? 0)),
  };
}

function inClear(message: Buffer): Buffer {
  return records(RECORD.handshake, 0x0303, message);
}

function serverHello(random: Buffer, hello: OfferedHello, suite: number, share: Buffer): Buffer {
  const extensions = [
    extension(EXTENSION.supportedVersions, u16(TLS_1_3)),
    extension(EXTENSION.keyShare, share),
  ];
  const body = Buffer.concat([
    u16(0x0303),
    random,
    vector(1, hello.sessionId),
    u16(suite),
    u8(0),
    encodeExtensions(extensions),
  ]);
  return handshakeMessage(HANDSHAKE.serverHello, body);
}

/** NewSessionTicket (RFC 8446 section 4.6.1). */
function ticket(maxEarlyData: number): Buffer {
  const limit = Buffer.alloc(4);
  limit.writeUInt32BE(maxEarlyData);
  const body = Buffer.concat([
    Buffer.of(0, 0, 28, 32),
    randomBytes(4),
    vector(1, u8(0)),
    vector(2, randomBytes(32)),
    encodeExtensions(maxEarlyData === 0 ? [] : [extension(EXTENSION.earlyData, limit)]),
  ]);
  return handshakeMessage(HANDSHAKE.newSessionTicket, body);
}
