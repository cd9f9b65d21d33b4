import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ObservatoryResponses, observe } from '../src/protocols/observatory-site.ts';
import type { ObservatoryTest } from '../src/protocols/observatory-test.ts';

/** A site that redirects from http to https, and sets nothing. */
export const plainSite: ObservatoryResponses = {
  site: 'acme.test',
  http: {
    headers: {},
    redirects: [
      { url: 'http://acme.test/', status: 301 },
      { url: 'https://acme.test/', status: 200 },
    ],
  },
  https: { headers: { 'content-type': 'text/html' } },
};

/** The page of `plainSite` with further fields, or another body. */
export function pageWith(headers: Record<string, string | string[]>, body = ''): ObservatoryResponses {
  return { ...plainSite, https: { headers: { 'content-type': 'text/html', ...headers }, body } };
}

/** One test per row, and one that every result of the test has a row. */
export function checkRows<Result extends string>(
  each: ObservatoryTest<Result>,
  rows: readonly (readonly [title: string, responses: ObservatoryResponses, result: Result])[],
): void {
  for (const [title, responses, result] of rows) {
    test(`${title}: ${result}`, () => {
      const site = observe(responses);
      assert.ok(site !== null);
      assert.equal(each.resultOf(site), result);
    });
  }
  test(`${each.name}: every result is in the table`, () => {
    const met = new Set<string>(rows.map(([, , result]) => result));
    assert.deepEqual(
      Object.keys(each.outcomes).filter((result) => !met.has(result)),
      [],
    );
  });
}
