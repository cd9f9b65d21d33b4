import { type DkimKey, parseKey } from './dkim.ts';
import type { DnsAnswer } from './dns-answer.ts';

/** What a guess at the selectors of a domain came to. */
export interface SelectorAnswers {
  /** A selector that nobody made: what is there comes from a wildcard. */
  unmade: DnsAnswer<string>;
  /** Those that did not come out absent. */
  selectors: readonly { selector: string; answer: DnsAnswer<string> }[];
}

export interface FoundKey {
  selector: string;
  key: DkimKey;
  /** Names that the selector is an alias of. */
  aliases: readonly string[];
}

export interface FoundKeys {
  keys: readonly FoundKey[];
  /** Selectors with several records, of which none can be relied on (RFC 6376 section 3.6.2.2). */
  ambiguous: readonly { selector: string; records: readonly string[] }[];
  /** Some question was not answered: there may be more. */
  complete: boolean;
}

/** The keys that were really made: what a wildcard has for every name is none. */
export function keysFrom({ unmade, selectors }: SelectorAnswers): FoundKeys {
  const complete = unmade.state !== 'unknown' && selectors.every(({ answer }) => answer.state !== 'unknown');
  if (unmade.state === 'unknown') return { keys: [], ambiguous: [], complete };
  const anywhere = unmade.state === 'present' ? setOf(unmade.records) : null;
  const keys: FoundKey[] = [];
  const ambiguous: { selector: string; records: readonly string[] }[] = [];
  for (const { selector, answer } of selectors) {
    if (answer.state !== 'present' || setOf(answer.records) === anywhere) continue;
    const found = answer.records.map(parseKey).filter((key) => key !== null);
    const [key] = found;
    if (key === undefined) continue;
    if (found.length > 1) ambiguous.push({ selector, records: answer.records });
    else keys.push({ selector, key, aliases: answer.aliases ?? [] });
  }
  return { keys, ambiguous, complete };
}

function setOf(records: readonly string[]): string {
  return JSON.stringify([...records].sort());
}

/** Selectors that have the very same key, two or more, so that changing the selector changes nothing. */
export function sharedKeys(keys: readonly FoundKey[]): FoundKey[][] {
  const living = keys.filter(({ key }) => key.publicKey !== '');
  const groups = Map.groupBy(living, ({ key }) => key.publicKey.replace(/=+$/, ''));
  return [...groups.values()].filter((group) => group.length > 1);
}
