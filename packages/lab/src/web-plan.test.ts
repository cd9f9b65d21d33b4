import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SiteSpec } from './spec.ts';
import { planPorts } from './web-plan.ts';

const address = '192.0.2.1';
const certificate = { names: ['a.test'] };
const legacy = { min: 'TLSv1', max: 'TLSv1.1' } as const;

describe('the plan of ports', () => {
  test('sites share the ports of their address', () => {
    const plans = planPorts([
      { host: 'a.test', address, http: {}, https: { page: {}, certificate } },
      { host: 'b.test', address, http: 'redirect-to-https' },
      { host: 'c.test', address: '192.0.2.2', https: 'silent' },
    ]);
    assert.deepEqual(
      plans.map((plan) => [plan.address, plan.port, plan.kind, 'sites' in plan ? plan.sites.length : 0]),
      [
        [address, 80, 'http', 2],
        [address, 443, 'https', 1],
        ['192.0.2.2', 443, 'behaviour', 0],
      ],
    );
  });

  test('sites that agree in their TLS versions keep them', () => {
    const https = { page: {}, certificate, versions: legacy };
    const plans = planPorts([
      { host: 'a.test', address, https },
      { host: 'b.test', address, https: { ...https, versions: { ...legacy } } },
    ]);
    assert.deepEqual(plans[0], {
      kind: 'https',
      address,
      port: 443,
      versions: legacy,
      tls: undefined,
      sites: [
        { host: 'a.test', page: {}, certificate },
        { host: 'b.test', page: {}, certificate },
      ],
    });
  });

  const contradictions: [sites: SiteSpec[], message: RegExp][] = [
    [
      [
        { host: 'a.test', address, http: {} },
        { host: 'b.test', address, http: 'silent' },
      ],
      /192\.0\.2\.1:80 cannot be silent and serve a\.test/,
    ],
    [
      [
        { host: 'a.test', address, https: 'drip' },
        { host: 'b.test', address, https: 'silent' },
      ],
      /192\.0\.2\.1:443 cannot be both drip and silent/,
    ],
    [
      [
        { host: 'a.test', address, http: {} },
        { host: 'a.test', address, http: {} },
      ],
      /serves a\.test twice/,
    ],
    [
      [
        { host: 'a.test', address, https: { page: {}, certificate } },
        { host: 'b.test', address, https: { page: {}, certificate, versions: legacy } },
      ],
      /differ in their TLS versions/,
    ],
  ];
  for (const [sites, message] of contradictions) {
    test(`it refuses a contradiction: ${message.source}`, () => {
      assert.throws(() => planPorts(sites), message);
    });
  }
});
