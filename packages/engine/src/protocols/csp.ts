/** One policy: directive names in lower case to their source expressions or tokens. */
export type Policy = ReadonlyMap<string, readonly string[]>;

export type Weakness =
  /** No policy at all, so nothing is forbidden. */
  | 'no-policy'
  /** Neither script-src nor default-src: any script runs. */
  | 'scripts-unrestricted'
  /** Inline scripts or event handlers run. */
  | 'unsafe-inline'
  | 'unsafe-eval'
  /** Scripts or plug-ins from any host. */
  | 'wildcard-source'
  /** Scripts or plug-ins from any host of a scheme, or from a URL that carries its own content. */
  | 'scheme-source'
  | 'missing-object-src'
  | 'missing-base-uri'
  /** Inline styles apply. */
  | 'unsafe-inline-style';

export interface CspFinding {
  weakness: Weakness;
  /** Where it lies: the directive that the browser goes by. */
  directive: string;
  /** The expression that lets it happen, if one does. */
  source?: string;
}

/**
 * Reads policies as a browser does (CSP Level 3 sections 2.2.1 and 2.2.2): a value may hold several, separated by
 * commas; of directives with one name the first counts; what is not ASCII is passed over.
 * @param policies values of Content-Security-Policy fields or of the meta element
 */
export function parse(policies: readonly string[]): Policy[] {
  return policies
    .flatMap((value) => value.split(','))
    .map(parsePolicy)
    .filter((policy) => policy.size > 0);
}

function parsePolicy(text: string): Policy {
  const policy = new Map<string, readonly string[]>();
  for (const token of text.split(';')) {
    const [name = '', ...sources] = token.split(/[\t\n\f\r ]+/).filter((word) => word !== '');
    if (name === '' || /[^\0-\x7f]/.test(token)) continue;
    if (!policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources);
  }
  return policy;
}

/** What the policies together leave open: all of them must allow a thing for it to happen, so each must be weak. */
export function evaluate(parsed: readonly Policy[]): CspFinding[] {
  if (parsed.length === 0) return [{ weakness: 'no-policy', directive: 'default-src' }];
  const each = parsed.map(weaknessesOf);
  const shared = each
    .flat()
    .filter(({ weakness }) =>
      each.every((findings) => findings.some((finding) => covers(finding.weakness, weakness))),
    );
  return [...new Map(shared.toReversed().map((finding) => [finding.weakness, finding])).values()].reverse();
}

/** A policy that does not speak of scripts allows all that another one allows of them. */
function covers(other: Weakness, weakness: Weakness): boolean {
  const ofScripts = ['unsafe-inline', 'unsafe-eval', 'wildcard-source', 'scheme-source'];
  return other === weakness || (other === 'scripts-unrestricted' && ofScripts.includes(weakness));
}

function weaknessesOf(policy: Policy): CspFinding[] {
  return [...scriptWeaknesses(policy), ...objectWeaknesses(policy), ...otherWeaknesses(policy)];
}

/** Where each kind of load falls back to (CSP Level 3 section 6.8.3). */
const FALLBACKS = {
  'script-src-elem': ['script-src-elem', 'script-src', 'default-src'],
  'script-src-attr': ['script-src-attr', 'script-src', 'default-src'],
  'script-src': ['script-src', 'default-src'],
  'style-src-elem': ['style-src-elem', 'style-src', 'default-src'],
  'style-src-attr': ['style-src-attr', 'style-src', 'default-src'],
  'object-src': ['object-src', 'default-src'],
} as const;

interface Effective {
  directive: string;
  sources: readonly string[];
}

/** The directive that a browser goes by for a kind of load; null when the policy does not restrict it. */
function effective(policy: Policy, kind: keyof typeof FALLBACKS): Effective | null {
  const directive = FALLBACKS[kind].find((name) => policy.has(name));
  return directive === undefined ? null : { directive, sources: policy.get(directive) ?? [] };
}

