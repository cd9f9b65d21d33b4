import type { DnsRecords, DnsType, DnsUnknownReason } from '../../../protocols/dns-answer.ts';

/** Already an address: nothing is looked up, and no policy applied. */
export interface BulkServer {
  host: string;
  port: number;
}

export interface BulkOptions<T extends DnsType = DnsType> {
  /** Asked for every name, in turn, each as fast as it answers. */
  resolvers: readonly BulkServer[];
  /**
   * Confirm every hit, judge the resolvers, find wildcards, and are asked where all others fail. Left out: the resolvers
   * are believed.
   */
  trusted?: readonly BulkServer[];
  type: T;
  /** RD. Default true. */
  recursion?: boolean;
  /** Questions that may get lost for one name. Default 10. */
  tries?: number;
  /** Milliseconds that one question waits at most; less where the resolver is quick. Default 3,000. */
  timeoutMs?: number;
  /** Milliseconds without any answer of any resolver after which all names are unknown. Default 30,000. */
  patienceMs?: number;
  /** Questions under way at one resolver. Defaults: 16 at first, 256 at most. */
  window?: { initial?: number; max?: number };
  /** Ports in use at once for one resolver. Default 4, fewer with more than 16 resolvers. */
  ports?: number;
  /** Questions from one port, before another takes its place. Default 10,000. */
  questionsPerPort?: number;
  /** Tell hits from wildcards. Default true. */
  wildcards?: boolean;
  /** Names taken from the input and not yet taken by the reader, at most. Default 16,384. */
  open?: number;
  /** Asked before each message. False: no further one may be sent, and all names are unknown (`budget`). */
  spend?: () => boolean;
  /** Names under way then come out unknown (`canceled`), and the output ends. */
  signal?: AbortSignal;
}

/** Whether the answer is the one that any name under the parent gets. */
export type WildcardVerdict = 'yes' | 'no' | 'unknown';

export type BulkAnswer<T extends DnsType = DnsType> =
  | {
      state: 'present';
      /** Empty when the name is an alias that leads nowhere: the name itself is there. */
      records: readonly DnsRecords[T][];
      /** The names that CNAMEs led through, the asked name left out. */
      aliases: readonly string[];
      ttl: number;
      /** `unknown` also when wildcards are not looked for. */
      wildcard: WildcardVerdict;
    }
  | Absent
  | Failure;

export interface BulkResult<T extends DnsType = DnsType> {
  /** As it came in. */
  name: string;
  answer: BulkAnswer<T>;
}

export type Absent = { state: 'absent'; reason: 'nxdomain' | 'nodata' };
export type Failure = { state: 'unknown'; reason: DnsUnknownReason; detail?: string };
