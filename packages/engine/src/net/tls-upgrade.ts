import { isIP, type Socket } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import { type Unknown, unknown } from '@cyborux/contract';

export interface UpgradeOptions {
  secureContext: SecureContext;
  /** SNI. Addresses are none (RFC 6066 section 3) and left out. */
  servername?: string | undefined;
  alpn?: readonly string[];
  /** Refuse a certificate that is not valid for the server name. Default false. */
  verify?: boolean;
}

export type Refusal = { state: 'rejected'; reason: 'alert' | 'not-tls'; detail: string };
export type Upgrade = { state: 'upgraded'; tls: TLSSocket } | Refusal | Unknown;

/** OpenSSL's words for bytes that are no TLS records. */
const NOT_TLS = [
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_UNEXPECTED_MESSAGE',
  'ERR_SSL_RECORD_LAYER_FAILURE',
  'ERR_SSL_BAD_RECORD_TYPE',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'ERR_SSL_BAD_LENGTH',
];

/** One TLS handshake on an open connection. */
export function upgrade(socket: Socket, options: UpgradeOptions): Promise<Upgrade> {
  return new Promise((resolve) => {
    const { servername, verify = false } = options;
    const tls = connect({
      socket,
      secureContext: options.secureContext,
      rejectUnauthorized: verify,
      ...(servername !== undefined && isIP(servername) === 0 ? { servername } : {}),
      ...(options.alpn === undefined ? {} : { ALPNProtocols: [...options.alpn] }),
      // Name and path are judged apart: the path's verdict must not hide behind the name's.
      ...(verify ? {} : { checkServerIdentity: () => undefined }),
    });
    tls.once('secureConnect', () => resolve({ state: 'upgraded', tls }));
    tls.on('error', (error: NodeJS.ErrnoException) => resolve(outcomeOf(error)));
    tls.once('close', () =>
      resolve(unknown('failed', 'The connection was closed during the TLS handshake.')),
    );
  });
}

function outcomeOf(error: NodeJS.ErrnoException): Refusal | Unknown {
  const code = error.code ?? '';
  const alert = /:([^:]{1,80}):[^:]*:[^:]*:SSL alert number ([0-9]+)/.exec(error.message);
  if (alert !== null) {
    return { state: 'rejected', reason: 'alert', detail: `${alert[1]} (alert ${alert[2]})` };
  }
  // It chose a version that was not offered: a refusal of those that were.
  if (code === 'ERR_SSL_UNSUPPORTED_PROTOCOL') {
    return { state: 'rejected', reason: 'alert', detail: 'no common protocol version' };
  }
  if (NOT_TLS.includes(code)) return { state: 'rejected', reason: 'not-tls', detail: 'no TLS record' };
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return unknown('failed', 'The connection was closed during the TLS handshake.');
  }
  return unknown('failed', `The TLS handshake failed (${code || 'unknown error'}).`);
}