function scriptWeaknesses(policy: Policy): CspFinding[] {
  const elements = effective(policy, 'script-src-elem');
  const handlers = effective(policy, 'script-src-attr');
  if (elements === null || handlers === null) {
    return [{ weakness: 'scripts-unrestricted', directive: 'script-src' }];
  }
  const found: CspFinding[] = [];
  const inline = [elements, handlers].find(({ sources }) => allowsInline(sources, true));
  if (inline !== undefined) {
    found.push({ weakness: 'unsafe-inline', directive: inline.directive, source: "'unsafe-inline'" });
  }
  const code = effective(policy, 'script-src');
  if (code !== null && has(code.sources, "'unsafe-eval'")) {
    found.push({ weakness: 'unsafe-eval', directive: code.directive, source: "'unsafe-eval'" });
  }
  // Under 'strict-dynamic' hosts and schemes do not count (section 8.2).
  if (!has(elements.sources, "'strict-dynamic'")) found.push(...broadSources(elements));
  return found;
}

function objectWeaknesses(policy: Policy): CspFinding[] {
  const objects = effective(policy, 'object-src');
  if (objects === null) return [{ weakness: 'missing-object-src', directive: 'object-src' }];
  // What default-src allows is told once, with the scripts.
  return objects.directive === 'object-src' ? broadSources(objects) : [];
}

function otherWeaknesses(policy: Policy): CspFinding[] {
  const found: CspFinding[] = [];
  if (!policy.has('base-uri')) found.push({ weakness: 'missing-base-uri', directive: 'base-uri' });
  const styles = [effective(policy, 'style-src-elem'), effective(policy, 'style-src-attr')];
  const inline = styles.find((each) => each !== null && allowsInline(each.sources, false));
  if (inline != null) {
    found.push({
      weakness: 'unsafe-inline-style',
      directive: inline.directive,
      source: "'unsafe-inline'",
    });
  }
  return found;
}

const NONCE = /^'nonce-[A-Za-z0-9+/_-]+={0,2}'$/i;
const HASH = /^'sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2}'$/i;

/** "Does a source list allow all inline behavior for type?" (CSP Level 3 section 6.7.3.2). */
function allowsInline(sources: readonly string[], scripts: boolean): boolean {
  if (sources.some((source) => NONCE.test(source) || HASH.test(source))) return false;
  if (scripts && has(sources, "'strict-dynamic'")) return false;
  return has(sources, "'unsafe-inline'");
}

const ANY_HOST = /^(?:https?:\/\/)?\*(?::(?:\*|\d{1,5}))?(?:\/.*)?$/i;
const OPEN_SCHEMES = ['http:', 'https:', 'data:', 'blob:', 'filesystem:'];

function broadSources({ directive, sources }: Effective): CspFinding[] {
  const wildcard = sources.find((source) => ANY_HOST.test(source));
  const scheme = sources.find((source) => OPEN_SCHEMES.includes(source.toLowerCase()));
  return [
    ...(wildcard === undefined
      ? []
      : [{ weakness: 'wildcard-source' as const, directive, source: wildcard }]),
    ...(scheme === undefined ? [] : [{ weakness: 'scheme-source' as const, directive, source: scheme }]),
  ];
}

function has(sources: readonly string[], keyword: string): boolean {
  return sources.some((source) => source.toLowerCase() === keyword);
}

/**
 * Do the policies keep other sites from framing the page? Null when none has frame-ancestors, which X-Frame-Options
 * then decides (section 6.4.2.2). Only for policies of header fields: in a meta element the directive does not count.
 */
export function restrictsFraming(parsed: readonly Policy[]): boolean | null {
  const lists = parsed.map((policy) => policy.get('frame-ancestors')).filter((list) => list !== undefined);
  if (lists.length === 0) return null;
  return lists.some((list) => broadSources({ directive: 'frame-ancestors', sources: list }).length === 0);
}
