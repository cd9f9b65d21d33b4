import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import { ABSENT, chain, HOST, hop, page, SILENT } from '../../test/judge-host.ts';
import { answer, judgeSite, visit } from '../../test/judge-site.ts';
import { errorDisclosure } from './error-disclosure.ts';

const TRACE = 'Traceback (most recent call last):\n  File "/srv/app.py", line 3, in index';
const NOBODY = { http: ABSENT, https: ABSENT };
const missing = (body: string) => visit({ missing: answer('/no-such-page-1', body, 'text/html', 500) });

test('a plain error page passes, and a page may write about traces', () => {
  assert.equal(judgeSite(errorDisclosure, {}).verdict, 'pass');
  assert.equal(judgeSite(errorDisclosure, { web: page([], TRACE) }).verdict, 'pass');
});

test('a trace is found on the page for what is not there, and in the place of the page', () => {
  const [finding] = judgeSite(errorDisclosure, { files: missing(TRACE) }).findings;
  assert.equal(finding?.code, 'error-disclosure/stack-trace');
  assert.equal(finding?.evidence.find(({ label }) => label === 'platform')?.value, 'Python');
  assert.equal(judgeSite(errorDisclosure, { web: page([], TRACE, { status: 500 }) }).verdict, 'stack-trace');
});

test('nothing listens: nothing to judge', () => {
  const files = { state: 'absent', reason: 'connection-refused' } as const;
  assert.equal(judgeSite(errorDisclosure, { web: NOBODY, files }).verdict, 'notApplicable');
});

test('it is open when one of the two was not answered', () => {
  assert.equal(judgeSite(errorDisclosure, { web: { http: SILENT, https: SILENT } }).verdict, 'open');
  assert.equal(judgeSite(errorDisclosure, { files: visit({ missing: unknown('timeout') }) }).verdict, 'open');
  assert.equal(judgeSite(errorDisclosure, { files: unknown('blocked') }).verdict, 'open');
});

test('an error page over plain http counts when nothing answers https', () => {
  const http = chain([hop(`http://${HOST}/`, [], { status: 500 })], { body: TRACE });
  assert.equal(judgeSite(errorDisclosure, { web: { http, https: ABSENT } }).verdict, 'stack-trace');
});
