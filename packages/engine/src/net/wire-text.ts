const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes of protocols that name no charset: UTF-8 where they are, otherwise Latin-1, in which every byte means something. */
export function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

/** One line without control characters (C0, DEL, C1). */
export function printable(text: string): string {
  return text
    .replaceAll('\t', ' ')
    .replaceAll(/[\x00-\x1f\x7f-\x9f]/g, '')
    .trim();
}

/** NUL becomes the replacement character: JSON stores refuse it. */
export function withoutNul(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}
