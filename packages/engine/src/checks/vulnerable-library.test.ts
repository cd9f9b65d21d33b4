import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeWeb, page, SILENT, WITHOUT_SITE } from '../../test/judge-host.ts';
import type { PageLibraries } from '../protocols/page-libraries.ts';
import { vulnerableLibrary } from './vulnerable-library.ts';

type Severity = PageLibraries['found'][number]['vulnerabilities'][number]['severity'];

const URL = 'https://www.acme.test/anvil.js';

function library(...vulnerabilities: [severity: Severity, fixedIn: string | null, ...ids: string[]][]) {
  return {
    ...{ name: 'anvil', version: '1.5.0', url: URL, by: 'content' as const },
    vulnerabilities: vulnerabilities.map(([severity, fixedIn, ...identifiers]) => ({
      ...{ severity, fixedIn, identifiers },
    })),
  };
}

function judged(found: PageLibraries['found'], unread: string[] = []) {
  return judgeWeb(vulnerableLibrary, { ...page([]), libraries: { found, unread } });
}

test('a page whose libraries have no known vulnerability passes, one without libraries too', () => {
  assert.equal(judged([library()]).verdict, 'pass');
  assert.equal(judged([]).verdict, 'pass');
});

test('without a feed nothing is judged', () => {
  assert.equal(judgeWeb(vulnerableLibrary, page([])).verdict, 'notApplicable');
});

test('a library with vulnerabilities is told with the version that has none of them, and stays potential', () => {
  const { verdict, findings } = judged([library(['high', '1.9.0', 'CVE-1'], ['low', '1.10.0', 'CVE-2'])]);
  assert.equal(verdict, 'vulnerable');
  assert.deepEqual([findings[0]?.severity, findings[0]?.confidence], ['medium', 'potential']);
  assert.deepEqual(
    findings[0]?.evidence.map(({ value }) => value),
    ['anvil 1.5.0', URL, 'the text of the script', 'CVE-1, CVE-2', '1.10.0'],
  );
});

test('vulnerabilities of low severity alone are told as such', () => {
  assert.equal(judged([library(['low', '1.9.0', 'CVE-1'], ['none', '1.8.0', 'CVE-2'])]).verdict, 'outdated');
});

test('as long as one has no repair, no version is named', () => {
  const { findings } = judged([library(['high', '1.9.0', 'CVE-1'], ['high', null, 'CVE-2'])]);
  assert.equal(findings[0]?.evidence.at(-1)?.value, 'none is known');
});

test('a script that was not read leaves it open, unless another one is known to be vulnerable', () => {
  assert.equal(judged([], [URL]).verdict, 'open');
  assert.equal(judged([library(['high', '1.9.0', 'CVE-1'])], [URL]).verdict, 'vulnerable');
});

test('a site that does not answer leaves it open', () => {
  assert.equal(judgeWeb(vulnerableLibrary, { http: SILENT, https: SILENT }).verdict, 'open');
});

for (const [what, web] of WITHOUT_SITE) {
  test(`${what}: never a finding`, () => assert.deepEqual(judgeWeb(vulnerableLibrary, web).findings, []));
}
