export interface Period {
  start: Date;
  /** When the next one starts. */
  end: Date;
}

/**
 * The month, in UTC, that `now` lies in when months are counted from the day of `anchor`: that of an account made on the
 * 17th goes from the 17th to the 17th. In months that are too short it starts on their last day.
 */
export function periodAt(anchor: Date, now: Date): Period {
  const day = anchor.getUTCDate();
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const start = startIn(year, month, day);
  return now >= start
    ? { start, end: startIn(year, month + 1, day) }
    : { start: startIn(year, month - 1, day), end: start };
}

/** @param month may lie outside of 0 to 11 */
function startIn(year: number, month: number, day: number): Date {
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(day, days)));
}
