import type { Entity } from '@cyborux/contract';

/** What an analysis is of. */
export interface Target {
  /** The name that was asked for: a registrable domain or a host under it. A-labels, lower case. */
  name: string;
  /** The registrable domain that it belongs to (public suffix list). */
  registrable: string;
}

/** Is the name the target or below it? */
export function inScope(name: string, target: Target): boolean {
  return name === target.name || name.endsWith(`.${target.name}`);
}

/** Does the entity belong to the inventory? Names must be the target's own; what hangs off them comes with them. */
export function belongs(entity: Entity, target: Target): boolean {
  if (entity.kind === 'FQDN') return inScope(entity.name, target);
  if (entity.kind === 'DomainRecord') return entity.name === target.registrable;
  if (entity.kind === 'DNSRecord') return inScope(entity.attributes.owner ?? '', target);
  return true;
}
