/** The input, read no further ahead than asked for. */
export interface Feed {
  /** Undefined: none has come yet, or it has ended. */
  take(): string | undefined;
  ended(): boolean;
  /** Tells the input that no more is wanted. */
  stop(): void;
}

const AHEAD = 1_024;

/**
 * @param arrived called when `take` is worth another try
 * @param broken called when the input throws
 */
export function openFeed(
  names: Iterable<string> | AsyncIterable<string>,
  arrived: () => void,
  broken: (error: unknown) => void,
): Feed {
  return Symbol.asyncIterator in names
    ? openAsync(names[Symbol.asyncIterator](), arrived, broken)
    : openSync(names[Symbol.iterator](), broken);
}

function openSync(names: Iterator<string>, broken: (error: unknown) => void): Feed {
  let ended = false;
  return {
    take() {
      if (ended) return undefined;
      try {
        const next = names.next();
        if (next.done !== true) return next.value;
      } catch (error) {
        broken(error);
      }
      ended = true;
      return undefined;
    },
    ended: () => ended,
    stop() {
      if (!ended) names.return?.();
      ended = true;
    },
  };
}

function openAsync(
  names: AsyncIterator<string>,
  arrived: () => void,
  broken: (error: unknown) => void,
): Feed {
  let ready: string[] = [];
  let taken = 0;
  let ended = false;
  let reading = false;

  const read = async () => {
    reading = true;
    try {
      while (!ended && ready.length - taken < AHEAD) {
        const next = await names.next();
        if (next.done === true) ended = true;
        else ready.push(next.value);
        if (ended || ready.length - taken === 1) arrived();
      }
    } catch (error) {
      ended = true;
      broken(error);
    }
    reading = false;
  };

  return {
    take() {
      if (!reading && !ended && ready.length - taken < AHEAD / 2) void read();
      const name = ready[taken];
      if (name === undefined) return undefined;
      taken += 1;
      if (taken === AHEAD) {
        ready = ready.slice(taken);
        taken = 0;
      }
      return name;
    },
    ended: () => ended && taken === ready.length,
    stop() {
      ready = [];
      taken = 0;
      if (!ended) void names.return?.();
      ended = true;
    },
  };
}
