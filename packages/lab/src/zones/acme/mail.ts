import type { MailSpec } from '../../spec.ts';
import { fqdn, type HostPlan } from '../plan.ts';

const NAME = 'acme.test';

/** Names of acme.test that take mail beside the apex. Only those with a page have addresses. */
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
    faults: ['spf/neutral-all', 'starttls/not-offered'],
  },
  { label: 'alerts', faults: ['spf/allow-all'] },
];

export const mailFaults = ['spf/allow-all', 'dmarc/policy-none', 'starttls/not-offered', 'starttls/refused'];

export const mailRecords: readonly string[] = [
  '@ 300 MX 10 mx1',
  '@ 300 MX 20 mx2',
  '@ 300 MX 30 relay',
  '@ 300 TXT "v=spf1 mx +all"',
  '@ 300 TXT "acme-site-verification=4f2c9b"',
  `_dmarc 300 TXT "v=DMARC1; p=none; rua=mailto:dmarc@${NAME}"`,
  'newsletter 300 MX 10 mx1',
  'lists 300 MX 10 mx1',
  'lists 300 TXT "v=spf1 mx -all"',
  'lists 300 TXT "v=spf1 ip4:192.0.2.90 ~all"',
  'billing 300 MX 10 mx1',
  'billing 300 TXT "v=spf1 mx ip4:192.0.2.300 -all"',
  'helpdesk 300 MX 10 mx2',
  'helpdesk 300 TXT "v=spf1 mx ?all"',
  'alerts 300 MX 10 mx1',
  'alerts 300 TXT "v=spf1 mx +all"',
];

export const exchangers: readonly MailSpec[] = [
  { host: fqdn('mx1', NAME), address: '192.0.2.90', banner: `mx1.${NAME} ESMTP ready` },
  {
    host: fqdn('mx2', NAME),
    address: '192.0.2.91',
    banner: `mx2.${NAME} ESMTP Postfix`,
    starttls: 'not-offered',
  },
  { host: fqdn('relay', NAME), address: '192.0.2.93', banner: `relay.${NAME} ESMTP`, starttls: 'refused' },
];
