import * as extensions from './tls-extension.ts';
import { CURVES, TLS13_GROUPS } from './tls-group.ts';
import { type ClientHello, encodeClientHello, helloRecord, padded } from './tls-hello.ts';
import type { KeyShare } from './tls-key-share.ts';
import { SCSV, type TlsProtocol, WIRE_VERSION } from './tls-names.ts';
import { SIGNATURE_SCHEMES, TLS13_SIGNATURES } from './tls-signature.ts';
import { suitesFor } from './tls-suite.ts';

/** A hello for one protocol version, all that the version knows offered unless it is said what. */
export interface TlsOffer {
  protocol: Exclude<TlsProtocol, 'SSLv2'>;
  suites?: readonly number[];
  groups?: readonly number[];
  signatures?: readonly number[];
  /** SNI; none when left out. */
  servername?: string | undefined;
  alpn?: readonly string[];
  /** TLS 1.3. None: the server is asked which group it wants. */
  shares?: readonly KeyShare[];
  /** TLS_FALLBACK_SCSV (RFC 7507). */
  fallback?: boolean;
  /** DEFLATE beside null (RFC 3749). */
  compression?: boolean;
  /** Instead of an empty session_ticket, with the session id that goes with it. */
  resume?: { ticket: Buffer; sessionId: Buffer };
}

export interface EncodedHello {
  /** The handshake message. */
  message: Buffer;
  /** As it goes on the wire. */
  bytes: Buffer;
}

const DEFLATE = 1;

/** @param random 64 octets, for the hello's random and its session id */
export function encodeOffer(offer: TlsOffer, random: Buffer): EncodedHello {
  const version = WIRE_VERSION[offer.protocol];
  const message = encodeClientHello(padded(helloOf(offer, version, random)));
  return { message, bytes: helloRecord(message, version) };
}

function helloOf(offer: TlsOffer, version: number, random: Buffer): ClientHello {
  const isNew = version >= 0x0304;
  const suites = offer.suites ?? suitesFor(version).map(({ id }) => id);
  const signals = [
    ...(offer.fallback ? [SCSV.fallback] : []),
    // SSLv3 knows no extensions: the signal says what renegotiation_info would (RFC 5746 section 3.3).
    ...(version === 0x0300 ? [SCSV.renegotiation] : []),
  ];
  return {
    version: Math.min(version, 0x0303),
    random: random.subarray(0, 32),
    // TLS 1.3 in its compatibility mode (RFC 8446 appendix D.4).
    sessionId: offer.resume?.sessionId ?? (isNew ? random.subarray(32, 64) : Buffer.alloc(0)),
    suites: [...suites, ...signals],
    compressions: offer.compression ? [DEFLATE, 0] : [0],
    extensions: version === 0x0300 ? [] : isNew ? newExtensions(offer) : oldExtensions(offer, version),
  };
}

function common(offer: TlsOffer): extensions.TlsExtension[] {
  return [
    ...(offer.servername === undefined ? [] : [extensions.serverName(offer.servername)]),
    extensions.statusRequest(),
    ...(offer.alpn === undefined ? [] : [extensions.alpn(offer.alpn)]),
    extensions.extension(extensions.EXTENSION.signedTimestamps),
  ];
}

function oldExtensions(offer: TlsOffer, version: number): extensions.TlsExtension[] {
  return [
    extensions.renegotiationInfo(),
    ...common(offer),
    extensions.extension(extensions.EXTENSION.encryptThenMac),
    extensions.extension(extensions.EXTENSION.extendedMasterSecret),
    extensions.sessionTicket(offer.resume?.ticket),
    ...(offer.groups?.length === 0 ? [] : [extensions.supportedGroups(offer.groups ?? CURVES)]),
    extensions.pointFormats(),
    ...(version === 0x0303 ? [extensions.signatureAlgorithms(offer.signatures ?? SIGNATURE_SCHEMES)] : []),
    extensions.heartbeat(),
  ];
}

function newExtensions(offer: TlsOffer): extensions.TlsExtension[] {
  return [
    ...common(offer),
    extensions.supportedGroups(offer.groups ?? TLS13_GROUPS),
    // For the chain, PKCS #1 too (RFC 8446 section 4.2.3); what signs the handshake is told by what comes back.
    extensions.signatureAlgorithms(offer.signatures ?? [...TLS13_SIGNATURES, 0x0401, 0x0501, 0x0601]),
    extensions.supportedVersions([0x0304]),
    extensions.pskModes(),
    extensions.keyShares(offer.shares ?? []),
  ];
}
