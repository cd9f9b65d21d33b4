import type { Unknown } from '@cyborux/contract';
import type { Feeds } from './feeds.ts';
import type { BulkAnswer, BulkResult, WildcardVerdict } from './net/dns/bulk/bulk.ts';
import type { DnsAnswer, DnsRecords, DnsType, DsRecord, Resolve } from './protocols/dns-answer.ts';
import type { DnssecQuery, TrustAnchor } from './protocols/dnssec.ts';
import type { StarttlsProtocol } from './protocols/tls-starttls.ts';
import type { TlsSurveyAnswer } from './protocols/tls-survey.ts';
import type { SourceHttp, Whois } from './source.ts';

/**
 * The network as probes see it. Every method tells what came back, be it unwelcome, as a value in three states;
 * only a programming error throws. Each address is checked against the egress policy before it is dialled.
 */
export interface Net {
  /** Through the configured recursive resolvers, cached for the length of the analysis. */
  resolve: Resolve;
  /** As of the session, ended with the probe. */
  resolveMany: ResolveMany;
  /** Asks one name server itself, without recursion (RD=0). */
  ask<T extends DnsType>(server: NameServer, name: string, type: T): Promise<ServerAnswer<DnsRecords[T]>>;
  /** One message of one name server, every section as it came. */
  exchange(server: NameServer, question: ServerQuestion): Promise<ServerExchange>;
  /** The whole zone from one server (AXFR, RFC 5936), when it hands it out. */
  transfer(server: NameServer, zone: string): Promise<TransferAnswer>;
  /** Goes down from the root, and asks each server of the parent for the cut to the zone. */
  delegation(zone: string): Promise<Delegation>;
  /** Raw responses for `protocols/dnssec.ts`: DO=1 and CD=1, DS from the parent's side. */
  signed: DnssecQuery;
  /** Where validation starts. */
  anchors: readonly TrustAnchor[];
  /** What is loaded of public data sets. */
  feeds: Feeds;
  /** One HTTP exchange, no redirect followed, the certificate not enforced but told. */
  fetch(url: string, options?: FetchOptions): Promise<HttpAnswer>;
  /** One TLS handshake, closed at once. */
  handshake(peer: TlsPeer): Promise<TlsAnswer>;
  /** All that a TLS server shows of itself, in many hellos; names that share a server share most of them. */
  survey(peer: SurveyPeer): Promise<TlsSurveyAnswer>;
  /** Greets a mail exchanger: banner, EHLO, STARTTLS when offered, QUIT. */
  greet(peer: SmtpPeer): Promise<SmtpAnswer>;
}

export interface NameServer {
  name: string;
  address: string;
}

/** An answer of one server, not of the DNS as a whole. */
export type ServerAnswer<T = unknown> =
  | {
      state: 'answered';
      rcode: string;
      /** The AA bit: the server says that the zone is its own. */
      authoritative: boolean;
      answer: DnsAnswer<T>;
      durationMs: number;
    }
  | Unknown;

/** One question to one server. The defaults ask as a resolver does. */
export interface ServerQuestion {
  name: string;
  /** Mnemonic of a type that we read, or a type's number. */
  type: DnsType | number;
  transport?: 'udp' | 'tcp';
  /** RD. Default false. */
  recursion?: boolean;
  /** Default version 0, 1,232 bytes, no options, DO=0. `null`: none. */
  edns?: { version?: number; dnssecOk?: boolean; udpPayload?: number; options?: readonly number[] } | null;
  /** CHAOS for `version.bind`. Default IN. */
  class?: 'IN' | 'CH';
}

export interface ExchangedRecord {
  /** Lower case, no trailing dot. */
  owner: string;
  ttl: number;
  /** Mnemonic, or `TYPE65280`. */
  type: string;
  /** As in DnsRecords; null for types that we do not read. */
  value: DnsRecords[DnsType] | null;
}

