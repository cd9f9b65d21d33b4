import { type Unknown, unknown } from '@cyborux/contract';
import type { HelloOutcome } from './ask.ts';
import { asUnknown, isNothing } from './talk.ts';

/** What a server took of a list, in the order in which it did. */
export interface Choices<T> {
  chosen: readonly T[];
  /** Null: what is not chosen was refused. Otherwise why nobody can say. */
  doubt: Unknown | null;
}

/**
 * Offers all, then all but what was chosen (and what is like it), until the server refuses. A refusal without a word counts only if the
 * server still answers the whole offer: it may have had enough of us.
 *
 * @param choiceIn what the answer chose; undefined when it shows no choice
 */
export async function chooseAll<T>(
  candidates: readonly T[],
  ask: (rest: readonly T[]) => Promise<HelloOutcome>,
  choiceIn: (outcome: HelloOutcome & { state: 'answered' }) => T | undefined,
  isAlike: (one: T, other: T) => boolean = (one, other) => one === other,
): Promise<Choices<T>> {
  const chosen: T[] = [];
  let rest = [...candidates];
  while (rest.length > 0) {
    const outcome = await ask(rest);
    if (isNothing(outcome)) return { chosen, doubt: asUnknown(outcome) };
    if (outcome.state === 'refused')
      return { chosen, doubt: await doubtOf(outcome, chosen, candidates, ask) };
    const choice = choiceIn(outcome);
    // Something that was not offered is no choice of ours, and would be chosen for ever.
    if (choice === undefined || !rest.includes(choice)) return { chosen, doubt: null };
    chosen.push(choice);
    rest = rest.filter((candidate) => !isAlike(candidate, choice));
  }
  return { chosen, doubt: null };
}

async function doubtOf<T>(
  refusal: HelloOutcome & { state: 'refused' },
  chosen: readonly T[],
  candidates: readonly T[],
  ask: (rest: readonly T[]) => Promise<HelloOutcome>,
): Promise<Unknown | null> {
  if (refusal.by !== 'closed' && refusal.by !== 'reset') return null;
  if (chosen.length === 0) return null;
  const again = await ask(candidates);
  return again.state === 'answered' ? null : unknown('limited', 'The server stopped answering.');
}
