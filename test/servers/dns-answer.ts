import { setTimeout as sleep } from 'node:timers/promises';
import { askServers } from '@cyborux/engine/net/dns/ask-servers.ts';
import { clientOf } from '@cyborux/engine/net/testing/dns-client.ts';
import { typeCode } from '@cyborux/engine/protocols/dnssec-type.ts';

/** The head of an answer from a server on 127.0.0.1. */
export interface AnswerHead {
  rcode: string;
  /** The AD flag: validated. */
  authentic: boolean;
}

const AD = 0x0020;
/** A lost datagram costs half of it, a busy machine a few tries. */
const TRY_MS = 5_000;
const TRIES = 8;

const client = clientOf({ timeoutMs: TRY_MS, tries: TRIES, budget: Number.POSITIVE_INFINITY });

/** Asks for signatures too (DO=1), recursively. */
export async function askHead(
  port: number,
  name: string,
  type: string,
  { checkingDisabled = false } = {},
): Promise<AnswerHead> {
  const question = {
    name: name === '.' ? '' : name,
    type: typeCode(type) ?? 0,
    recursion: true,
    checkingDisabled,
  };
  const manner = { dnssecOk: true, isAnswer: () => true };
  const servers = [{ host: '127.0.0.1', port }];
  const asked = await askServers(client, servers, question, manner, new AbortController().signal);
  if (asked.state === 'unknown') throw new Error(`${name} ${type}: ${asked.detail}`);
  const { rcode, raw } = asked.message;
  return { rcode, authentic: (raw.flags & AD) !== 0 };
}

/** The server accepts before it has read all its zones. */
export async function untilServed(port: number, zones: readonly string[]): Promise<void> {
  for (const zone of zones) {
    for (let attempt = 1; (await askHead(port, zone, 'SOA')).rcode !== 'NOERROR'; attempt += 1) {
      if (attempt === 100) throw new Error(`${zone} is not served`);
      await sleep(50);
    }
  }
}

export type Validity = 'secure' | 'insecure' | 'bogus' | 'unknown';

/** What a validating resolver says of an answer: validated, not signed, refused, or not to be had. */
export async function validity(port: number, name: string, type: string): Promise<Validity> {
  const { rcode, authentic } = await askHead(port, name, type);
  if (rcode === 'NOERROR' || rcode === 'NXDOMAIN') return authentic ? 'secure' : 'insecure';
  const unchecked = await askHead(port, name, type, { checkingDisabled: true });
  return unchecked.rcode === 'NOERROR' || unchecked.rcode === 'NXDOMAIN' ? 'bogus' : 'unknown';
}
