import type { TrustAnchor } from '@cyborux/engine/protocols/dnssec.ts';
import type { TlsScript } from './tls-script/flight.ts';

/** A small internet as data. Every fault in it is declared beside the zone that has it. */
export interface ZoneSpec {
  /** `acme.test` */
  name: string;
  /** Lines of a zone file (RFC 1035 section 5.1): owner (relative or absolute), TTL, type, rdata. No directives. */
  records: readonly string[];
  /**
   * Records of very many hosts, made when a server of the zone is first asked, and the addresses that they lead to. No
   * reverse names, no signatures.
   */
  many?: { records(): readonly string[]; addresses: readonly string[] };
  /** The servers that listen; NS hosts of the delegation in the parent, with glue. */
  nameServers: readonly NameServerSpec[];
  /** What the parent says instead: NS hosts, each with the glue given (none without an address). */
  delegation?: readonly DelegatedServerSpec[];
  /** Default: not signed. */
  signed?: SigningSpec;
  /**
   * PTR records of addresses in the zone: another name, `null` for none, or what the servers do when asked. Default: the
   * first name that has the address.
   */
  pointers?: Readonly<Record<string, string | null | { behaviour: NameServerBehaviour }>>;
  sites: readonly SiteSpec[];
  mail: readonly MailSpec[];
  /** What the third parties say of this domain. */
  knownTo: KnownTo;
  /** How third parties behave towards questions about this domain. Default: they answer. */
  standIns?: Readonly<Partial<Record<StandInName, StandInBehaviour>>>;
  faults: readonly Fault[];
  /** There for the sake of others (a block list, a provider): nobody analyses it. */
  support?: boolean;
  /** The analysis of this zone must report no finding worse than info. */
  healthy?: boolean;
  /** Codes whose check must come out `open` at the entity: the fact cannot be had. */
  open?: readonly Fault[];
}

/** A planted fault: what a right analysis reports, and where. */
export interface Fault {
  /** Finding code, `<check>/<finding>`. */
  code: string;
  /** Entity key, `FQDN:www.acme.test`. */
  entity: string;
}

export type NameServerBehaviour =
  | 'answer'
  | 'silent'
  | 'refuse'
  | 'servfail'
  /** Answers, but not for this zone: no AA bit, an upward referral. */
  | 'lame'
  /** As it should, but without the AA bit. */
  | 'not-authoritative'
  /** NXDOMAIN of the zone, whatever there is. */
  | 'nxdomain'
  | 'notimp'
  /** Sets TC on every UDP answer; TCP works. */
  | 'truncate'
  /** Sets TC on UDP and refuses TCP. */
  | 'truncate-no-tcp'
  /** A packet whose names point at themselves. */
  | 'compression-loop'
  | { slowMs: number };

export interface NameServerSpec {
  /** `ns1.acme.test` */
  name: string;
  address: string;
  behaviour?: NameServerBehaviour;
  /** Answers to these names (lower case, exact), or to one type of a name (`acme.test TXT`), differ from `behaviour`. */
  byName?: Readonly<Record<string, NameServerBehaviour>>;
  /** Lines of a zone file. Here, they stand in the place of the zone's records of the same owner and type. */
  replace?: readonly string[];
  /** Serves a signed zone without keys, signatures and proofs. */
  unsigned?: boolean;
  /** Hands out the zone (AXFR over TCP). Default: REFUSED. `silent` never answers such a question. */
  transfer?: 'allowed' | 'silent';
  /** Departures from the protocol, in answers about this zone. */
  quirks?: readonly NameServerQuirk[];
  /**
   * Of the address, whatever zone is asked for: `refused` has nothing that listens, `tcp-refused` and `tcp-silent` are
   * about TCP alone. Default: both are open.
   */
  port?: 'refused' | 'tcp-refused' | 'tcp-silent';
  /** Of the address: resolves foreign names for everyone (`open`), or leaves such questions unanswered (`silent`). */
  recursion?: 'open' | 'silent';
  /** Of the address: the answer to CHAOS `version.bind`. Default: REFUSED. `null`: silence. */
  version?: string | null;
}

export type NameServerQuirk =
  /** Questions with an OPT record: FORMERR without one, silence, or an answer that has none. */
  | 'edns-formerr'
  | 'edns-silent'
  | 'edns-ignored'
  /** A version of EDNS above 0 is answered as if it were 0, or not at all. */
  | 'edns-version-ignored'
  | 'edns-version-silent'
  /** An option that nobody knows comes back, or leads to FORMERR, or to silence. */
  | 'edns-option-echoed'
  | 'edns-option-formerr'
  | 'edns-option-silent'
  /** Sends answers over UDP that are larger than the asker takes. */
  | 'oversized'
  /** The question comes back in lower case. */
  | 'case-folded'
  | 'case-silent'
  /** Refers questions about names of other zones to the root. */
  | 'upward-referral'
  /** AAAA of a name that has none. */
  | 'aaaa-nxdomain'
  | 'aaaa-servfail'
  | 'aaaa-silent'
  /** Types above 255, CAA left out. */
  | 'unknown-type-notimp'
  | 'unknown-type-silent';

