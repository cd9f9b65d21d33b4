import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsTable } from '../../test/dns-table.ts';
import { treeWalk } from './dmarc-discovery.ts';
import { compareMethods } from './dmarc-psl.ts';

async function compared(domain: string, written: Parameters<typeof dnsTable>[0]) {
  const lookups = await treeWalk(domain, dnsTable(written).resolve, 'organization');
  return compareMethods(domain, lookups);
}

test('a registrable domain with a record is the same to both', async () => {
  const found = await compared('acme.com', {
    '_dmarc.acme.com TXT': ['v=DMARC1; p=reject'],
    '_dmarc.com TXT': 'nxdomain',
  });
  assert.deepEqual(found, {
    state: 'present',
    treeWalk: { organization: 'acme.com', policy: 'acme.com' },
    publicSuffixList: { organization: 'acme.com', policy: 'acme.com' },
    differs: false,
  });
});

test('a host under its domain is the same to both', async () => {
  const found = await compared('a.b.acme.com', {
    '_dmarc.a.b.acme.com TXT': 'nxdomain',
    '_dmarc.b.acme.com TXT': 'nxdomain',
    '_dmarc.acme.com TXT': ['v=DMARC1; p=reject'],
    '_dmarc.com TXT': 'nxdomain',
  });
  assert.equal(found.state === 'present' && found.differs, false);
});

test('a domain without any record is the same to both', async () => {
  const found = await compared('acme.com', {
    '_dmarc.acme.com TXT': 'nxdomain',
    '_dmarc.com TXT': 'nxdomain',
  });
  assert.equal(found.state === 'present' && found.differs, false);
});

for (const [title, domain, written] of [
  [
    'a record between',
    'a.b.acme.com',
    {
      '_dmarc.a.b.acme.com TXT': 'nxdomain',
      '_dmarc.b.acme.com TXT': ['v=DMARC1; p=reject; psd=n'],
    },
  ],
  [
    'a suffix that says so itself',
    'a.acme.com',
    {
      '_dmarc.a.acme.com TXT': ['v=DMARC1; p=reject'],
      '_dmarc.acme.com TXT': ['v=DMARC1; p=none; psd=y'],
    },
  ],
  [
    'a record of the top-level domain',
    'acme.com',
    {
      '_dmarc.acme.com TXT': 'nxdomain',
      '_dmarc.com TXT': ['v=DMARC1; p=reject; psd=y'],
    },
  ],
] as const) {
  test(`${title} is told`, async () => {
    const found = await compared(domain, written);
    assert.equal(found.state === 'present' && found.differs, true);
  });
}

test('silence is unknown', async () => {
  assert.equal((await compared('acme.com', { '_dmarc.acme.com TXT': 'timeout' })).state, 'unknown');
});
