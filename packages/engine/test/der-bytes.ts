/** DER by hand, so that odd certificates can be made too. */
export function tlv(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const digits = body.length.toString(16);
  const length = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

export function sequence(...parts: Uint8Array[]): Buffer {
  return tlv(0x30, ...parts);
}

export function integer(value: number, tag = 0x02): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return tlv(tag, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]));
}

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80);
  return bytes;
}

export function time(date: Date): Buffer {
  return tlv(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')));
}

export function utf8(text: string): Buffer {
  return tlv(0x0c, Buffer.from(text));
}

/** A distinguished name of these attributes; a type other than the common name by its object identifier. */
export function distinguishedName(
  ...attributes: (string | readonly [type: string, value: Buffer])[]
): Buffer {
  const pairs = attributes.map((each) =>
    typeof each === 'string' ? (['2.5.4.3', utf8(each)] as const) : each,
  );
  return sequence(...pairs.map(([type, value]) => tlv(0x31, sequence(oid(type), value))));
}
