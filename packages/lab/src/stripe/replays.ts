import { StripeProblem } from './problem.ts';

export interface Answer {
  status: number;
  body: object;
}

interface Remembered {
  request: string;
  answer: Answer | null;
}

/** Answers by idempotency key: the same request gets the same answer, another one is refused. */
export interface Replays {
  /**
   * @returns what was answered before; null when this is the first time, and the key is taken
   * @throws StripeProblem 400 for another request, 409 while the first is under way
   */
  begin(key: string, request: string): Answer | null;
  end(key: string, answer: Answer): void;
}

export function createReplays(): Replays {
  const remembered = new Map<string, Remembered>();
  return {
    begin(key, request) {
      const before = remembered.get(key);
      if (!before) {
        remembered.set(key, { request, answer: null });
        return null;
      }
      if (before.request !== request) {
        throw new StripeProblem(
          400,
          'idempotency_error',
          `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        );
      }
      if (before.answer === null) {
        throw new StripeProblem(
          409,
          'idempotency_error',
          `There is currently another in-progress request using this Idempotent Key (${key}).`,
          { code: 'idempotency_key_in_use' },
        );
      }
      return before.answer;
    },
    end(key, answer) {
      // Stripe forgets a request that did not begin to run.
      if (answer.status === 400 || answer.status === 401 || answer.status === 404) remembered.delete(key);
      else remembered.set(key, { request: remembered.get(key)?.request ?? '', answer });
    },
  };
}
