import { contentSecurityPolicy } from './observatory-content-security-policy.ts';
import { cookies } from './observatory-cookies.ts';
import { crossOriginResourceSharing } from './observatory-cors.ts';
import { strictTransportSecurity } from './observatory-hsts.ts';
import {
  crossOriginEmbedderPolicy,
  crossOriginOpenerPolicy,
  crossOriginResourcePolicy,
} from './observatory-isolation.ts';
import { xContentTypeOptions, xFrameOptions } from './observatory-page-options.ts';
import { redirection } from './observatory-redirection.ts';
import { referrerPolicy } from './observatory-referrer-policy.ts';
import { type ObservatoryResponses, type ObservedSite, observe } from './observatory-site.ts';
import { subresourceIntegrity } from './observatory-subresource-integrity.ts';
import type { ObservatoryOutcome, ObservatoryTest } from './observatory-test.ts';

export type {
  HeaderFields,
  ObservatoryHop,
  ObservatoryResponse,
  ObservatoryResponses,
} from './observatory-site.ts';

/** The version of the scoring that this is: the one with twelve tests. */
export const ALGORITHM = 6;

export const OBSERVATORY_TESTS: readonly ObservatoryTest[] = [
  contentSecurityPolicy,
  cookies,
  crossOriginResourceSharing,
  redirection,
  referrerPolicy,
  strictTransportSecurity,
  subresourceIntegrity,
  xContentTypeOptions,
  xFrameOptions,
  crossOriginResourcePolicy,
  crossOriginEmbedderPolicy,
  crossOriginOpenerPolicy,
];

export interface ObservatoryTestResult extends ObservatoryOutcome {
  /** The Observatory's own word, such as `csp-not-implemented`. */
  result: string;
}

export interface ObservatoryGrade {
  algorithm: typeof ALGORITHM;
  /** 0 and more; beyond 100 with bonuses. Null when the Observatory would not have judged the site. */
  score: number | null;
  /** `A+` to `F`. */
  grade: string | null;
  /** By name, in the Observatory's order. Empty when there is no score. */
  tests: Record<string, ObservatoryTestResult>;
  /** `unexpected-status`: the page answered with something else than 2xx, 3xx, 401 or 403. */
  error: 'site-down' | 'unexpected-status' | null;
}

const FIRST_SCORE = 100;
/** Bonuses count from here on. */
const ENOUGH_FOR_BONUS = 90;

const GRADES: readonly (readonly [from: number, grade: string])[] = [
  [100, 'A+'],
  [90, 'A'],
  [85, 'A-'],
  [80, 'B+'],
  [70, 'B'],
  [65, 'B-'],
  [60, 'C+'],
  [50, 'C'],
  [45, 'C-'],
  [40, 'D+'],
  [30, 'D'],
  [25, 'D-'],
  [0, 'F'],
];

/**
 * Grades a site as the MDN HTTP Observatory does, algorithm version 6: from 100 the penalties of twelve tests are
 * taken, and when 90 or more are left their bonuses are added. Throws a TypeError when `site` or a URL is none.
 *
 * ```ts
 * grade({
 *   site: 'example.com',
 *   http: { status: 200, headers, redirects: [{ url: 'http://example.com/' }, { url: 'https://example.com/' }] },
 *   https: { status: 200, headers: { 'content-type': 'text/html', 'set-cookie': ['id=1; Secure'] }, body: '<p>' },
 * });
 * ```
 */
export function grade(responses: ObservatoryResponses): ObservatoryGrade {
  const site = observe(responses);
  const error = site === null ? 'site-down' : isJudged(site.page.status) ? null : 'unexpected-status';
  if (site === null || error !== null)
    return { algorithm: ALGORITHM, score: null, grade: null, tests: {}, error };
  const tests = Object.fromEntries(OBSERVATORY_TESTS.map((test) => [test.name, run(test, site)]));
  const score = scoreOf(Object.values(tests).map(({ modifier }) => modifier));
  return { algorithm: ALGORITHM, score, grade: gradeOf(score), tests, error };
}

function isJudged(status: number): boolean {
  return (status >= 200 && status < 400) || status === 401 || status === 403;
}

function run(test: ObservatoryTest, site: ObservedSite): ObservatoryTestResult {
  const result = test.resultOf(site);
  const outcome = test.outcomes[result];
  if (outcome === undefined) throw new Error(`${test.name} has no outcome for ${result}`);
  return { result, ...outcome };
}

/** The score of these modifiers, never under 0. */
export function scoreOf(modifiers: readonly number[]): number {
  let [score, bonus] = [FIRST_SCORE, 0];
  for (const modifier of modifiers) {
    if (modifier < 0) score += modifier;
    else bonus += modifier;
  }
  return Math.max(0, score >= ENOUGH_FOR_BONUS ? score + bonus : score);
}

/** The letter of a score. */
export function gradeOf(score: number): string {
  return GRADES.find(([from]) => score >= from)?.[1] ?? 'F';
}
