import type { NameListName } from '../spec.ts';
import { type World, zoneOf } from './stand-in.ts';

/** What the third party lists at and below the domain. */
export function knownNames(name: NameListName, domain: string | null, { zones }: World): string[] {
  if (domain === null) return [];
  const names = zoneOf(domain, zones)?.knownTo.names?.[name] ?? [];
  return names.filter((each) => each === domain || each.endsWith(`.${domain}`));
}
