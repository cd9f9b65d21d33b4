import { unknown } from '@cyborux/contract';
import type { NameServer, ServerAnswer } from '../../net.ts';
import type { DnsRecords, DnsType } from '../../protocols/dns-answer.ts';
import type { AskAuthorities } from './authorities.ts';
import { canonicalName } from './name-tree.ts';
import { readAnswer } from './reading.ts';

/** One server's own answer, without recursion. */
export async function askNameServer<T extends DnsType>(
  server: NameServer,
  name: string,
  type: T,
  ask: AskAuthorities,
  signal: AbortSignal,
): Promise<ServerAnswer<DnsRecords[T]>> {
  const asked = canonicalName(name);
  const question = { name: asked, type, recursion: false };
  const outcome = await ask([server], question, { isAnswer: () => true }, signal);
  if (outcome.state === 'unknown') return unknown(outcome.reason, outcome.detail);
  const { durationMs, message } = outcome;
  const { rcode, authoritative } = message;
  const reading = readAnswer(message, asked, type);
  const answer =
    reading.state === 'final'
      ? reading.answer
      : unknown('refused', 'The name is an alias, and the server does not say what is behind it.');
  return { state: 'answered', rcode, authoritative, answer, durationMs };
}
