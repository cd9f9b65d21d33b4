import { BYPASS_URLS } from './csp-bypass.ts';
import {
  allowsInline,
  anyHost,
  type CspLoad,
  effective,
  has,
  hostSource,
  matchesUrl,
  type Policy,
  type SourceList,
} from './csp-source.ts';

export type Opening =
  /** Any script runs: no policy has script-src or default-src. */
  | 'scripts-unrestricted'
  /** Inline scripts or event handlers run. */
  | 'unsafe-inline'
  | 'unsafe-eval'
  /** Scripts or plug-ins from any host. */
  | 'wildcard-source'
  /** Scripts or plug-ins from any host of a scheme, or from a URL that carries its own content. */
  | 'scheme-source'
  /** Scripts from a host that serves anyone's, or that runs what it is told to. */
  | 'bypassable-host'
  /** Scripts over plain http, which anyone on the way can change. */
  | 'plain-http-source'
  | 'missing-object-src'
  | 'missing-base-uri'
  /** Inline styles apply. */
  | 'unsafe-inline-style';

/** Something that happens although there are policies. */
export interface FoundOpening {
  weakness: Opening;
  /** Where it lies: the directive that the browser goes by. */
  directive: string;
  /** The expression that lets it happen, if one does. */
  source?: string;
}

/** What all policies together allow: each of them must, so what one of them forbids is not open. */
export function openings(policies: readonly Policy[]): FoundOpening[] {
  return [...scriptOpenings(policies), ...objectOpenings(policies), ...otherOpenings(policies)];
}

/** The lists that restrict a kind of load; a policy without one allows it all. */
function listsOf(policies: readonly Policy[], load: CspLoad): SourceList[] {
  return policies.map((policy) => effective(policy, load)).filter((list) => list !== null);
}

function scriptOpenings(policies: readonly Policy[]): FoundOpening[] {
  const elements = listsOf(policies, 'script-src-elem');
  const handlers = listsOf(policies, 'script-src-attr');
  if (elements.length === 0 || handlers.length === 0) {
    return [{ weakness: 'scripts-unrestricted', directive: 'script-src' }];
  }
  const found: FoundOpening[] = [];
  const inline = [elements, handlers].find((lists) => lists.every((list) => allowsInline(list, true)))?.[0];
  if (inline !== undefined) {
    found.push({ weakness: 'unsafe-inline', directive: inline.directive, source: "'unsafe-inline'" });
  }
  const code = listsOf(policies, 'script-src');
  if (code.every(({ sources }) => has(sources, "'unsafe-eval'"))) {
    const [first] = code;
    found.push(
      first === undefined
        ? { weakness: 'unsafe-eval', directive: 'script-src' }
        : { weakness: 'unsafe-eval', directive: first.directive, source: "'unsafe-eval'" },
    );
  }
  // Under 'strict-dynamic' hosts and schemes do not count (section 8.2), so that list lets none of them in.
  const byHost = elements.map((list) =>
    has(list.sources, "'strict-dynamic'") ? { ...list, sources: [] } : list,
  );
  return [...found, ...broadSources(byHost), ...narrowSources(byHost)];
}

function objectOpenings(policies: readonly Policy[]): FoundOpening[] {
  const objects = listsOf(policies, 'object-src');
  if (objects.length === 0) return [{ weakness: 'missing-object-src', directive: 'object-src' }];
  // What default-src allows is told once, with the scripts.
  return broadSources(objects).filter(({ directive }) => directive === 'object-src');
}

function otherOpenings(policies: readonly Policy[]): FoundOpening[] {
  const found: FoundOpening[] = [];
  if (listsOf(policies, 'base-uri').length === 0) {
    found.push({ weakness: 'missing-base-uri', directive: 'base-uri' });
  }
  const styles = [listsOf(policies, 'style-src-elem'), listsOf(policies, 'style-src-attr')];
  const inline = styles.find((lists) => lists.every((list) => allowsInline(list, false)))?.[0];
  if (inline !== undefined) {
    found.push({ weakness: 'unsafe-inline-style', directive: inline.directive, source: "'unsafe-inline'" });
  }
  return found;
}

const CARRYING_SCHEMES = ['data:', 'blob:', 'filesystem:'];

/** The lists are never none. */
function broadSources(lists: readonly SourceList[]): FoundOpening[] {
  const found: FoundOpening[] = [];
  const broad = lists.map(({ directive, sources }) => ({ directive, source: anyHost(sources) }));
  const [first] = broad;
  if (first?.source !== undefined && broad.every(({ source }) => source !== undefined)) {
    const weakness = first.source.endsWith(':') ? 'scheme-source' : 'wildcard-source';
    found.push({ weakness, directive: first.directive, source: first.source });
  }
  for (const scheme of CARRYING_SCHEMES) {
    if (lists.every(({ sources }) => has(sources, scheme))) {
      found.push({ weakness: 'scheme-source', directive: lists[0]?.directive ?? '', source: scheme });
    }
  }
  return found;
}

/** Told only of expressions that name a host: what lets every host in is told as such. */
function narrowSources(lists: readonly SourceList[]): FoundOpening[] {
  const list = lists.find(({ sources }) => anyHost(sources) === undefined);
  if (list === undefined) return [];
  const { directive } = list;
  const rest = lists.filter((each) => each !== list);
  const reached = (url: URL) =>
    rest.every(({ sources }) => sources.some((source) => matchesUrl(source, url)));
  const found: FoundOpening[] = [];
  for (const source of list.sources) {
    if (BYPASS_URLS.some((url) => matchesUrl(source, url) && reached(url))) {
      found.push({ weakness: 'bypassable-host', directive, source });
    }
    if (isPlain(source) && rest.every(({ sources }) => sources.some((other) => sharesPlain(other, source)))) {
      found.push({ weakness: 'plain-http-source', directive, source });
    }
  }
  return found;
}

function isPlain(source: string): boolean {
  return hostSource(source)?.scheme === 'http';
}

function sharesPlain(other: string, source: string): boolean {
  return other.toLowerCase() === source.toLowerCase() || other.toLowerCase() === 'http:';
}
