import { ATTRIBUTES, type CpeAttribute, type CpeName, type CpeValue, parseCpe } from './cpe-name.ts';
import { compareVersions } from './version-order.ts';

export { parseCpe } from './cpe-name.ts';
export { compareVersions } from './version-order.ts';

/** How the set of products that the source names lies to the target's; `undefined` where NISTIR 7696 says no more. */
export type CpeRelation = 'equal' | 'superset' | 'subset' | 'disjoint' | 'undefined';

/** A match of a configuration in NVD's API 2.0. */
export interface CpeMatch {
  criteria: string;
  versionStartIncluding?: string;
  versionStartExcluding?: string;
  versionEndIncluding?: string;
  versionEndExcluding?: string;
}

/** Compares two names, each a formatted string or a URI (NISTIR 7696 section 6.2); one that is neither is `undefined`. */
export function compareNames(source: string, target: string): CpeRelation {
  const [left, right] = [parseCpe(source), parseCpe(target)];
  if (left === null || right === null) return 'undefined';
  return joined(ATTRIBUTES.map((attribute) => compareValues(left[attribute], right[attribute])));
}

/**
 * Is the product that `cpe` names among those of the criteria? True when the criteria are equal to it or a superset and
 * its version is in their range. `unknown` when it does not say (ANY) what the criteria ask for, as a version that was
 * not seen, when it has wild cards of its own, and when one of the two is no CPE name. A version that does not apply (NA)
 * is in no range. Ranges compare the version alone, not the update, as NVD does.
 * @param criteria a name, or one with a range of versions
 */
export function matches(criteria: string | CpeMatch, cpe: string): boolean | 'unknown' {
  const match = typeof criteria === 'string' ? { criteria } : criteria;
  const source = parseCpe(match.criteria);
  const target = parseCpe(cpe);
  if (source === null || target === null) return 'unknown';
  const relations = ATTRIBUTES.map((attribute) => compareValues(source[attribute], target[attribute]));
  if (relations.includes('disjoint')) return false;
  const inRange = withinRange(match, target);
  if (inRange === false) return false;
  return inRange === true && relations.every(includes) ? true : 'unknown';
}

function includes(relation: CpeRelation): boolean {
  return relation === 'equal' || relation === 'superset';
}

function withinRange(match: CpeMatch, { version }: CpeName): boolean | 'unknown' {
  const { versionStartIncluding, versionStartExcluding, versionEndIncluding, versionEndExcluding } = match;
  const bounds = [versionStartIncluding, versionStartExcluding, versionEndIncluding, versionEndExcluding];
  if (bounds.every((bound) => bound === undefined)) return true;
  if (version.kind === 'na') return false;
  if (version.kind === 'any' || hasWildcard(version.text)) return 'unknown';
  const against = (bound: string) => compareVersions(version.text, bound);
  if (versionStartIncluding !== undefined && against(versionStartIncluding) < 0) return false;
  if (versionStartExcluding !== undefined && against(versionStartExcluding) <= 0) return false;
  if (versionEndIncluding !== undefined && against(versionEndIncluding) > 0) return false;
  return versionEndExcluding === undefined || against(versionEndExcluding) < 0;
}

/** Table 6-4 of NISTIR 7696: any attribute that is disjoint makes the names so; else all must point one way. */
function joined(relations: readonly CpeRelation[]): CpeRelation {
  if (relations.includes('disjoint')) return 'disjoint';
  const others = new Set(relations.filter((relation) => relation !== 'equal'));
  if (others.size > 1) return 'undefined';
  const [only = 'equal'] = others;
  return only;
}

/** Table 6-2 of NISTIR 7696. */
function compareValues(source: CpeValue, target: CpeValue): CpeRelation {
  if (target.kind === 'text' && hasWildcard(target.text)) {
    return source.kind === 'text' && source.text === target.text ? 'equal' : 'undefined';
  }
  if (source.kind === 'any') return target.kind === 'any' ? 'equal' : 'superset';
  if (target.kind === 'any') return 'subset';
  if (source.kind === 'na' || target.kind === 'na') return source.kind === target.kind ? 'equal' : 'disjoint';
  if (source.text === target.text) return 'equal';
  return hasWildcard(source.text) && fits(source.text, target.text) ? 'superset' : 'disjoint';
}

/** Unquoted; one that a backslash quotes stands for itself. */
function hasWildcard(text: string): boolean {
  return /^[*?]/.test(text) || /(?:^|[^\\])(?:\\\\)*[*?]$/.test(text);
}

/** `*` stands for any characters, each `?` for one or none (NISTIR 7695 section 5.3.2, 7696 section 6.3). */
function fits(pattern: string, text: string): boolean {
  const front = /^(?:\*|\?*)/.exec(pattern)?.[0] ?? '';
  const behind = pattern.slice(front.length);
  const quotedEnd = /\\[*?]$/.test(behind);
  const back = quotedEnd ? '' : (/(?:\*|\?+)$/.exec(behind)?.[0] ?? '');
  const core = unquoted(behind.slice(0, behind.length - back.length));
  const whole = unquoted(text);
  for (let at = whole.indexOf(core); at !== -1; at = whole.indexOf(core, at + 1)) {
    if (allows(front, at) && allows(back, whole.length - at - core.length)) return true;
    if (at >= whole.length) return false;
  }
  return false;
}

function allows(wild: string, length: number): boolean {
  return wild === '*' || length <= wild.length;
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

export type { CpeAttribute, CpeName, CpeValue };
