import type { Feeds } from '../feeds.ts';
import type { TrustAnchor } from '../protocols/dnssec.ts';

/** How the network is reached. Plain JSON: a lab describes itself in this shape, and the shape crosses processes. */
export interface NetworkDescription {
  /**
   * Recursive resolvers, in the order in which they are asked: `192.0.2.53`, `[2001:db8::53]:5353`, over TLS
   * `tls://192.0.2.53#dns.example`, over HTTPS `https://dns.example/dns-query#192.0.2.53`. `iterative` among them: down
   * from the root servers when none gives an answer. Left out: the system's, then public ones.
   */
  resolvers?: readonly string[];
  /** Sends (address, port) elsewhere, the lab's loopback ports above all. A routed pair passes the egress policy. */
  routes?: readonly Route[];
  /** PEM certificates trusted beside the well-known roots. */
  roots?: readonly string[];
  /** Where iteration starts. Left out: the root servers of the internet. */
  rootServers?: readonly { name: string; address: string }[];
  /** Trust anchors of DNSSEC. Left out: the root zone's of IANA. */
  anchors?: readonly TrustAnchor[];
}

export interface Route {
  address: string;
  port: number;
  to: { host: string; port: number };
}

export interface NetOptions extends NetworkDescription {
  /** Public data sets that probes may look things up in. */
  feeds?: Feeds;
  /**
   * Milliseconds. Defaults: dns 2,000 a try, 3 tries; connect 5,000; total 10,000; source (one request to a third
   * party) 30,000; backoff (the pause before its first retry, doubled for each further one) 500.
   */
  timeouts?: {
    dns?: number;
    dnsTries?: number;
    connect?: number;
    total?: number;
    source?: number;
    backoff?: number;
  };
  /** Connections at once. Defaults: 4 to one host, 64 in all. */
  concurrency?: { perHost?: number; total?: number };
  /** Messages that may be sent to DNS servers in all; then questions come out unknown (`budget`). Default 20,000. */
  queryBudget?: number;
  /**
   * Messages for `resolveMany`, which guesses names by the thousand: an account of its own, so that guessing leaves the
   * checks theirs. Then names come out unknown (`budget`). Default 1,000,000.
   */
  bulkBudget?: number;
  /**
   * Further resolvers that share the work of `resolveMany`, plain DNS. They are not believed: `resolvers` confirm their
   * hits and are the measure of their absences. Default none.
   */
  bulkResolvers?: readonly string[];
  /** Told to every HTTP server, with a contact address. */
  userAgent?: string;
  /** Told to mail exchangers in EHLO. Default: the address literal of the connection (RFC 5321 section 4.1.3). */
  heloName?: string;
}
