import { isoUtc } from './iso-date.ts';

/** An instant as ISO 8601 in UTC, or why there is none. */
export type WrittenDate = { ok: true; at: string } | { ok: false; reason: 'ambiguous' | 'unreadable' };

const MAX_TEXT = 80;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`(?<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})\.?`;
const WEEKDAY = `(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? +)?`;
const DAY = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`;
const YEAR = String.raw`(?<year>\d{4})`;
const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.\d{1,9})?)?`;
const ZONE = String.raw`(?: ?\(?(?<zone>[a-z]{1,5}|(?:utc|gmt)?[+-]\d{1,2}(?::?\d\d)?)\)?)?`;
const TIME = `(?:(?:t|,? +(?:at )?)${CLOCK}${ZONE})?`;
/** The form explained, or a serial number, behind the date. */
const REST = String.raw`(?: *\([ymd/.-]{8,10}\)| *#\d{1,12})?`;

const FORMS = [
  String.raw`${YEAR}(?<mark>[-/.]) ?(?<month>\d{1,2})\k<mark> ?(?<day>\d{1,2})\.?${TIME}`,
  String.raw`${YEAR}(?<month>\d\d)(?<day>\d\d)${TIME}`,
  `${YEAR}[-/ ]${MONTH}[-/ ]${DAY}\\.?${TIME}`,
  String.raw`${WEEKDAY}${DAY}(?:[-/. ]|\. | of )${MONTH}[-/, ] ?${YEAR}${TIME}`,
  `${WEEKDAY}${MONTH} +${DAY},? +${YEAR}${TIME}`,
  `${WEEKDAY}${MONTH} +${DAY} +${CLOCK}${ZONE} +${YEAR}`,
  // Written with dots, the day comes first wherever this is usual (DIN 5008, SFS 4175, CSN 01 6910).
  String.raw`(?<day>\d{1,2})\. ?(?<month>\d{1,2})\. ?${YEAR}\.?${TIME}`,
].map((form) => new RegExp(`^${form}${REST}$`, 'i'));

/** The day first in one country, the month first in another. */
const EITHER_ORDER =
  /^(?<first>\d{1,2})(?<mark>[-/])(?<second>\d{1,2})\k<mark>(?<year>\d{4})(?<rest>(?:t| ).*)?$/i;
/** The century is left to the reader. */
const SHORT_YEAR = /^(?:\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d\d)(?:[t ].*)?$/i;

/** Abbreviations that stand for one offset alone; `EST`, `IST`, `CST`, `BST` do not. */
const ZONES: Readonly<Record<string, string>> = {
  ...{ z: 'Z', utc: 'Z', gmt: 'Z', wet: 'Z', west: '+01:00', cet: '+01:00', cest: '+02:00', eet: '+02:00' },
  ...{ eest: '+03:00', msk: '+03:00', hkt: '+08:00', sgt: '+08:00', jst: '+09:00', kst: '+09:00' },
  ...{ aest: '+10:00', aedt: '+11:00', nzst: '+12:00', nzdt: '+13:00', clt: '-04:00', clst: '-03:00' },
};

/**
 * A date as people and registries write it, beside RFC 3339: `14-Feb-1999`, `2001-Aug-23.`, `1999. 07. 28.`,
 * `Tue Dec 12 2000`, `30.6.2006 00:00:00`. Where the order of day and month, the century or the zone is left open
 * (`05/04/2025`, `EST`), it is `ambiguous`: nothing is guessed. Without a zone it is taken for UTC.
 */
export function writtenDate(written: string): WrittenDate {
  const text = written.trim().replace(/\s+/g, ' ');
  if (text.length > MAX_TEXT) return { ok: false, reason: 'unreadable' };
  const iso = isoUtc(text);
  if (iso !== undefined) return { ok: true, at: iso };
  for (const form of FORMS) {
    const parts = form.exec(text)?.groups;
    if (parts !== undefined) return instant(parts);
  }
  const either = EITHER_ORDER.exec(text)?.groups;
  if (either !== undefined) return ordered(either);
  return { ok: false, reason: SHORT_YEAR.test(text) ? 'ambiguous' : 'unreadable' };
}

function ordered({ first = '', second = '', year = '', rest = '' }: Groups): WrittenDate {
  if (Number(first) <= 12 && Number(second) <= 12 && Number(first) !== Number(second))
    return { ok: false, reason: 'ambiguous' };
  const [month, day] = Number(first) > 12 ? [second, first] : [first, second];
  return writtenDate(`${year}-${month}-${day}${rest}`);
}

type Groups = Readonly<Record<string, string | undefined>>;

function instant({ year, month = '', day = '', hour = '0', minute, second, zone }: Groups): WrittenDate {
  const offset = offsetOf(zone?.toLowerCase());
  if (offset === null) return { ok: false, reason: 'ambiguous' };
  const named = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const date = `${year}-${two(named === 0 ? month : String(named))}-${two(day)}`;
  const at = isoUtc(`${date}T${two(hour)}:${minute ?? '00'}:${second ?? '00'}${offset}`);
  return at === undefined ? { ok: false, reason: 'unreadable' } : { ok: true, at };
}

/** `+03`, `UTC+8`, `CET` as RFC 3339 has them; null when it is not sure which offset is meant. */
function offsetOf(zone = 'z'): string | null {
  const [, sign, hours = '', minutes = '00'] = /([+-])(\d{1,2}):?(\d\d)?$/.exec(zone) ?? [];
  return sign === undefined ? (ZONES[zone] ?? null) : `${sign}${two(hours)}:${minutes}`;
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}
