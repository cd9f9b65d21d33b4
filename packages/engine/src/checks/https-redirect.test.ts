import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknown } from '@cyborux/contract';
import {
  ABSENT,
  chain,
  HOST,
  hop,
  judgeWeb,
  page,
  REDIRECT,
  SILENT,
  WITHOUT_SITE,
} from '../../test/judge-host.ts';
import type { Chain } from '../protocols/http-chain.ts';
import { httpsRedirect } from './https-redirect.ts';

const { http: redirected, https } = page([]);
const content = chain([hop(`http://${HOST}/`)]);
const blocked: Chain = {
  ...unknown('blocked'),
  hops: [hop(`https://${HOST}/`, [], { status: 403, wall: 'Akamai' })],
};

const plainOnly = (location: string, wish: Parameters<typeof chain>[1]) =>
  chain([{ ...REDIRECT, location }], wish);

const table: [what: string, http: Chain, https: Chain, verdict: string][] = [
  ['plain HTTP redirects to HTTPS', redirected, https, 'pass'],
  [
    'the redirect leaves the scope towards HTTPS',
    plainOnly('https://other.test/', { ended: 'left-scope' }),
    https,
    'pass',
  ],
  [
    'the redirect leads to an HTTPS that is silent',
    plainOnly(`https://${HOST}/`, { ended: 'no-answer', next: unknown('timeout') }),
    SILENT,
    'pass',
  ],
  [
    'behind the redirect stands a wall',
    { ...unknown('blocked'), hops: [REDIRECT, ...blocked.hops] },
    blocked,
    'pass',
  ],
  ['plain HTTP answers with an error', chain([hop(`http://${HOST}/`, [], { status: 404 })]), ABSENT, 'pass'],
  ['nothing listens on port 80', ABSENT, https, 'notApplicable'],
  ['plain HTTP serves content', content, https, 'no-redirect'],
  [
    'plain HTTP redirects to plain HTTP, which serves content',
    chain([{ ...REDIRECT, location: `http://${HOST}/a` }, hop(`http://${HOST}/a`)]),
    https,
    'no-redirect',
  ],
  [
    'a page over plain HTTP sends its reader to HTTPS',
    chain([hop(`http://${HOST}/`, [], { refresh: `https://${HOST}/` }), hop(`https://${HOST}/`)]),
    https,
    'no-redirect',
  ],
  ['plain HTTP serves content, HTTPS stands behind a wall', content, blocked, 'no-redirect'],
  ['plain HTTP serves content, and port 443 refuses', content, ABSENT, 'no-https'],
  ['plain HTTP serves content, HTTPS is silent', content, SILENT, 'open'],
  ['plain HTTP is silent', SILENT, https, 'open'],
  [
    'plain HTTP redirects to plain HTTP that is silent',
    plainOnly(`http://${HOST}/a`, { ended: 'no-answer', next: unknown('timeout') }),
    https,
    'open',
  ],
];
for (const [what, http, secure, verdict] of table) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgeWeb(httpsRedirect, { http, https: secure }).verdict, verdict);
  });
}

for (const [what, web, verdict] of WITHOUT_SITE) {
  test(`${what}: ${verdict}`, () => assert.equal(judgeWeb(httpsRedirect, web).verdict, verdict));
}

test('the finding says what HTTPS does, and names the plain service', () => {
  const [finding] = judgeWeb(httpsRedirect, { http: content, https: ABSENT }).findings;
  assert.deepEqual(finding?.evidence, [
    { label: 'url', value: `http://${HOST}/` },
    { label: 'status', value: '200' },
    { label: 'https', value: 'connection-refused' },
  ]);
  assert.deepEqual(finding?.affects, ['Service:192.0.2.1:80/tcp']);
});
