import { tlsaOf } from '../../seeded-key.ts';
import type { MailSpec, ZoneSpec } from '../../spec.ts';
import { fqdn, type HostPlan } from '../plan.ts';

const NAME = 'acme.test';

/** Names of acme.test that take mail beside the apex, or would; and the exchangers. */
export const mailNames: readonly HostPlan[] = [
  {
    label: 'newsletter',
    addresses: ['198.51.100.150'],
    site: { title: 'Acme newsletter' },
    faults: ['spf/missing'],
  },
  { label: 'lists', faults: ['spf/multiple-records'] },
  { label: 'billing', faults: ['spf/syntax'] },
  {
    label: 'helpdesk',
    addresses: ['198.51.100.152'],
    site: { title: 'Acme help desk' },
    faults: ['spf/neutral-all', 'starttls/not-offered', 'smtp-banner/name'],
  },
  { label: 'alerts', faults: ['spf/allow-all', 'mx-alias/alias', 'starttls-certificate/mismatch'] },
  { label: 'noreply', faults: ['null-mx/sends'] },
  { label: 'jobs', faults: ['null-mx/mixed'] },
  { label: 'mx1', addresses: ['192.0.2.90'] },
  { label: 'mx2', addresses: ['192.0.2.91'] },
  { label: 'relay', addresses: ['192.0.2.93'] },
  { label: 'mx3', addresses: ['192.0.2.96'] },
  { label: 'inbound', alias: `mx1.${NAME}.` },
  { label: 'exchange', addresses: ['10.20.0.25'], faults: ['private-address/published'] },
];

export const mailFaults = [
  'starttls/not-offered',
  'starttls/refused',
  'starttls-version/legacy',
  'starttls-certificate/expired',
  'smtp-banner/name',
  'smtp-banner/version',
  'open-relay/accepts',
  'reverse-dns/missing',
  'reverse-dns/unconfirmed',
  'block-list/listed',
  'dane/mismatch',
  'dane/unusable',
  'dane/partial',
  'mx-alias/alias',
  'mx-address/private',
  'dangling-server/mx-nowhere',
  'dangling-server/mx-registrable',
];

export const mailRecords: readonly string[] = [
  ...Object.entries({
    mx1: 10,
    mx2: 20,
    relay: 30,
    mx3: 40,
    exchange: 50,
    inbound: 60,
    mx9: 70,
    // A service that once kept mail while the own servers were down.
    'mx.acme-mailbackup.test.': 80,
    // Lowered for a move, and never raised again.
  }).map(([host, preference]) => `@ 20 MX ${preference} ${host}`),
  `_25._tcp.mx1 300 TLSA ${tlsaOf('the key of last year')}`,
  `_25._tcp.mx3 300 TLSA 1${tlsaOf(fqdn('mx3', NAME)).slice(1)}`,
  'newsletter 300 MX 10 mx1',
  'lists 300 MX 10 mx1',
  'lists 300 TXT "v=spf1 mx -all"',
  'lists 300 TXT "v=spf1 ip4:192.0.2.90 ~all"',
  'billing 300 MX 10 mx1',
  'billing 300 TXT "v=spf1 mx ip4:192.0.2.300 -all"',
  'helpdesk 300 MX 10 mx2',
  'helpdesk 300 TXT "v=spf1 mx ?all"',
  'alerts 300 MX 10 inbound',
  'alerts 300 TXT "v=spf1 mx +all"',
  'noreply 300 MX 0 .',
  'noreply 300 TXT "v=spf1 ip4:192.0.2.90 -all"',
  'jobs 300 MX 0 .',
  'jobs 300 MX 10 mx1',
  'jobs 300 TXT "v=spf1 mx -all"',
];

/** Addresses without a name, or with that of another. */
export const mailPointers: NonNullable<ZoneSpec['pointers']> = {
  '192.0.2.91': null,
  '192.0.2.93': 'edge.hosting.test',
};

export const exchangers: readonly MailSpec[] = [
  { host: fqdn('mx1', NAME), address: '192.0.2.90', banner: `mx1.${NAME} ESMTP ready` },
  {
    host: fqdn('mx2', NAME),
    address: '192.0.2.91',
    banner: 'localhost ESMTP Postfix',
    starttls: 'not-offered',
  },
  {
    host: fqdn('relay', NAME),
    address: '192.0.2.93',
    banner: `relay.${NAME} ESMTP Exim 4.92`,
    starttls: 'refused',
    relay: 'accepted',
  },
  {
    host: fqdn('mx3', NAME),
    address: '192.0.2.96',
    banner: `mx3.${NAME} ESMTP`,
    versions: { min: 'TLSv1', max: 'TLSv1.1' },
    certificate: { names: [fqdn('mx3', NAME)], keySeed: fqdn('mx3', NAME), fault: 'expired' },
  },
];
