export const REFERRER_POLICIES = [
  'no-referrer',
  'no-referrer-when-downgrade',
  'same-origin',
  'origin',
  'strict-origin',
  'origin-when-cross-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
] as const;
export type ReferrerPolicy = (typeof REFERRER_POLICIES)[number];

/** What these send to another site is at most the origin, and nothing over plain http. */
export const SAFE_REFERRER_POLICIES: readonly ReferrerPolicy[] = [
  'no-referrer',
  'same-origin',
  'strict-origin',
  'strict-origin-when-cross-origin',
];

/** Words of `<meta name=referrer>` from before there was a field (HTML, "referrer" metadata). */
const OLD_WORDS: ReadonlyMap<string, ReferrerPolicy> = new Map([
  ['never', 'no-referrer'],
  ['default', 'strict-origin-when-cross-origin'],
  ['always', 'unsafe-url'],
  ['origin-when-crossorigin', 'origin-when-cross-origin'],
]);

/**
 * The policy that Referrer-Policy fields come to (Referrer Policy section 8.1): of all tokens the last one that is
 * known. Null when there is none.
 */
export function parseReferrerPolicy(values: readonly string[]): ReferrerPolicy | null {
  const tokens = values.flatMap((value) => value.split(','));
  return tokens.map(policyOf).findLast((policy) => policy !== null) ?? null;
}

/** The policy that a `<meta name=referrer>` sets; null when its content is no policy. */
export function metaReferrerPolicy(content: string): ReferrerPolicy | null {
  return policyOf(content) ?? OLD_WORDS.get(content.trim().toLowerCase()) ?? null;
}

function policyOf(token: string): ReferrerPolicy | null {
  const word = token.trim().toLowerCase();
  return REFERRER_POLICIES.find((policy) => policy === word) ?? null;
}
