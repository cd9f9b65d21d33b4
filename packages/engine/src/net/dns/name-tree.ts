/** Lower case, without the last dot; the root is the empty name. */
export function canonicalName(name: string): string {
  const lower = name.toLowerCase();
  if (lower === '.') return '';
  return lower.endsWith('.') && !lower.endsWith('\\.') ? lower.slice(0, -1) : lower;
}

/** The name without its first label; null for the root. A dot may be escaped (RFC 1035 section 5.1). */
export function parentName(name: string): string | null {
  if (name === '') return null;
  for (let at = 0; at < name.length; at++) {
    if (name[at] === '\\') at += 1;
    else if (name[at] === '.') return name.slice(at + 1);
  }
  return '';
}

/** Is the name the zone's own or below it? */
export function isWithin(name: string, zone: string): boolean {
  if (zone === '' || name === zone) return true;
  let above = parentName(name);
  while (above !== null && above.length > zone.length) above = parentName(above);
  return above === zone;
}

export function labelCount(name: string): number {
  let count = 0;
  for (let above = parentName(name); above !== null; above = parentName(above)) count += 1;
  return count;
}

/** `.` for the root, as people write it. */
export function zoneText(zone: string): string {
  return zone === '' ? '.' : zone;
}
