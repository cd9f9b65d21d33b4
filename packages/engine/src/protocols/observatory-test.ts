import type { ObservedSite } from './observatory-site.ts';

export interface ObservatoryOutcome {
  /** What the result adds to the score, or takes from it. */
  modifier: number;
  pass: boolean;
}

/** One of the Observatory's tests: which result a site has, and what each result is worth. */
export interface ObservatoryTest<Result extends string = string> {
  name: string;
  outcomes: Readonly<Record<Result, ObservatoryOutcome>>;
  resultOf(site: ObservedSite): Result;
}

/** A result that passes. */
export function good(modifier: number): ObservatoryOutcome {
  return { modifier, pass: true };
}

/** A result that fails. */
export function bad(modifier: number): ObservatoryOutcome {
  return { modifier, pass: false };
}

/** Ties a test's results to its outcomes. */
export function defineTest<const Result extends string>(
  test: ObservatoryTest<Result>,
): ObservatoryTest<Result> {
  return test;
}