/** A message of one server. No retry over TCP, no fall-back: what was asked is what is told. */
export type ServerExchange =
  | {
      state: 'answered';
      /** `NOERROR`, `REFUSED`, `BADVERS` ... the extended RCODE. */
      rcode: string;
      authoritative: boolean;
      truncated: boolean;
      recursionAvailable: boolean;
      /** The question came back in the very case in which it was asked. */
      sameCase: boolean;
      /** The OPT record of the response; null without one. */
      edns: { version: number; udpPayload: number; dnssecOk: boolean; options: readonly number[] } | null;
      answers: readonly ExchangedRecord[];
      authority: readonly ExchangedRecord[];
      additional: readonly ExchangedRecord[];
      /** Of the message. */
      bytes: number;
      durationMs: number;
    }
  /** The port refuses: nothing listens (ICMP, or a reset of TCP). */
  | { state: 'absent'; reason: 'connection-refused' }
  | Unknown;

export type TransferAnswer =
  | {
      state: 'present';
      /** All of them, the closing SOA left out. */
      count: number;
      /** Owner names, each once, the first 10,000 of them. */
      names: readonly string[];
      serial: number;
      /** More was to come: it was too much, too slow, or broke off. `count` is of what came. */
      cut?: true;
    }
  /** The server answers, and does not hand out the zone. */
  | { state: 'refused'; rcode: string }
  | { state: 'absent'; reason: 'connection-refused' }
  | Unknown;

/** What the parent's servers say of the cut to a zone. */
export type Delegation =
  | {
      state: 'present';
      zone: string;
      /** The zone above. `.` for a top-level domain. */
      parent: string;
      /** One entry for each address of the parent's servers that was asked. */
      referrals: readonly {
        server: NameServer;
        answer:
          | { state: 'referral'; NS: readonly string[]; glue: readonly NameServer[]; DS: readonly DsRecord[] }
          | { state: 'answer'; NS: readonly string[] }
          | { state: 'nxdomain' | 'nodata' }
          | Unknown;
      }[];
    }
  /** The name is no zone of its own: it lies within `parent`. `nxdomain`: it does not exist. */
  | { state: 'absent'; parent: string; reason: 'nxdomain' | 'nodata' }
  | Unknown;

/** Nothing is there: no such name, no address, or the port answers with a reset. */
export type Nobody = { state: 'absent'; reason: 'nxdomain' | 'nodata' | 'connection-refused' };

export interface FetchOptions {
  method?: 'GET' | 'HEAD' | 'OPTIONS';
  headers?: Record<string, string>;
  /** Bytes of the decoded body to keep; the rest is not read. Default 65,536. */
  maxBytes?: number;
  /** Dial this address instead of resolving the URL's host. */
  address?: string;
  /** `base64`: the body is no text, and comes as its bytes in base64. Default: text. */
  body?: 'text' | 'base64';
}

export interface HttpResponse {
  state: 'present';
  url: string;
  address: string;
  port: number;
  status: number;
  /** In the order of the wire, names in lower case, values trimmed of control characters at the border. */
  headers: readonly (readonly [name: string, value: string])[];
  /** A prefix of the decoded body as text, or in base64 when it was asked for so. */
  body: string;
  /** The body went on past what was kept. */
  truncated: boolean;
  httpVersion: string;
  durationMs: number;
  /** OpenSSL's word for what is wrong with the certificate, null when it is valid for the host; absent over http. */
  certificateError?: string | null;
}

export type HttpAnswer = HttpResponse | Nobody | Unknown;

export interface TlsPeer {
  /** Name or address to dial. */
  host: string;
  port: number;
  /** SNI; left out when undefined. */
  servername?: string;
  address?: string;
  /** Offer just this version. Default: TLS 1.2 and 1.3. */
  version?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
}

