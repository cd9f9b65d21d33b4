/** A small internet as data. Every fault in it is declared beside the zone that has it. */
export interface ZoneSpec {
  /** `acme.test` */
  name: string;
  /** Lines of a zone file (RFC 1035 section 5.1): owner (relative or absolute), TTL, type, rdata. No directives. */
  records: readonly string[];
  /** NS hosts of the delegation in the parent, with glue; the servers that listen there. */
  nameServers: readonly NameServerSpec[];
  sites: readonly SiteSpec[];
  mail: readonly MailSpec[];
  /** What the third parties say of this domain. */
  knownTo: KnownTo;
  /** How third parties behave towards questions about this domain. Default: they answer. */
  standIns?: Readonly<Partial<Record<StandInName, StandInBehaviour>>>;
  faults: readonly Fault[];
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
  byName?: Record<string, NameServerBehaviour>;
}

export interface SiteSpec {
  /** Host name that is asked for (Host header, SNI). */
  host: string;
  address: string;
  http?: PageSpec | 'redirect-to-https' | PortBehaviour;
  https?: { page: PageSpec; certificate: CertificateSpec; versions?: TlsVersionsSpec } | PortBehaviour;
}

/** `refuse` is a reset on connect; `silent` neither accepts nor refuses; `drip` sends one byte a second, without end. */
export type PortBehaviour = 'refuse' | 'silent' | 'drip' | 'garbage';

export interface PageSpec {
  status?: number;
  /** Sent as they are, in this order, duplicates too. */
  headers?: readonly (readonly [string, string])[];
  body?: string;
  /** What is wrong with the way it is sent. */
  trick?: 'gzip-bomb' | 'redirect-loop' | 'huge-headers' | 'endless-chunks' | 'invalid-utf8' | 'challenge';
}

export interface CertificateSpec {
  /** dNSName entries; the first is the subject's CN too. */
  names: readonly string[];
  fault?: 'expired' | 'not-yet-valid' | 'self-signed' | 'unknown-ca' | 'incomplete-chain' | 'weak-key';
  /** Default: ECDSA with P-256. `rsa` has 2048 bits. */
  key?: 'rsa';
  /** Days from now until notAfter. Default 60 (or in the past for `expired`). */
  validDays?: number;
}

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
  certificate?: CertificateSpec;
  behaviour?: PortBehaviour | 'reject-554';
}

/** The third parties over HTTPS. Team Cymru's answers are a zone. */
export type StandInName = 'crtsh' | 'certspotter' | 'rdap' | 'rdap-bootstrap';

export type StandInBehaviour = 'answer' | 'slow' | 'down' | 'rate-limited' | 'empty' | 'malformed';

export interface KnownTo {
  /** Names (wildcards allowed) in certificates that crt.sh has logged. */
  crtsh: readonly string[];
  certspotter: readonly string[];
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
}
