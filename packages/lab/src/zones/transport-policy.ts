import { page } from './pages.ts';
import type { HostPlan } from './plan.ts';

/** Where failures of mail transport are reported (RFC 8460 section 3). */
export function tlsReportRecord(zone: string): string {
  return `_smtp._tls 300 TXT "v=TLSRPTv1; rua=mailto:tls@${zone}"`;
}

/** MTA-STS in force for the exchangers (RFC 8461 section 3), with reports. */
export function transportPolicy(
  zone: string,
  exchangers: readonly string[],
  addresses: readonly string[],
): { host: HostPlan; records: readonly string[] } {
  const policy = [
    'version: STSv1',
    'mode: enforce',
    ...exchangers.map((exchange) => `mx: ${exchange}`),
    'max_age: 1209600',
  ];
  const body = policy.map((line) => `${line}\r\n`).join('');
  return {
    host: {
      label: 'mta-sts',
      addresses,
      site: { page: page('', { headers: { 'Content-Type': 'text/plain' }, body }) },
    },
    records: ['_mta-sts 300 TXT "v=STSv1; id=20260101T000000"', tlsReportRecord(zone)],
  };
}
