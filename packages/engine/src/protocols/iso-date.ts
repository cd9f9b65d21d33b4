/** RFC 3339 section 5.6, and what is met beside it: no zone, no time of day, a space for the T, `+0000`. */
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?(?:[Zz]|([+-])(\d\d):?(\d\d)))?)?$/;

/**
 * An instant as ISO 8601 in UTC, to the millisecond; a text without a zone is taken for UTC. undefined when the text
 * is not a date, and for the years before 1970, in which some registries' "no date" lies.
 */
export function isoUtc(text: string): string | undefined {
  const match = DATE_TIME.exec(text.trim());
  if (match === null) return undefined;
  const part = (index: number) => Number(match[index] ?? 0);
  const [year, month, day, hour, minute] = [part(1), part(2), part(3), part(4), part(5)];
  // A leap second (RFC 3339 section 5.7) has no place in POSIX time.
  const second = Math.min(part(6), 59);
  const inRange = year >= 1970 && hour < 24 && minute < 60 && part(6) <= 60 && part(9) < 24 && part(10) < 60;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (!inRange || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offsetMinutes = (match[8] === '-' ? -1 : 1) * (part(9) * 60 + part(10));
  const milliseconds = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
  return new Date(
    date.getTime() + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000 + milliseconds,
  ).toISOString();
}
