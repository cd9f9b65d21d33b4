/** How many questions may be under way at one resolver, and how long one waits: both learnt from what comes back. */
export interface Window {
  size(): number;
  /** Milliseconds to wait for a question that was lost so many times before. */
  patience(losses: number): number;
  answered(ms: number): void;
  lost(): void;
  /** Begins again with few questions. */
  shrink(): void;
}

export interface WindowOptions {
  initial: number;
  max: number;
  timeoutMs: number;
}

/** Loss that is no sign of overload: a bad line loses as much without any load. */
const TOLERATED_LOSS = 0.2;
const SMALLEST = 4;
const SHORTEST_WAIT = 200;

/**
 * Once for each window of outcomes: doubles until the first heavy loss, then grows by a sixteenth, and halves when more
 * than a fifth is lost. The wait is that of TCP (RFC 6298 section 2), doubled for each loss.
 */
export function createWindow({ initial, max, timeoutMs }: WindowOptions): Window {
  const floor = Math.min(SMALLEST, max);
  let size = Math.min(initial, max);
  let isSteep = true;
  let good = 0;
  let bad = 0;
  let smoothed = -1;
  let deviation = 0;

  const endRound = () => {
    if (good + bad < size) return;
    if (bad > (good + bad) * TOLERATED_LOSS) {
      size = Math.max(floor, size >> 1);
      isSteep = false;
    } else {
      size = Math.min(max, isSteep ? size * 2 : size + 1 + (size >> 4));
    }
    good = 0;
    bad = 0;
  };

  return {
    size: () => size,
    patience(losses) {
      const wait = smoothed < 0 ? timeoutMs : smoothed + 4 * deviation;
      return Math.min(timeoutMs, Math.max(SHORTEST_WAIT, wait) * 2 ** losses);
    },
    answered(ms) {
      deviation = smoothed < 0 ? ms / 2 : deviation + (Math.abs(smoothed - ms) - deviation) / 4;
      smoothed = smoothed < 0 ? ms : smoothed + (ms - smoothed) / 8;
      good += 1;
      endRound();
    },
    lost() {
      bad += 1;
      endRound();
    },
    shrink() {
      size = floor;
      good = 0;
      bad = 0;
    },
  };
}
