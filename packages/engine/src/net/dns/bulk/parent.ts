/** The name without its first label, in lower case; empty for a single label. An escaped dot parts nothing. */
export function parentOf(name: string): string {
  for (let at = 0; at < name.length; at++) {
    if (name[at] === '\\') at += 1;
    else if (name[at] === '.') return canonical(name.slice(at + 1));
  }
  return '';
}

export function canonical(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') && !lower.endsWith('\\.') ? lower.slice(0, -1) : lower;
}
