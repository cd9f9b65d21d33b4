import { RSA_768, RSA_1024, RSA_2048 } from '../mail-policy/keys.ts';
import { textRecord } from '../mail-policy/text-record.ts';
import { page } from '../pages.ts';
import type { HostPlan } from '../plan.ts';

const NAME = 'acme.test';

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30"/></svg>\n';

/** Begun, and never brought to an end; the exchangers of today are not in it. */
const POLICY = ['version: STSv1', 'mode: testing', `mx: mx1.${NAME}`, 'max_age: 86400']
  .map((line) => `${line}\r\n`)
  .join('');

/** Where files about mail are served. */
export const policyHosts: readonly HostPlan[] = [
  {
    label: 'mta-sts',
    addresses: ['203.0.113.152'],
    site: { page: page('', { headers: { 'Content-Type': 'text/plain' }, body: POLICY }) },
  },
  {
    label: 'brand',
    addresses: ['203.0.113.152'],
    site: { page: page('', { headers: { 'Content-Type': 'image/svg+xml' }, body: LOGO }) },
  },
];

/** Each department has added its own, and nobody counts. */
const SENDERS: Readonly<Record<string, string>> = {
  '@': `v=spf1 mx a ptr ip4:203.0.0.0/14 include:_spf.${NAME} include:spf.acme-mailings.test ~all`,
  _spf: `v=spf1 include:_spf-eu.${NAME} include:_spf-us.${NAME} include:_spf-shop.${NAME} -all`,
  '_spf-eu': `v=spf1 a:newsletter.${NAME} a:erp.${NAME} ip4:192.0.2.64/27 -all`,
  '_spf-us': `v=spf1 a:crm.${NAME} a:helpdesk.${NAME} ip4:198.51.100.128/26 -all`,
  '_spf-shop': `v=spf1 a:shop.${NAME} a:survey.${NAME} ip4:167.89.0.0/17 -all`,
};

const KEYS: Readonly<Record<string, string>> = {
  default: `v=DKIM1; k=rsa; p=${RSA_1024}`,
  mail: `v=DKIM1; k=rsa; p=${RSA_768}`,
  s1: `v=DKIM1; k=rsa; t=y; p=${RSA_2048}`,
  s2: `v=DKIM1; k=rsa; p=${RSA_2048}`,
  k1: 'v=DKIM1; p=',
};

export const policyRecords: readonly string[] = [
  ...Object.entries(SENDERS).map(([owner, text]) => textRecord(owner, text)),
  ...Object.entries(KEYS).map(([selector, text]) => textRecord(`${selector}._domainkey`, text)),
  `_dmarc 300 TXT "v=DMARC1; p=none; pct=100; rua=mailto:dmarc@${NAME},mailto:acme@hosting.test"`,
  '_mta-sts 300 TXT "v=STSv1; id=20210304T091500"',
  `_smtp._tls 300 TXT "v=TLSRPTv1; rua=postmaster@${NAME}"`,
  `default._bimi 300 TXT "v=BIMI1; l=https://brand.${NAME}/logo.svg"`,
];

export const policyFaults = [
  'spf-lookups/too-many',
  'spf-lookups/dead-include',
  'spf-breadth/broad-network',
  'spf-breadth/provider-wide',
  'spf-hygiene/ptr',
  'dmarc/policy-none',
  'dmarc-reports/unauthorised',
  'dmarc-standard/obsolete-tags',
  'dkim/short-key-1024',
  'dkim/weak-key',
  'dkim/test-mode',
  'dkim/shared-key',
  'dkim/revoked',
  'mta-sts/mx-uncovered-testing',
  'mta-sts/not-enforced',
  'tls-rpt/malformed',
  'bimi/svg-profile',
  'bimi/no-enforcement',
];
