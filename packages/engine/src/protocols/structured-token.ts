const TOKEN = String.raw`[A-Za-z*][!#$%&'*+.^_\x60|~0-9A-Za-z:/-]*`;
const VALUE = [
  TOKEN,
  String.raw`-?\d{1,15}(?:\.\d{1,3})?`,
  String.raw`"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"`,
  ':[A-Za-z0-9+/=]*:',
  String.raw`\?[01]`,
].join('|');
const PARAMETER = new RegExp(`; *[a-z*][a-z0-9_.*-]*(?:=(?:${VALUE}))?`, 'y');
const BARE = new RegExp(TOKEN, 'y');

/** The token that a field with one structured item holds, its parameters left aside (RFC 9651 section 4.2). */
export function structuredToken(value: string): string | null {
  const text = value.replace(/^ +/, '').replace(/ +$/, '');
  BARE.lastIndex = 0;
  const token = BARE.exec(text)?.[0];
  let at = token?.length ?? 0;
  while (at < text.length && token !== undefined) {
    PARAMETER.lastIndex = at;
    const parameter = PARAMETER.exec(text)?.[0];
    if (parameter === undefined) return null;
    at += parameter.length;
  }
  return token ?? null;
}