export interface SurveyPeer {
  /** Name or address to dial. */
  host: string;
  port: number;
  /** SNI; none when left out. */
  servername?: string;
  address?: string;
  /** The protocol that begins in the clear; TLS from the first octet when left out. */
  starttls?: StarttlsProtocol;
  /** Default `light`: some twenty connections. `full` enumerates every list, in some hundred. */
  depth?: 'light' | 'full';
}

export interface TlsFacts {
  address: string;
  port: number;
  /** `TLSv1.3`. */
  protocol: string;
  /** IANA's name of the suite. */
  cipher: string;
  /** What the server sent, leaf first, DER in base64. */
  chain: readonly string[];
  /** OpenSSL's verdict on the path to a known root (host name not looked at): null when it holds. */
  pathError: string | null;
  alpn: string | null;
  durationMs: number;
}

export type TlsAnswer =
  | ({ state: 'present' } & TlsFacts)
  /** It answered, but not with a TLS session: an alert, or it speaks something else. */
  | { state: 'rejected'; address: string; port: number; reason: 'alert' | 'not-tls'; detail: string }
  | Nobody
  | Unknown;

export interface SmtpPeer {
  host: string;
  port: number;
  address?: string;
}

/** What the server said to a recipient that is none of its own, after which the mail was given up (RSET, QUIT). */
export type RelayAnswer = { state: 'accepted' | 'refused'; reply: string } | Unknown;

export type SmtpAnswer =
  | {
      state: 'present';
      address: string;
      port: number;
      /** First reply, without its code. */
      banner: string;
      /** The keywords of the EHLO reply (RFC 5321 section 4.1.1.1), upper case. */
      extensions: readonly string[];
      /** `not-offered`, `refused` (the server said no to STARTTLS), or the handshake that followed. */
      starttls: { state: 'not-offered' } | { state: 'refused'; reply: string } | TlsAnswer;
      relay: RelayAnswer;
      durationMs: number;
    }
  /** It answered, but with something that is no 2xx greeting (RFC 5321 section 3.1). */
  | { state: 'rejected'; address: string; port: number; reply: string }
  | Nobody
  | Unknown;

export type { BulkAnswer, BulkResult, DnsAnswer, DnsRecords, DnsType, Resolve, WildcardVerdict };

export type ResolveMany = <T extends DnsType = 'A'>(
  names: Iterable<string> | AsyncIterable<string>,
  options?: ManyOptions<T>,
) => AsyncIterable<BulkResult<T>>;

export interface ManyOptions<T extends DnsType = 'A'> {
  /** Default A. */
  type?: T;
  /** Tell hits from what every name under the same parent gets. Default true. */
  wildcards?: boolean;
  /** Names under way then come out unknown (`canceled`), and the output ends. */
  signal?: AbortSignal;
}

export interface SourcePace {
  /** Whose pace it is; left out: a pace of its own. */
  source?: string;
  requestsPerMinute: number;
  signal: AbortSignal;
}

/** The network of one analysis: its cache, its pace, its sockets. Made by `net/session.ts`. */
export interface NetSession {
  /** The same network, whose calls come out unknown (`canceled`) as soon as the signal is raised. */
  within(signal: AbortSignal): Net;
  /** A source's client: its pace, retries with backoff, and bounds. */
  sourceHttp(options: SourcePace & { incomplete?: (why: string) => void }): SourceHttp;
  sourceWhois(options: SourcePace): Whois;
  /**
   * One question for each of very many names: guesses, permutations, look-alikes. Every name comes out once, in the order
   * of the answers, and no more are read from the input than the reader keeps up with. Through the session's resolvers,
   * with a budget of its own (`bulkBudget`); nothing is cached. Over TLS and HTTPS or by iteration it is slow.
   */
  resolveMany: ResolveMany;
  /** Messages that were sent to DNS servers so far, those of `resolveMany` among them. */
  queries(): number;
  /** Drops the sockets. Calls under way come out unknown. */
  close(): Promise<void>;
}
