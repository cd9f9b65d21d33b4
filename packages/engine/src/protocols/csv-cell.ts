/**
 * What spreadsheets take for the start of a formula, after whatever they skip before it; full-width signs count too.
 * TAB, CR and LF are counted as well: programs split cells at them.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u;

/** Semicolon and TAB separate cells where the comma is the decimal sign. */
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/**
 * One field of a CSV record (RFC 4180 section 2). A text that a spreadsheet would run as a formula is led by an
 * apostrophe; numbers are told as they are. null and undefined are the empty field.
 */
export function csvCell(value: string | number | bigint | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  if (FORMULA.test(value)) return quoted(`'${value}`);
  return NEEDS_QUOTES.test(value) ? quoted(value) : value;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
