/**
 * ECMA-48 escape sequences: CSI with its parameters, a terminated OSC, DCS, SOS, PM or APC string, and the short
 * ones. No class holds what opens a sequence, so that each character is read once.
 */
const ESCAPE_SEQUENCE =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-OQ-WYZ\\`-~]/g;

/** Whatever ends a line or moves along it, in any terminal or viewer. */
const LINE_BREAKS = /\r\n|[\t\n\v\f\r\x85\u2028\u2029]/g;

/**
 * Controls (Cc), invisible format characters with the bidi controls and tags among them (Cf), lone surrogates (Cs),
 * fillers that show nothing, and the variation selectors that can carry a hidden text.
 */
const UNSEEN =
  /\u034f|[\p{Cc}\p{Cf}\p{Cs}\u115f\u1160\u3164\uffa0]|[\u180b-\u180f]|[\u17b4\u17b5]|[\u{e0100}-\u{e01ef}]/gu;

const REPLACEMENT = '\ufffd';
const ELLIPSIS = '…';

/**
 * Untrusted text in a form that may be shown on a terminal, in a log line or as evidence: one line, in the order in
 * which it is written, each character to be seen. Terminal escapes are dropped; a character that would not be seen
 * is replaced by U+FFFD, so that its presence is told.
 * @param maxLength in UTF-16 code units, the ellipsis of a text that was cut included
 */
export function visible(text: string, maxLength: number): string {
  const shown = text.replace(ESCAPE_SEQUENCE, '').replace(LINE_BREAKS, ' ').replace(UNSEEN, REPLACEMENT);
  return cut(shown, maxLength);
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  if (maxLength < 1) return '';
  const end = maxLength - 1;
  const splitsPair = /[\ud800-\udbff]/.test(text[end - 1] ?? '');
  return text.slice(0, splitsPair ? end - 1 : end) + ELLIPSIS;
}
