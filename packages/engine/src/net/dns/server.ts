import type { Reply } from './message.ts';

/** Where a DNS server listens. Left out `secure`: UDP, and TCP for what is too large. */
export interface DnsServer {
  host: string;
  port: number;
  secure?: SecureTransport;
}

/** DNS over TLS (RFC 7858) or HTTPS (RFC 8484). */
export type SecureTransport =
  /** @property name which the certificate must be for; null: the address */
  { over: 'tls'; name: string | null } | { over: 'https'; name: string | null; path: string };

/** What came of one message that was sent. */
export type Heard =
  | Exclude<Reply, { kind: 'foreign' }>
  /** The port refuses: nothing listens. */
  | { kind: 'refused' }
  /** No answer can come: no way there, or the connection ended. */
  | { kind: 'lost'; detail: string };
