import { normaliseName } from './domain-name.ts';
import { isLimitText } from './limit-text.ts';

/** What an answer says in words, rather than in fields. */
export interface WhoisStatement {
  says: 'limited' | 'refused' | 'reserved' | 'premium' | 'not-found' | 'other-name';
  /** Counted from 1. */
  line: number;
}

const MAX_STATEMENT = 200;
/** A line as long as this, and without an end to its sentence, goes on in the next one. */
const FULL_LINE = 45;
/** Terms of use say what would happen, not what did. */
const CONDITIONAL =
  /\b(?:if|when|may|might|could|would|will|shall|unless|reserves?|prevent|avoid|agree|must|should|in order)\b/;

const LIMITED = anywhere(
  'limit (?:is |was |has been |were )?(?:exceeded|reached)',
  '(?:exceeded|exceeds?|reached|over) (?:the |your |its |allowed |maximum |established )*(?:\\w+ )?(?:query |request |connection |access )*(?:limits?|quota|rates?)',
  'allowed queries exceeded',
  'too many (?:\\w+ )?(?:requests?|queries|connections?|lookups?|simultaneous)',
  'excessive (?:query\\w*|use|access|number)',
  'quota (?:for \\S+ )?(?:has been )?(?:exceeded|exhausted)',
  'maximum number of (?:\\w+ )?(?:requests|queries|connections)',
  '(?:black ?listed|blocked|banned|throttled)',
  '(?:access|permission|request|connection|query) (?:is |was |has been )?(?:denied|restricted|refused|prohibited)',
  'denied: ?(?:too many|access)',
  'not (?:permitted|authori[sz]ed|allowed) to (?:query|use|access)',
  'requests of this client are not permitted',
  '(?:try|come) (?:again|back) (?:later|in )',
  '(?:please )?(?:wait|slow down)',
  '(?:temporarily|currently) (?:unavailable|unable|out of service)',
  '(?:server|system|service) (?:is )?(?:too )?(?:busy|overload\\w*|unavailable|down)',
  'internal (?:server )?error|time(?:d)? ?out',
);

const THING =
  '(?:the )?(?:above |queried |requested |this )?(?:domain names?|domains?|objects?|name|record|data|entry|query)';

const NOT_FOUND = atStart(
  'no (?:match(?:es)?|matching)\\b',
  'no found\\b',
  'no such (?:domain|object|name)',
  'no (?:entries|entry|objects?|records?|data|results?|information|domains?)(?: records?| name)?(?: (?:was|were|is|are))? (?:found|available|exists?|matched|returned)',
  'no se encontro el objeto',
  'nothing found',
  'not found\\b',
  'object not found',
  `(?:${THING} )?(?:@ )?(?:- )?(?:was |is |has |does |could |were )?not (?:been |be )?(?:found|registered|exist)\\b`,
  `(?:${THING} )?(?:@ )?(?:- )?no match\\b`,
  `(?:${THING} )?(?:@ )?is (?:free|available)\\b`,
  'available\\b(?: for registration)?',
  'we do not have an entry in our database matching your query',
  'nincs talalat|nincs találat',
  'this query returned 0 objects',
);

const RESERVED = anywhere(
  '(?:is|are|been) (?:a )?(?:registry |registry-)?reserved',
  'reserved (?:by|for|name|domain)',
  "(?:cannot|can not|may not|can't) be registered",
  'naming rules',
  '(?:domain|name|label|string) (?:is |has been )?(?:blocked|restricted|prohibited)\\b',
  'registration of this (?:domain|name) is (?:restricted|prohibited)',
  'adultblock|globalblock|\\bdpml\\b|uni eps',
);

const PREMIUM = anywhere(
  '(?:is|are) (?:a )?(?:premium|platinum)',
  'premium (?:domain|name)',
  'platinum domain',
  'available for purchase',
);

const REFUSED = atStart(
  '(?:invalid|malformed|illegal|bad|incorrect|unsupported) (?:query|request|input|domain|characters?|pattern|parameter|search|syntax|object|tld)',
  `${THING}(?: @)? (?:is )?(?:invalid|not valid)`,
  'no whois server',
  '(?:this )?(?:tld|top level domain|extension|zone)(?: @)? (?:has no whois|is not supported|not supported)',
  'unknown (?:as number|tld|domain|command|query)',
  'not authoritative',
);

const ORDER = [
  // A block of a name is spoken of in the same words as a block of the client.
  ['reserved', RESERVED],
  ['premium', PREMIUM],
  ['limited', LIMITED],
  ['refused', REFUSED],
  ['not-found', NOT_FOUND],
] as const;

/**
 * What the lines of an answer say for themselves, in order. Terms of use are left out: sentences about what would be,
 * and lines in the middle of a paragraph. A name that is not found and is not the one asked for says `other-name`.
 */
export function whoisStatements(lines: readonly string[], asked: string | undefined): WhoisStatement[] {
  const statements: WhoisStatement[] = [];
  let before = '';
  for (const [at, line] of lines.entries()) {
    const text = withoutFrame(line);
    const isSaid = text !== '' && text.length <= MAX_STATEMENT && !CONDITIONAL.test(text) && !goesOn(before);
    before = text;
    if (!isSaid) continue;
    const plain = withoutNames(text);
    const says =
      ORDER.find(([, pattern]) => pattern.test(plain))?.[0] ?? (isLimitText(plain) ? 'limited' : undefined);
    if (says === undefined) continue;
    statements.push({
      says: says === 'not-found' && isAboutAnother(text, asked) ? 'other-name' : says,
      line: at + 1,
    });
  }
  return statements;
}

function anywhere(...words: string[]): RegExp {
  return new RegExp(`\\b(?:${words.join('|')})`);
}

function atStart(...words: string[]): RegExp {
  return new RegExp(`^(?:${words.join('|')})`);
}

/** Lower case; comment marks, quotation marks, codes and labels of an error taken off. */
function withoutFrame(line: string): string {
  return line
    .slice(0, MAX_STATEMENT * 2)
    .toLowerCase()
    .replace(/["'“”„`]/g, '')
    .replace(/_/g, ' ')
    .replace(/^[\s%#*>;.-]+/, '')
    .replace(/^(?:(?:error|info|warning|whois)[:\s-]*(?:\d{1,12}:?)?[:\s-]*|-?\d{1,3}[: ])+/, '')
    .trim();
}

/** Does a paragraph's line run over into the next one? */
function goesOn(line: string): boolean {
  return (line.length >= FULL_LINE || CONDITIONAL.test(line)) && !/[.!?:;=*<>)-]$/.test(line);
}

function withoutNames(text: string): string {
  return text.replace(/\.{2,}/g, ' ').replace(/[^\s<>()[\]]+\.[^\s<>()[\]]{2,}/g, '@');
}

function isAboutAnother(text: string, asked: string | undefined): boolean {
  if (asked === undefined) return false;
  const names = text
    .split(/[\s<>()[\]]+/)
    .filter((word) => /.\../.test(word))
    .map((word) => normaliseName(word.replace(/[.,:;!]+$/, '')))
    .filter((name) => name !== null);
  return names.length > 0 && !names.includes(asked);
}
