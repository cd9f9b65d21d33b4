import type { HostPlan, PlannedFault } from '../plan.ts';

/** Hosts that no certificate was ever issued for: the zone alone tells of them. */
export const forgotten: readonly HostPlan[] = [
  { label: 'nas', addresses: ['10.20.0.15'], faults: ['private-address/published'] },
  { label: 'vcenter', addresses: ['10.20.0.20'], faults: ['private-address/published'] },
  { label: 'backup', addresses: ['192.0.2.88'] },
  { label: 'tickets', alias: 'acme.acme-tickets.test.', faults: ['dangling-alias/registrable'] },
];

export const records: readonly string[] = [
  '_sip._tcp 300 SRV 10 5 5060 sip',
  // Its last customer left: the alias leads to a name that is gone.
  'promo 300 CNAME acme-promo.customers.hosting.test.',
  '@ 300 CAA 0 issue "digicert.com"',
  '@ 300 CAA 0 iodef "security@acme.test"',
  // Whoever had to show that the domain is theirs: nobody cleans up.
  '@ 300 TXT "MS=ms48213907"',
  '@ 300 TXT "google-site-verification=f4TQ1nmZ0kXnYv2v0bYqTn8P0c5d1sVhJm0Qw3xE6aU"',
  '@ 300 TXT "\\"google-site-verification=Zq8mXo2bT5cWv7rJ1yHn4sKd9fLg6pEa3uQi0tYxCzM\\""',
  '@ 300 TXT "facebook-domain-verification=k3v9x2m7q1z8w5y4t6r0p2n8b1c7d3"',
  '@ 300 TXT "atlassian-domain-verification=Xw5Tq1ZkR8mB3nV7cY2pL9sD4fG6hJ0"',
  '@ 300 TXT "docusign=7d1f9a52-3c84-4e0b-9f1a-6b2d8c5e7a90"',
  '@ 300 TXT "stripe-verification=5b1f0c7e9a3d"',
  '@ 300 TXT "stripe-verification=c2e84d6f71b0"',
];

export const recordFaults: readonly PlannedFault[] = [
  { code: 'dangling-alias/nowhere', at: 'promo' },
  'caa/malformed',
  'record-syntax/txt',
  'txt-hygiene/duplicate-tokens',
  'ttl/short',
];
