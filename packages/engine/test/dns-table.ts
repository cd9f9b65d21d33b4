import type {
  DnsAnswer,
  DnsRecords,
  DnsType,
  DnsUnknownReason,
  Resolve,
} from '../src/protocols/dns-answer.ts';

type Written = readonly unknown[] | 'nxdomain' | 'nodata' | DnsUnknownReason | DnsAnswer;

export interface DnsTable {
  resolve: Resolve;
  /** The questions so far, `name TYPE`. */
  asked: string[];
}

/** A DNS that knows what is written down, `'example.com A': ['192.0.2.1']`, and refuses every other question. */
export function dnsTable(written: Record<string, Written>): DnsTable {
  const asked: string[] = [];
  async function resolve<T extends DnsType>(name: string, type: T): Promise<DnsAnswer<DnsRecords[T]>> {
    const question = `${name} ${type}`;
    asked.push(question);
    const entry = written[question];
    if (entry === undefined) throw new Error(`nobody wrote down an answer to ${question}`);
    return answerOf(entry) as DnsAnswer<DnsRecords[T]>;
  }
  return { resolve, asked };
}

function answerOf(entry: Written): DnsAnswer {
  if (entry === 'nxdomain' || entry === 'nodata') return { state: 'absent', reason: entry };
  if (typeof entry === 'string') return { state: 'unknown', reason: entry };
  if ('state' in entry) return entry;
  return { state: 'present', records: entry };
}
