import type { Trust } from './dnssec-anchors.ts';
import { type Budget, spend } from './dnssec-budget.ts';
import { undecided } from './dnssec-failure.ts';
import { type Name, nameKey, nameText, sameName } from './dnssec-name.ts';
import type { DnssecZone } from './dnssec-report.ts';
import { typeText } from './dnssec-type.ts';
import { parseMessage, type WireMessage } from './dnssec-wire.ts';

/** A response as it came from the wire, or why there is none. */
export type DnssecAnswer = Uint8Array | { state: 'unknown'; reason: string; detail?: string };

/**
 * Asks the DNS one question, with DO=1 (RFC 4035 section 3.2.1) and, of a resolver that validates, CD=1. A question for
 * DS goes to the parent's side of a cut. The type is a mnemonic, or `TYPE123`; names are as in the question, absolute
 * with a trailing dot when the question's name has one. Never throws for an answer that is merely unwelcome.
 */
export type DnssecQuery = (name: string, type: string) => Promise<DnssecAnswer>;

/** What one `validate` carries along. */
export interface Session {
  query: DnssecQuery;
  anchors: readonly Trust[];
  /** Seconds since 1970. */
  now: number;
  budget: Budget;
  dotted: boolean;
  /** By question. */
  messages: Map<string, Promise<WireMessage>>;
  chain: DnssecZone[];
}

const NOERROR = 0;
const NXDOMAIN = 3;
const RCODES: Readonly<Record<number, string>> = { 2: 'servfail', 5: 'refused' };

/** A response that says yes or no. Throws a DnssecFailure for one that says neither. */
export function ask(session: Session, name: Name, type: number): Promise<WireMessage> {
  const key = `${nameKey(name)} ${type}`;
  const known = session.messages.get(key);
  if (known !== undefined) return known;
  const asked = askOnce(session, name, type);
  session.messages.set(key, asked);
  return asked;
}

async function askOnce(session: Session, name: Name, type: number): Promise<WireMessage> {
  spend(session.budget, 'queries', name);
  const question = `${nameText(name)} ${typeText(type)}`;
  const dot = session.dotted && name.length > 0 ? '.' : '';
  const answer = await session.query(`${nameText(name)}${dot}`, typeText(type));
  if (!(answer instanceof Uint8Array)) {
    throw undecided(answer.reason, name, `${question}: no answer (${answer.reason}).`);
  }
  const message = parseMessage(answer);
  const other = message?.question ?? null;
  if (message === null || (other !== null && (other.type !== type || !sameName(other.name, name)))) {
    throw undecided('malformed', name, `${question}: the answer cannot be read.`);
  }
  if (message.truncated) throw undecided('truncated', name, `${question}: the answer is cut off.`);
  if (message.rcode !== NOERROR && message.rcode !== NXDOMAIN) {
    throw undecided(
      RCODES[message.rcode] ?? 'failed',
      name,
      `${question}: the server gives error ${message.rcode}.`,
    );
  }
  return message;
}

export function isNxdomain({ rcode }: WireMessage): boolean {
  return rcode === NXDOMAIN;
}