export interface DelegatedServerSpec {
  name: string;
  /** One entry for each. */
  address?: string;
}

/** Mnemonics of IANA's registry, with numbers 5, 7, 8, 10, 13, 14, 15 and 16. */
export type SigningAlgorithm =
  | 'RSASHA1'
  | 'RSASHA1-NSEC3-SHA1'
  | 'RSASHA256'
  | 'RSASHA512'
  | 'ECDSAP256SHA256'
  | 'ECDSAP384SHA384'
  | 'ED25519'
  | 'ED448';

/** SHA-1, SHA-256, SHA-384. */
export type DigestType = 1 | 2 | 4;

/** How a zone is signed. `{}` is in order: one ECDSA key, NSEC3 without iterations and salt, DS with SHA-256, CDS, CDNSKEY. */
export interface SigningSpec {
  algorithm?: SigningAlgorithm;
  /** Default 2048. */
  rsaBits?: number;
  /** One key that signs all, or one for the keys and one for the rest. Default: one. */
  keys?: 'csk' | 'ksk-zsk';
  denial?: 'nsec' | Nsec3Spec;
  /** Days from the start of the lab. Default: signed 2 days ago, and for 28 days to come. */
  signaturesFrom?: number;
  signaturesUntil?: number;
  /** Default: SHA-256. */
  digests?: readonly DigestType[];
  /**
   * The DS set in the parent: none (an island), only of a key that the zone does not have, one such beside the right
   * one, or the right key tag with a wrong digest.
   */
  ds?: 'none' | 'foreign' | 'extra-foreign' | 'wrong-digest';
  /** CDS and CDNSKEY: none, or those of another key. Default: both as the DS set should be. */
  childRecords?: 'none' | 'cds-foreign' | 'cdnskey-foreign';
  /** Signatures that do not verify: `@ SOA`, `www A`, `* DNSKEY` (any owner), `@ *`. */
  broken?: readonly string[];
  /** RRsets without signatures, in the same form. */
  unsigned?: readonly string[];
  /** RRsets whose signatures ended yesterday, in the same form. */
  expired?: readonly string[];
  /** What goes out to prove that something is not there: nothing, or the wrong records. */
  denialFault?: 'missing' | 'wrong';
}

/** RFC 5155; what RFC 9276 asks for is the default. */
export interface Nsec3Spec {
  iterations?: number;
  /** Hex. */
  salt?: string;
  optOut?: boolean;
}

export interface SiteSpec {
  /** Host name that is asked for (Host header, SNI). */
  host: string;
  address: string;
  http?: PageSpec | 'redirect-to-https' | PortBehaviour;
  https?:
    | { page: PageSpec; certificate: CertificateSpec; versions?: TlsVersionsSpec; tls?: TlsSpec }
    | PortBehaviour;
}

/** `refuse` is a reset on connect; `silent` neither accepts nor refuses; `drip` sends one byte a second, without end. */
export type PortBehaviour = 'refuse' | 'silent' | 'drip' | 'garbage';

export interface PageSpec {
  status?: number;
  /** Sent as they are, in this order, duplicates too. */
  headers?: readonly (readonly [string, string])[];
  body?: string;
  /** What is answered at paths of their own (`/robots.txt`). */
  paths?: Readonly<Record<string, PageSpec>>;
  /** At every other path but `/`. Default: the page itself. */
  elsewhere?: PageSpec;
  /** What is wrong with the way it is sent; `reflect-origin` lets any site read it with the visitor's cookies. */
  trick?:
    | 'gzip-bomb'
    | 'redirect-loop'
    | 'huge-headers'
    | 'endless-chunks'
    | 'invalid-utf8'
    | 'challenge'
    | 'reflect-origin';
}

export interface CertificateSpec {
  /** dNSName entries; the first is the subject's CN too. */
  names: readonly string[];
  /** Common name of the authority that issues, itself under the lab's root. Default: the lab's own. */
  authority?: string;
  fault?: 'expired' | 'not-yet-valid' | 'self-signed' | 'unknown-ca' | 'incomplete-chain' | 'weak-key';
  /** Default: the leaf, then its issuer. `long` has two intermediates, the others something wrong with what is sent. */
  chain?: 'long' | 'wrong-order' | 'with-root' | 'with-stranger';
  /** The leaf is signed with SHA-1. Default: SHA-256. */
  signedWith?: 'sha1';
  /** Extended key usage. Default: server. */
  purpose?: 'client';
  /** Timestamps of certificate transparency, which no log made. Default: embedded. */
  timestamps?: 'none';
  /** The leaf demands a staple (RFC 7633), and the server sends one or not. */
  mustStaple?: 'stapled' | 'not-stapled';
  /** Default: ECDSA with P-256. `rsa` has 2048 bits. */
  key?: 'rsa';
  /** The key is the one of this text (`seeded-key.ts`), so that records can name it. ECDSA with P-256. */
  keySeed?: string;
  /** Days from now until notAfter. Default 60 (or in the past for `expired`). */
  validDays?: number;
}

