import { unknown } from '@cyborux/contract';
import type { DnssecAnswer } from '../../protocols/dnssec.ts';
import { typeCode } from '../../protocols/dnssec-type.ts';
import { askServers } from './ask-servers.ts';
import type { DnsClient, DnsUnknown } from './client.ts';
import type { Iteration } from './iteration.ts';
import { type DnsMessage, lifetime } from './message.ts';
import { canonicalName } from './name-tree.ts';
import type { DnsServer } from './server.ts';

const RRSIG = 46;
const DNSKEY = 48;
const FAILURE_SECONDS = 5;
const LONGEST_SECONDS = 300;

/** A raw response with its signatures, and how long it may be kept. */
export type AskSigned = (
  name: string,
  type: string,
  signal: AbortSignal,
) => Promise<{ value: DnssecAnswer; seconds: number }>;

/**
 * Asks with DO=1 and CD=1: the recursive resolvers when they hand out the root's signatures, otherwise, and where they
 * give none or no answer, the authoritative servers.
 */
export function createSigned(options: {
  client: DnsClient;
  resolvers: readonly DnsServer[];
  iteration: Iteration;
  /** Ends the first question, which all others wait for. */
  signal: AbortSignal;
}): AskSigned {
  const { client, resolvers, iteration } = options;
  let able: Promise<boolean> | undefined;

  const askResolvers = async (name: string, type: number, signal: AbortSignal) => {
    const question = { name, type, recursion: true, checkingDisabled: true };
    return await askServers(client, resolvers, question, { dnssecOk: true }, signal);
  };
  const giveSignatures = async (): Promise<boolean> => {
    if (resolvers.length === 0) return false;
    const asked = await askResolvers('', DNSKEY, options.signal);
    return asked.state === 'replied' && isSigned(asked.message);
  };
  const iterate = async (
    name: string,
    type: number,
    signal: AbortSignal,
  ): Promise<DnsMessage | DnsUnknown> => {
    const walked = await iteration.walk({ name, type }, true, signal);
    return walked.state === 'answered' ? walked.message : walked;
  };

  return async (name, type, signal) => {
    const code = typeCode(type);
    if (code === null) return kept(unknown('malformed', 'No type of records.'));
    const asked = canonicalName(name);
    able ??= giveSignatures();
    if (!(await able)) return kept(await iterate(asked, code, signal));
    const answer = await askResolvers(asked, code, signal);
    if (answer.state === 'replied' && isSigned(answer.message)) return kept(answer.message);
    // No signature: the zone has none, or they were stripped on the way.
    const own = await iterate(asked, code, signal);
    const isBetter = 'raw' in own && (answer.state === 'unknown' || isSigned(own));
    if (isBetter) return kept(own);
    return kept(answer.state === 'replied' ? answer.message : unknown(answer.reason, answer.detail));
  };
}

function isSigned({ raw }: DnsMessage): boolean {
  return [...raw.answers, ...raw.authority].some(({ type }) => type === RRSIG);
}

function kept(answer: DnsMessage | DnsUnknown): { value: DnssecAnswer; seconds: number } {
  if (!('raw' in answer)) return { value: answer, seconds: FAILURE_SECONDS };
  const ttls = [...answer.raw.answers, ...answer.raw.authority].map(({ ttl }) => lifetime(ttl));
  const seconds = ttls.length === 0 ? FAILURE_SECONDS : Math.min(LONGEST_SECONDS, ...ttls);
  return { value: answer.raw.bytes, seconds };
}
