import { type Entity, type EntityKey, type EntityKind, entityKey } from '@cyborux/contract';
import { isPersonal } from './personal-data.ts';
import { belongs, type Target } from './scope.ts';

export interface Via {
  module: string;
  from: string | null;
}

/** Longer lists tell no more: an address of a thousand names is a shared one. */
const MAX_LIST = 200;
/** Ways to one entity that are remembered. */
const MAX_WAYS = 20;

/** The entities of one scan, merged as they are found. */
export class Inventory {
  readonly #target: Target;
  readonly #personalData: boolean;
  readonly #entities = new Map<EntityKey, Entity>();
  readonly #vias = new Map<EntityKey, string[]>();

  /** @param personalData false: what tells of persons is not taken in */
  constructor(target: Target, personalData = true) {
    this.#target = target;
    this.#personalData = personalData;
  }

  /**
   * Takes an entity in, or more of what is known of one.
   * `news`: the merged entity when anything about it, or the way to it, was not known; `isNew`: it was not there.
   */
  add(found: Entity, via: Via): { news: Entity | null; isNew: boolean } {
    if (!belongs(found, this.#target)) return { news: null, isNew: false };
    if (!this.#personalData && isPersonal(found)) return { news: null, isNew: false };
    const key = entityKey(found);
    const known = this.#entities.get(key);
    const merged = known === undefined ? found : merge(known, found);
    this.#entities.set(key, merged);
    const newVia = this.#rememberVia(key, via);
    const changed = known === undefined || JSON.stringify(known) !== JSON.stringify(merged);
    return { news: changed || newVia ? merged : null, isNew: known === undefined };
  }

  has(key: EntityKey): boolean {
    return this.#entities.has(key);
  }

  list(): Entity[] {
    return [...this.#entities.values()];
  }

  count(kind: EntityKind): number {
    let total = 0;
    for (const entity of this.#entities.values()) if (entity.kind === kind) total += 1;
    return total;
  }

  /** Of what these modules found: how much none of the others did, module by module. */
  uniqueFinds(modules: readonly string[]): Map<string, number> {
    const counts = new Map(modules.map((module) => [module, 0]));
    for (const ways of this.#vias.values()) {
      const finders = new Set([...ways].map((way) => way.slice(0, way.indexOf('\0'))));
      const [only, ...others] = [...finders].filter((module) => counts.has(module));
      if (only !== undefined && others.length === 0) counts.set(only, (counts.get(only) ?? 0) + 1);
    }
    return counts;
  }

  #rememberVia(key: EntityKey, via: Via): boolean {
    const way = `${via.module}\0${via.from ?? ''}`;
    const vias = this.#vias.get(key);
    if (vias === undefined) this.#vias.set(key, [way]);
    else if (vias.length >= MAX_WAYS || vias.includes(way)) return false;
    else vias.push(way);
    return true;
  }
}

/** Lists are united and sorted, so that the order of discovery does not show; other attributes: the last one told. */
function merge(known: Entity, found: Entity): Entity {
  const attributes: Record<string, unknown> = { ...known.attributes };
  for (const [name, value] of Object.entries(found.attributes)) {
    if (value === undefined) continue;
    const before = attributes[name];
    attributes[name] = Array.isArray(before) && Array.isArray(value) ? united(before, value) : value;
  }
  // Seen by ourselves once, it is hearsay no more.
  if (known.kind === 'Service' && isPassive(known) !== isPassive(found)) attributes.passive = false;
  return { ...found, attributes } as Entity;
}

function isPassive(entity: Entity): boolean {
  return entity.kind === 'Service' && entity.attributes.passive === true;
}

function united(before: unknown[], value: unknown[]): unknown[] {
  if (before.length >= MAX_LIST) return before;
  return [...new Set([...before, ...value])].sort().slice(0, MAX_LIST);
}
