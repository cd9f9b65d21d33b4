/** How many questions may be under way at one resolver, and how long one waits: both learnt from what comes back. */
export interface Window {
  size(): number;
  /** Milliseconds to wait for a question that was lost so many times before. */
  patience(losses: number): number;
  /** A question goes out. What comes of it is told with the round that it belongs to. */
  sent(): Round;
  answered(round: Round, ms: number): void;
  lost(round: Round): void;
  /** Begins again with few questions. */
  shrink(): void;
}

/**
 * Questions that went out one after the other, judged once the fate of all is known: a loss is known long after the answers
 * to the questions beside it, so that what comes in at one time tells nothing of the share.
 */
export interface Round {
  sent: number;
  good: number;
  bad: number;
  isFull: boolean;
  /** Times that the window had closed when the round began. */
  closings: number;
}

export interface WindowOptions {
  initial: number;
  max: number;
  timeoutMs: number;
}

/** Loss that is no sign of overload: a bad line loses as much without any load. */
const TOLERATED_LOSS = 0.2;
/** Questions at least: of fewer, chance alone often takes a fifth. */
const ROUND = 100;
const SMALLEST = 4;
const SHORTEST_WAIT = 200;

/**
 * The window doubles with each round until the first heavy loss, then grows by a sixteenth, and halves when more than a
 * fifth is lost. The wait is that of TCP (RFC 6298 section 2), doubled for each loss.
 */
export function createWindow({ initial, max, timeoutMs }: WindowOptions): Window {
  const floor = Math.min(SMALLEST, max);
  let size = Math.min(initial, max);
  let isSteep = true;
  let closings = 0;
  let smoothed = -1;
  let deviation = 0;
  let current = begin();

  function begin(): Round {
    return { sent: 0, good: 0, bad: 0, isFull: false, closings };
  }

  const judge = (round: Round) => {
    if (!round.isFull || round.good + round.bad < round.sent) return;
    if (round.bad <= round.sent * TOLERATED_LOSS) {
      size = Math.min(max, isSteep ? size * 2 : size + 1 + (size >> 4));
    } else if (round.closings === closings) {
      // Rounds that were under way at the last closing say the same again.
      size = Math.max(floor, size >> 1);
      isSteep = false;
      closings += 1;
    }
  };

  return {
    size: () => size,
    patience(losses) {
      const wait = smoothed < 0 ? timeoutMs : smoothed + 4 * deviation;
      return Math.min(timeoutMs, Math.max(SHORTEST_WAIT, wait) * 2 ** losses);
    },
    sent() {
      const round = current;
      round.sent += 1;
      if (round.sent >= Math.max(size, ROUND)) {
        round.isFull = true;
        current = begin();
      }
      return round;
    },
    answered(round, ms) {
      deviation = smoothed < 0 ? ms / 2 : deviation + (Math.abs(smoothed - ms) - deviation) / 4;
      smoothed = smoothed < 0 ? ms : smoothed + (ms - smoothed) / 8;
      round.good += 1;
      judge(round);
    },
    lost(round) {
      round.bad += 1;
      judge(round);
    },
    shrink() {
      size = floor;
      closings += 1;
    },
  };
}
