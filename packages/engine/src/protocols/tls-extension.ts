import { u8, u16, vector } from './tls-bytes.ts';

export interface TlsExtension {
  type: number;
  body: Buffer;
}

/** Of IANA's TLS ExtensionType Values registry, those that are spoken here. */
export const EXTENSION = {
  serverName: 0,
  maxFragmentLength: 1,
  statusRequest: 5,
  supportedGroups: 10,
  pointFormats: 11,
  signatureAlgorithms: 13,
  heartbeat: 15,
  alpn: 16,
  signedTimestamps: 18,
  padding: 21,
  encryptThenMac: 22,
  extendedMasterSecret: 23,
  sessionTicket: 35,
  earlyData: 42,
  supportedVersions: 43,
  pskModes: 45,
  keyShare: 51,
  renegotiationInfo: 0xff01,
} as const;

export function extension(type: number, body: Buffer = Buffer.alloc(0)): TlsExtension {
  return { type, body };
}

/** SNI (RFC 6066 section 3). */
export function serverName(host: string): TlsExtension {
  const entry = Buffer.concat([u8(0), vector(2, Buffer.from(host, 'latin1'))]);
  return extension(EXTENSION.serverName, vector(2, entry));
}

/** OCSP, no responders and no extensions named (RFC 6066 section 8). */
export function statusRequest(): TlsExtension {
  return extension(EXTENSION.statusRequest, Buffer.of(1, 0, 0, 0, 0));
}

export function supportedGroups(groups: readonly number[]): TlsExtension {
  return extension(EXTENSION.supportedGroups, vector(2, u16(...groups)));
}

/** Uncompressed, and both compressed forms, which old servers insist on for binary curves (RFC 8422 section 5.1.2). */
export function pointFormats(): TlsExtension {
  return extension(EXTENSION.pointFormats, vector(1, Buffer.of(0, 1, 2)));
}

export function signatureAlgorithms(schemes: readonly number[]): TlsExtension {
  return extension(EXTENSION.signatureAlgorithms, vector(2, u16(...schemes)));
}

/** `peer_allowed_to_send` (RFC 6520 section 2). */
export function heartbeat(): TlsExtension {
  return extension(EXTENSION.heartbeat, Buffer.of(1));
}

export function alpn(protocols: readonly string[]): TlsExtension {
  const names = protocols.map((protocol) => vector(1, Buffer.from(protocol, 'latin1')));
  return extension(EXTENSION.alpn, vector(2, ...names));
}

export function supportedVersions(versions: readonly number[]): TlsExtension {
  return extension(EXTENSION.supportedVersions, vector(1, u16(...versions)));
}

/** psk_dhe_ke alone: servers give out tickets for it (RFC 8446 section 4.2.9). */
export function pskModes(): TlsExtension {
  return extension(EXTENSION.pskModes, vector(1, u8(1)));
}

/** An empty list asks the server to say which group it wants (RFC 8446 section 4.2.8). */
export function keyShares(shares: readonly { group: number; publicKey: Buffer }[]): TlsExtension {
  const entries = shares.map(({ group, publicKey }) => Buffer.concat([u16(group), vector(2, publicKey)]));
  return extension(EXTENSION.keyShare, vector(2, ...entries));
}

/** First handshake of a connection (RFC 5746 section 3.4). */
export function renegotiationInfo(): TlsExtension {
  return extension(EXTENSION.renegotiationInfo, u8(0));
}

export function sessionTicket(ticket: Buffer = Buffer.alloc(0)): TlsExtension {
  return extension(EXTENSION.sessionTicket, ticket);
}

/** The reserved values that a server must pass over (RFC 8701 section 2), for suites, groups, extensions and versions. */
export const GREASE: readonly number[] = Array.from({ length: 16 }, (_, index) => index * 0x1010 + 0x0a0a);
