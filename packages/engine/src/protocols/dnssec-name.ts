/**
 * A domain name as its labels from left to right, the root being none: lower case (RFC 4034 section 6.2), one
 * character for one octet. Whatever a label holds is kept, dots too.
 */
export type Name = readonly string[];

const MAX_OCTETS = 255;
const MAX_LABEL = 63;

/** Presentation form (RFC 1035 section 5.1), absolute whether it ends in a dot or not; null when it is no name. */
export function parseName(text: string): Name | null {
  if (text === '' || text === '.') return [];
  if (text.length > 4 * MAX_OCTETS) return null;
  const labels: string[] = [];
  let label = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '.') {
      labels.push(label);
      label = '';
    } else if (character === '\\') {
      const escaped = /^\d{3}/.exec(text.slice(at + 1, at + 4))?.[0] ?? text.charAt(at + 1);
      label += escaped.length === 3 ? String.fromCharCode(Number(escaped)) : escaped;
      at += Math.max(1, escaped.length);
    } else label += character;
  }
  if (label !== '') labels.push(label);
  const name = labels.map(lowerCase);
  const fits = name.every((each) => each !== '' && each.length <= MAX_LABEL && /^[\0-\xff]*$/.test(each));
  return fits && octetsOf(name) <= MAX_OCTETS ? name : null;
}

/** Lower case, no trailing dot, the root as `.`; octets that would be misread are escaped. */
export function nameText(name: Name): string {
  if (name.length === 0) return '.';
  return name
    .map((label) =>
      label.replace(/[^!-~]|[.\\"();@$]/g, (character) =>
        /[!-~]/.test(character) ? `\\${character}` : `\\${String(character.charCodeAt(0)).padStart(3, '0')}`,
      ),
    )
    .join('.');
}

/** ASCII letters alone: other octets have no case in the DNS (RFC 4343). */
export function lowerCase(label: string): string {
  return label.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Octets on the wire, the root's included. */
export function octetsOf(name: Name): number {
  let octets = 1;
  for (const label of name) octets += label.length + 1;
  return octets;
}

export function nameBytes(name: Name): Buffer {
  const parts = name.map((label) => String.fromCharCode(label.length) + label);
  return Buffer.from(`${parts.join('')}\0`, 'latin1');
}

/** Equal names have equal keys. */
export function nameKey(name: Name): string {
  return nameText(name);
}

export function sameName(one: Name, other: Name): boolean {
  return one.length === other.length && isWithin(one, other);
}

/** Is the name the ancestor itself or below it? */
export function isWithin(name: Name, ancestor: Name): boolean {
  const offset = name.length - ancestor.length;
  return offset >= 0 && ancestor.every((label, index) => label === name[offset + index]);
}

/** The rightmost labels. */
export function ancestorOf(name: Name, labels: number): Name {
  return name.slice(name.length - labels);
}

export function parentOf(name: Name): Name {
  return name.slice(1);
}

/** The longest name that both are at or below. */
export function commonAncestor(one: Name, other: Name): Name {
  const most = Math.min(one.length, other.length);
  let shared = 0;
  while (shared < most && one[one.length - 1 - shared] === other[other.length - 1 - shared]) shared += 1;
  return ancestorOf(one, shared);
}

/** Canonical order (RFC 4034 section 6.1): by label from the right, as octets. */
export function compareNames(one: Name, other: Name): number {
  const most = Math.min(one.length, other.length);
  for (let back = 1; back <= most; back += 1) {
    const left = one[one.length - back] ?? '';
    const right = other[other.length - back] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return one.length - other.length;
}
