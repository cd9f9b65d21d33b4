/**
 * What jsonb and text columns cannot hold is taken out: NUL goes, a lone surrogate becomes U+FFFD. Scanned data may
 * hold both, in keys too.
 */
export function storable<T>(value: T): T {
  const json = JSON.stringify(value);
  const clean = cleanJson(json);
  return clean === json ? value : JSON.parse(clean);
}

/** JSON.stringify writes both as escapes; a backslash that is escaped itself must not be taken for their start. */
function cleanJson(json: string): string {
  if (!json.includes('\\u')) return json;
  return json.replace(/\\(u0000|ud[89a-f][\da-f]{2}|.)/g, (sequence, code: string) => {
    if (code === 'u0000') return '';
    return code.startsWith('ud') ? '\ufffd' : sequence;
  });
}