/** How the TLS of a site differs from a well-kept one's; sites at one address share it. */
export type TlsSpec =
  | {
      /** OpenSSL's words; with `@SECLEVEL=0` what is weak too. */
      ciphers?: string;
      signatures?: string;
      groups?: string;
    }
  /** A server that speaks what nobody ships any more, and never ends a handshake: there is no page. */
  | { script: Omit<TlsScript, 'certificate' | 'issuers' | 'key'> };

export interface TlsVersionsSpec {
  min: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  max: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
}

export interface MailSpec {
  host: string;
  address: string;
  /** Default 25. */
  port?: number;
  banner?: string;
  starttls?: 'offered' | 'not-offered' | 'refused';
  /** Default: 1.2 and 1.3. */
  versions?: TlsVersionsSpec;
  certificate?: CertificateSpec;
  /** To a recipient, whoever it is: no mail is taken here after all. `deferred` puts off. Default: refused. */
  relay?: 'refused' | 'accepted' | 'deferred';
  behaviour?: PortBehaviour | 'reject-554';
}

/** The third parties over HTTPS. Team Cymru's answers are a zone. */
export type StandInName =
  | NameListName
  | 'crtsh'
  | 'certspotter'
  | 'greynoise'
  | 'hibp'
  | 'hudson-rock'
  | 'internetdb'
  | 'rdap'
  | 'rdap-bootstrap';

/** Third parties that list names below a domain. */
export type NameListName =
  | 'anubis'
  | 'columbus'
  | 'common-crawl'
  | 'hackertarget'
  | 'rapiddns'
  | 'shodan-ct'
  | 'subdomain-center'
  | 'thc'
  | 'wayback';

export type StandInBehaviour = 'answer' | 'slow' | 'down' | 'rate-limited' | 'empty' | 'malformed';

export interface KnownTo {
  /** Names (wildcards allowed) in certificates that crt.sh has logged. */
  crtsh: readonly string[];
  certspotter: readonly string[];
  /** Names that the others list, without wildcards. */
  names?: Readonly<Partial<Record<NameListName, readonly string[]>>>;
  /** Names in one logged certificate. Default 2. */
  namesPerCertificate?: number;
  /** Entries in DNS block lists about the domain or its addresses. */
  blockLists?: readonly BlockListSpec[];
  /** By address: what GreyNoise takes it for. */
  greynoise?: Readonly<Record<string, 'benign' | 'malicious' | 'unknown'>>;
  /** Breaches of the site. */
  hibp?: readonly { name: string; date: string; accounts: number; dataClasses: readonly string[] }[];
  /** Credentials in infostealer logs. */
  hudsonRock?: { employees: number; users: number; lastEmployeeDaysAgo: number };
  /** By address: what Shodan saw there. */
  internetdb?: Readonly<Record<string, { ports: readonly number[]; hostnames: readonly string[] }>>;
  rdap?: {
    registrar: string;
    createdAt: string;
    /** Days from now. */
    expiresInDays: number;
    statuses: readonly string[];
    secureDns: boolean;
    abuseEmail: string;
    registrantOrganization?: string;
  };
}

export interface BlockListSpec {
  /** `zen.spamhaus.org` */
  list: string;
  /** An address, or a domain name. */
  subject: string;
  /** The A record that is answered, or what the servers do when asked. */
  says: string | { behaviour: NameServerBehaviour };
}

/** Address blocks of the documentation ranges as their AS announces them (Team Cymru's DNS answers). */
export interface NetworkSpec {
  prefix: string;
  asn: number;
  holder: string;
  country: string;
  registry: 'arin' | 'ripencc' | 'apnic' | 'lacnic' | 'afrinic';
}

/** What a client of the lab needs to see it as the internet. Plain JSON, so that it can cross processes. */
export interface LabNetwork {
  /** `address:port` of the recursive resolver on loopback. */
  resolvers: readonly string[];
  /** (address, port) of the lab's internet to (host, port) on loopback. */
  routes: readonly { address: string; port: number; to: { host: string; port: number } }[];
  /** PEM of the lab's root certificates. */
  roots: readonly string[];
  rootServers: readonly { name: string; address: string }[];
  /** The DS of the lab's root zone. */
  anchors: readonly TrustAnchor[];
}
