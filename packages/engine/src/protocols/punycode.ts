const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_CODE = 128;
const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The Punycode of a label (RFC 3492 section 6.3), without `xn--`. Nothing is mapped, nothing is judged. */
export function encodePunycode(label: string): string {
  const codes: number[] = [];
  let output = '';
  for (const char of label) {
    const each = char.codePointAt(0) ?? 0;
    codes.push(each);
    if (each < INITIAL_CODE) output += char;
  }
  const basic = output.length;
  if (basic > 0) output += '-';
  let code = INITIAL_CODE;
  let delta = 0;
  let bias = INITIAL_BIAS;
  for (let written = basic; written < codes.length; ) {
    const next = lowest(codes, code);
    delta += (next - code) * (written + 1);
    code = next;
    for (const each of codes) {
      if (each < code) delta += 1;
      if (each !== code) continue;
      output += integer(delta, bias);
      bias = adapted(delta, written + 1, written === basic);
      delta = 0;
      written += 1;
    }
    delta += 1;
    code += 1;
  }
  return output;
}

function lowest(codes: readonly number[], from: number): number {
  let found = Number.POSITIVE_INFINITY;
  for (const code of codes) if (code >= from && code < found) found = code;
  return found;
}

/** A number of variable length, its least digit first. */
function integer(delta: number, bias: number): string {
  let text = '';
  let rest = delta;
  for (let at = BASE; ; at += BASE) {
    const threshold = Math.min(T_MAX, Math.max(T_MIN, at - bias));
    if (rest < threshold) return text + DIGITS.charAt(rest);
    text += DIGITS.charAt(threshold + ((rest - threshold) % (BASE - threshold)));
    rest = Math.floor((rest - threshold) / (BASE - threshold));
  }
}

function adapted(delta: number, points: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? DAMP : 2));
  rest += Math.floor(rest / points);
  let bias = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; bias += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return bias + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}
