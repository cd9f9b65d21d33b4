import type { Entity } from '@cyborux/contract';

/** What an analysis is of. */
export interface Target {
  /** The name that was asked for: a registrable domain or a host under it. A-labels, lower case. */
  name: string;
  /** The registrable domain that it belongs to (public suffix list). */
  registrable: string;
  /** Further domains and hosts that the user counts in, each with all below it. */
  seeds?: readonly Root[];
  /** Names that the user counts out, each with all below it: not in the inventory, and never touched. */
  exclusions?: readonly string[];
}

/** A name that is in scope with all below it. */
export type Root = Pick<Target, 'name' | 'registrable'>;

/** The name that was asked for, then the user's own. */
export function rootsOf({ name, registrable, seeds = [] }: Target): Root[] {
  return [{ name, registrable }, ...seeds.filter((seed) => seed.name !== name)];
}

/** The same scope, seen from the root that the name lies under: probes of a whole domain then look at that one. */
export function targetAt(name: string, target: Target): Target {
  if (target.seeds === undefined || isAtOrBelow(name, target.name)) return target;
  const root = target.seeds.find((seed) => isAtOrBelow(name, seed.name));
  return root === undefined ? target : { ...target, ...root, seeds: rootsOf(target) };
}

/** Is the name one of the roots or below one, and not excluded? */
export function inScope(name: string, target: Target): boolean {
  return (
    !isExcluded(name, target) &&
    (isAtOrBelow(name, target.name) || (target.seeds?.some((seed) => isAtOrBelow(name, seed.name)) ?? false))
  );
}

export function isExcluded(name: string, { exclusions }: Pick<Target, 'exclusions'>): boolean {
  return exclusions?.some((each) => isAtOrBelow(name, each)) ?? false;
}

/** Does the entity belong to the inventory? Names must be the target's own; what hangs off them comes with them. */
export function belongs(entity: Entity, target: Target): boolean {
  if (entity.kind === 'FQDN') return inScope(entity.name, target);
  if (entity.kind === 'DomainRecord') return rootsOf(target).some((root) => root.registrable === entity.name);
  if (entity.kind === 'DNSRecord') return inScope(entity.attributes.owner ?? '', target);
  if (entity.kind === 'URL') return !isExcluded(URL.parse(entity.name)?.hostname ?? '', target);
  if (entity.kind === 'Product') return !isExcluded(entity.attributes.host ?? '', target);
  return true;
}

function isAtOrBelow(name: string, root: string): boolean {
  return name === root || name.endsWith(`.${root}`);
}
