import { type MergedPolicy, mergePolicies } from './observatory-csp-merge.ts';
import type { ObservedSite } from './observatory-site.ts';
import { bad, defineTest, good } from './observatory-test.ts';

const BROAD = ['ftp:', 'http:', 'https:', '*', 'http://*', 'http://*.*', 'https://*', 'https://*.*'];
const BROAD_OR_INLINE = [...BROAD, "'unsafe-inline'", 'data:'];
const PASSIVE = ['img-src', 'media-src'];
const NONCE_OR_HASH = /^'(?:nonce|sha256|sha384|sha512)-/;
/** Of a meta element these do not count (HTML, "pragma directives"). */
const NOT_OF_META = ['frame-ancestors', 'report-uri', 'sandbox'];

export const contentSecurityPolicy = defineTest({
  name: 'content-security-policy',
  outcomes: {
    'csp-implemented-with-no-unsafe-default-src-none': good(10),
    'csp-implemented-with-no-unsafe': good(5),
    'csp-implemented-with-unsafe-inline-in-style-src-only': good(0),
    'csp-implemented-with-insecure-scheme-in-passive-content-only': good(-10),
    'csp-implemented-but-duplicate-directives': good(0),
    'csp-implemented-with-unsafe-eval': bad(-10),
    'csp-implemented-with-unsafe-inline': bad(-20),
    'csp-implemented-with-insecure-scheme': bad(-20),
    'csp-header-invalid': bad(-25),
    'csp-not-implemented': bad(-25),
    'csp-not-implemented-but-reporting-enabled': bad(-25),
  },
  resultOf(site) {
    const policies = pagePolicies(site);
    if (policies === null) return 'csp-header-invalid';
    if (policies === 'none') {
      return site.page.field('content-security-policy-report-only')
        ? 'csp-not-implemented-but-reporting-enabled'
        : 'csp-not-implemented';
    }
    const result = judge(policies, site.secure);
    return policies.repeatsReporting && PASSING.includes(result)
      ? 'csp-implemented-but-duplicate-directives'
      : result;
  },
});

/** `none`: no policy is there, or only what a meta element may not say. Null: what is there is invalid. */
export function pagePolicies(site: ObservedSite): MergedPolicy | 'none' | null {
  const field = site.page.field('content-security-policy');
  const fromHeader = field === null ? [] : separate(field);
  const fromMeta = site.metaPolicies.flatMap(separate);
  const merged = mergePolicies([...fromHeader, ...fromMeta]);
  const names = [
    ...namesOf(mergePolicies(fromHeader)),
    ...namesOf(mergePolicies(fromMeta)).filter((name) => !NOT_OF_META.includes(name)),
  ];
  return merged !== null && names.length === 0 ? 'none' : merged;
}

function namesOf(policies: MergedPolicy | null): string[] {
  return [...(policies?.directives.keys() ?? [])];
}

function separate(value: string): string[] {
  return value.split(',').map((policy) => policy.trim());
}

type Verdict =
  | 'csp-header-invalid'
  | 'csp-implemented-with-unsafe-inline'
  | 'csp-implemented-with-insecure-scheme'
  | 'csp-implemented-with-unsafe-eval'
  | 'csp-implemented-with-insecure-scheme-in-passive-content-only'
  | 'csp-implemented-with-unsafe-inline-in-style-src-only'
  | 'csp-implemented-with-no-unsafe-default-src-none'
  | 'csp-implemented-with-no-unsafe';

const PASSING: readonly Verdict[] = [
  'csp-implemented-with-insecure-scheme-in-passive-content-only',
  'csp-implemented-with-unsafe-inline-in-style-src-only',
  'csp-implemented-with-no-unsafe-default-src-none',
  'csp-implemented-with-no-unsafe',
];

/** The first condition that holds gives the result. */
function judge({ directives }: MergedPolicy, secure: boolean): Verdict {
  const anything = new Set(['*']);
  const inForce = (name: string) => directives.get(name) ?? directives.get('default-src') ?? anything;
  const [scripts, styles, objects] = [inForce('script-src'), inForce('style-src'), inForce('object-src')];
  for (const list of [scripts, styles]) if (hasNonceOrHash(list)) list.delete("'unsafe-inline'");
  if (scripts.has("'strict-dynamic'")) {
    if (!hasNonceOrHash(scripts)) return 'csp-header-invalid';
    for (const source of scripts) if (isMootUnderStrictDynamic(source)) scripts.delete(source);
  }
  const active = [...directives].filter(([name]) => !PASSIVE.includes(name) && name !== 'script-src');
  const activeSources = [...active.flatMap(([, list]) => [...list]), ...scripts];
  const passiveSources = PASSIVE.flatMap((name) => [
    ...(directives.get(name) ?? directives.get('default-src') ?? []),
  ]);
  if (hasAny(scripts, BROAD_OR_INLINE) || hasAny(objects, BROAD)) return 'csp-implemented-with-unsafe-inline';
  if (secure && activeSources.some(isPlain)) return 'csp-implemented-with-insecure-scheme';
  if (hasAny([...scripts, ...styles], ["'unsafe-eval'"])) return 'csp-implemented-with-unsafe-eval';
  if (secure && passiveSources.some(isPlain)) {
    return 'csp-implemented-with-insecure-scheme-in-passive-content-only';
  }
  if (hasAny(styles, BROAD_OR_INLINE)) return 'csp-implemented-with-unsafe-inline-in-style-src-only';
  const fallback = directives.get('default-src');
  return fallback?.has("'none'") && fallback.size === 1
    ? 'csp-implemented-with-no-unsafe-default-src-none'
    : 'csp-implemented-with-no-unsafe';
}

function hasNonceOrHash(sources: ReadonlySet<string>): boolean {
  return [...sources].some((source) => NONCE_OR_HASH.test(source));
}

function hasAny(sources: Iterable<string>, wanted: readonly string[]): boolean {
  return [...sources].some((source) => wanted.includes(source));
}

function isMootUnderStrictDynamic(source: string): boolean {
  return source === "'self'" || BROAD.some((start) => source.startsWith(start));
}

function isPlain(source: string): boolean {
  return source.startsWith('http:') || source.startsWith('ftp:');
}
