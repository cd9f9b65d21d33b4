const DELIMITERS = /[\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The lenient date of cookies (RFC 6265bis section 5.1.1). Null when it is none. */
export function parseCookieDate(text: string): Date | null {
  let time: readonly string[] | null = null;
  let day: number | undefined;
  let month: number | undefined;
  let year: number | undefined;
  for (const token of text.slice(0, 256).split(DELIMITERS)) {
    const clock: readonly string[] | null =
      time === null ? /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\D|$)/.exec(token) : null;
    if (clock !== null) {
      time = clock;
      continue;
    }
    const number = /^(\d{1,4})(?:\D|$)/.exec(token)?.[1];
    const named = MONTHS.indexOf(token.slice(0, 3).toLowerCase());
    if (day === undefined && number !== undefined && number.length <= 2) day = Number(number);
    else if (month === undefined && named !== -1) month = named;
    else if (year === undefined && number !== undefined && number.length !== 3)
      year = fullYear(Number(number));
  }
  if (time === null || day === undefined || month === undefined || year === undefined) return null;
  const [hour, minute, second] = [Number(time[1]), Number(time[2]), Number(time[3])];
  if (year < 1601 || hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(Date.UTC(year, month, day, hour, minute, second));
  return date.getUTCMonth() === month && date.getUTCDate() === day ? date : null;
}

function fullYear(year: number): number {
  if (year >= 70 && year <= 99) return year + 1900;
  return year <= 69 ? year + 2000 : year;
}
