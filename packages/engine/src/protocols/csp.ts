import { type FoundMistake, lostIn, type Mistake, mistakesOf } from './csp-mistakes.ts';
import { type Opening, openings } from './csp-openings.ts';
import { anyHost, type Policy } from './csp-source.ts';

export type { Policy } from './csp-source.ts';

export type Weakness =
  /** No policy at all, so nothing is forbidden. */
  | 'no-policy'
  /** What there is only reports; nothing is forbidden. */
  | 'report-only'
  | Opening
  | Mistake;

export interface CspFinding {
  weakness: Weakness;
  /** Where it lies: the directive that the browser goes by. */
  directive: string;
  /** The expression that lets it happen, if one does. */
  source?: string;
}

/** What a meta element may not say (HTML, "Content security policy state"). */
const NOT_OF_META = ['frame-ancestors', 'report-uri', 'sandbox'];

/**
 * Reads policies as a browser does (CSP Level 3 sections 2.2.1 and 2.2.2): a value may hold several, separated by
 * commas; of directives with one name the first counts; what is not ASCII is passed over.
 * @param policies values of Content-Security-Policy fields or of meta elements
 * @param delivery `meta`: frame-ancestors, report-uri and sandbox do not count
 */
export function parse(policies: readonly string[], delivery: 'header' | 'meta' = 'header'): Policy[] {
  return separate(policies)
    .map((text) => parsePolicy(text, delivery === 'meta' ? NOT_OF_META : []))
    .filter((policy) => policy.size > 0);
}

function separate(policies: readonly string[]): string[] {
  return policies.flatMap((value) => value.split(','));
}

function parsePolicy(text: string, ignored: readonly string[]): Policy {
  const policy = new Map<string, readonly string[]>();
  for (const token of text.split(';')) {
    const [name = '', ...sources] = token.split(/[\t\n\f\r ]+/).filter((word) => word !== '');
    const directive = name.toLowerCase();
    if (directive === '' || /[^\0-\x7f]/.test(token) || ignored.includes(directive)) continue;
    if (!policy.has(directive)) policy.set(directive, sources);
  }
  return policy;
}

/**
 * What the policies together leave open, and what is mistaken in any of them. All of them must allow a thing for it
 * to happen, so one strict policy closes what others leave open.
 * @param policies enforced ones: parsed, or the text of fields, of which lost directives are told too
 * @param reportOnly values of Content-Security-Policy-Report-Only fields
 */
export function evaluate(
  policies: readonly (Policy | string)[],
  reportOnly: readonly string[] = [],
): CspFinding[] {
  const parsed = policies.flatMap((policy) => (typeof policy === 'string' ? parse([policy]) : [policy]));
  const texts = separate(policies.filter((policy) => typeof policy === 'string'));
  const mistakes: FoundMistake[] = [...parsed.flatMap(mistakesOf), ...texts.flatMap(lostIn)];
  if (parsed.length > 0) return unique([...openings(parsed), ...mistakes]);
  const weakness = parse(reportOnly).length > 0 ? 'report-only' : 'no-policy';
  return [{ weakness, directive: 'default-src' }, ...unique(mistakes)];
}

function unique(findings: readonly CspFinding[]): CspFinding[] {
  const keyOf = ({ weakness, directive, source }: CspFinding) =>
    JSON.stringify([weakness, directive, source]);
  return [...new Map(findings.toReversed().map((finding) => [keyOf(finding), finding])).values()].reverse();
}

/**
 * Do the policies keep other sites from framing the page? Null when none has frame-ancestors, which X-Frame-Options
 * then decides (section 6.4.2.2). Only for policies of header fields: in a meta element the directive does not count.
 */
export function restrictsFraming(parsed: readonly Policy[]): boolean | null {
  const lists = parsed.map((policy) => policy.get('frame-ancestors')).filter((list) => list !== undefined);
  if (lists.length === 0) return null;
  return lists.some((list) => anyHost(list) === undefined);
}
