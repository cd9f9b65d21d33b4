import { ROOT_ANCHORS, readAnchors, type TrustAnchor } from './dnssec-anchors.ts';
import { type Judgement, judge } from './dnssec-answer.ts';
import { newBudget } from './dnssec-budget.ts';
import { type Chain, newChain } from './dnssec-chain.ts';
import type { BogusReason, InsecureReason, UnknownAnswer } from './dnssec-failure.ts';
import { type Name, nameText, parseName, sameName } from './dnssec-name.ts';
import { type DnssecZone, newZoneReport } from './dnssec-report.ts';
import type { DnssecQuery, Session } from './dnssec-session.ts';
import { typeCode } from './dnssec-type.ts';

export { type DnskeyAnchor, type DsAnchor, ROOT_ANCHORS, type TrustAnchor } from './dnssec-anchors.ts';
export type { DnssecRecord, DnssecReply } from './dnssec-answer.ts';
export type { DenialKind } from './dnssec-denial.ts';
export type { BogusReason, InsecureReason, UnknownAnswer } from './dnssec-failure.ts';
export type { DnssecDs, DnssecKey, DnssecZone } from './dnssec-report.ts';
export type { DnssecAnswer, DnssecQuery } from './dnssec-session.ts';

/** More CNAMEs in a row than anybody needs. */
const MAX_ALIASES = 12;

export interface DnssecQuestion {
  name: string;
  /** `A`, `MX`, `TYPE65`. */
  type: string;
}

export interface DnssecOptions {
  /** Default: the root's. */
  anchors?: readonly TrustAnchor[];
  now: Date;
}

/** RFC 4033 section 5, whose "indeterminate" is unknown here. */
export type DnssecResult = {
  /** One sentence for a person. */
  detail: string;
  /** The zone, or the cut to it, where it was decided. Lower case, no trailing dot, the root `.`. */
  zone: string;
  /** From the anchor down, each zone once. */
  chain: readonly DnssecZone[];
  /** The names that CNAME and DNAME led through, the asked name left out. */
  aliases: readonly string[];
  /** What was answered in the end; only with `secure` is it proven. null when there is no answer. */
  answer: Judgement['reply'];
} & (
  | { state: 'secure'; reason: 'validated' }
  | { state: 'insecure'; reason: InsecureReason }
  | { state: 'bogus'; reason: BogusReason }
  | { state: 'unknown'; reason: UnknownAnswer }
);

/**
 * Validates the answer to one question (RFC 4033 to 4035, 5155, 6840), by the way down from a trust anchor. `query` is
 * given by the caller: it hands out raw responses, or an unknown. Whatever a server does, there is a result, and it costs a
 * bounded number of queries, signatures and hashes; an unanswered question is unknown, never bogus. Throws a TypeError when
 * `name` is no domain name, `type` is no type of signed records, or an anchor is none.
 *
 * ```ts
 * const result = await validate({ name: 'example.com', type: 'A' }, query, { anchors: ROOT_ANCHORS, now: new Date() });
 * ```
 */
export async function validate(
  question: DnssecQuestion,
  query: DnssecQuery,
  { anchors = ROOT_ANCHORS, now }: DnssecOptions,
): Promise<DnssecResult> {
  const asked = parseName(question.name);
  const type = typeCode(question.type);
  if (asked === null) throw new TypeError('not a domain name');
  if (type === null) throw new TypeError('not a type of signed records');
  const session: Session = {
    query,
    anchors: readAnchors(anchors),
    now: Math.floor(now.getTime() / 1000),
    budget: newBudget(),
    dotted: question.name.endsWith('.'),
    messages: new Map(),
    chain: [],
  };
  const chain = newChain(session);
  const aliases: Name[] = [];
  let name = asked;
  let worst: Judgement | null = null;
  for (;;) {
    const judgement = await judge(chain, name, type);
    noteState(session.chain, judgement.zone, judgement.state);
    worst = worst === null || WORSE[judgement.state] > WORSE[worst.state] ? judgement : worst;
    if (judgement.alias === null || WORSE[judgement.state] > WORSE.insecure) {
      return resultOf(chain, worst, judgement.reply, aliases);
    }
    const next = judgement.alias;
    aliases.push(next);
    if (sameName(next, asked) || aliases.slice(0, -1).some((each) => sameName(each, next))) {
      return resultOf(chain, looping(name), null, aliases);
    }
    if (aliases.length > MAX_ALIASES) return resultOf(chain, looping(name), null, aliases);
    name = next;
  }
}

const WORSE = { secure: 0, insecure: 1, unknown: 2, bogus: 3 } as const;

function looping(name: Name): Judgement {
  const detail = `Aliases lead on and on at ${nameText(name)}.`;
  return { state: 'unknown', reason: 'alias-loop', detail, zone: name, reply: null, alias: null };
}

function resultOf(
  { session }: Chain,
  { state, reason, detail, zone }: Judgement,
  answer: Judgement['reply'],
  aliases: readonly Name[],
): DnssecResult {
  // Each state is made with reasons of its own: dnssec-failure.ts.
  return {
    state,
    reason,
    detail,
    zone: nameText(zone),
    chain: session.chain,
    aliases: aliases.map(nameText),
    answer,
  } as DnssecResult;
}

/** Tells at which zone of the chain the way ended; a cut that leads to no signed zone stands there too. */
function noteState(chain: DnssecZone[], zone: Name, state: DnssecZone['state']): void {
  if (state === 'secure') return;
  const name = nameText(zone);
  const known = chain.find((each) => each.zone === name);
  if (known !== undefined) known.state = state;
  else if (state === 'insecure') chain.push({ ...newZoneReport(zone), state });
}
