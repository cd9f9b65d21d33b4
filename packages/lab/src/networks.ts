import { BlockList, isIPv4 } from 'node:net';
import type { NetworkSpec } from './spec.ts';
import { addressBytes } from './zone-file.ts';

/** Who announces the documentation ranges (RFC 5737, RFC 3849) in the lab; AS numbers from RFC 5398. No two overlap. */
export const NETWORKS: readonly NetworkSpec[] = [
  {
    prefix: '192.0.2.0/26',
    asn: 64496,
    holder: 'EXAMPLE-HOSTING - Example Hosting BV, NL',
    country: 'NL',
    registry: 'ripencc',
  },
  {
    prefix: '192.0.2.64/26',
    asn: 64497,
    holder: 'ACME-CORP - Acme Corporation GmbH, DE',
    country: 'DE',
    registry: 'ripencc',
  },
  {
    prefix: '192.0.2.128/25',
    asn: 64498,
    holder: 'EXAMPLE-CDN - Example Content Delivery Inc., US',
    country: 'US',
    registry: 'arin',
  },
  {
    prefix: '198.51.100.0/25',
    asn: 64499,
    holder: 'EXAMPLE-REGISTRY - Example Registry Services, CH',
    country: 'CH',
    registry: 'ripencc',
  },
  {
    prefix: '198.51.100.128/25',
    asn: 64500,
    holder: 'EXAMPLE-CLOUD - Example Cloud Pty Ltd, AU',
    country: 'AU',
    registry: 'apnic',
  },
  {
    prefix: '203.0.113.0/25',
    asn: 64501,
    holder: 'EXAMPLE-TELECOM - Example Telecom SA, BR',
    country: 'BR',
    registry: 'lacnic',
  },
  {
    prefix: '203.0.113.128/25',
    asn: 64502,
    holder: 'EXAMPLE-COLO - Example Colocation Ltd, ZA',
    country: 'ZA',
    registry: 'afrinic',
  },
  {
    prefix: '2001:db8:1::/48',
    asn: 64496,
    holder: 'EXAMPLE-HOSTING - Example Hosting BV, NL',
    country: 'NL',
    registry: 'ripencc',
  },
  {
    prefix: '2001:db8:2::/48',
    asn: 64497,
    holder: 'ACME-CORP - Acme Corporation GmbH, DE',
    country: 'DE',
    registry: 'ripencc',
  },
  {
    prefix: '2001:db8:3::/48',
    asn: 64501,
    holder: 'EXAMPLE-TELECOM - Example Telecom SA, BR',
    country: 'BR',
    registry: 'lacnic',
  },
  {
    prefix: '2001:db8:4::/48',
    asn: 64501,
    holder: 'EXAMPLE-TELECOM - Example Telecom SA, BR',
    country: 'BR',
    registry: 'lacnic',
  },
];

const OURS = new BlockList();
for (const { prefix } of NETWORKS) {
  const [address = '', length] = prefix.split('/');
  OURS.addSubnet(address, Number(length), isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** Is the address one that the lab may answer for? What a hostile zone points at need not be. */
export function isOurs(address: string): boolean {
  return OURS.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** The network that the address lies in. */
export function networkOf(address: string): NetworkSpec | undefined {
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  return NETWORKS.find(({ prefix }) => {
    const [start = '', length] = prefix.split('/');
    const list = new BlockList();
    if (isIPv4(start) === isIPv4(address)) list.addSubnet(start, Number(length), family);
    return list.check(address, family);
  });
}

const ALLOCATED = '2010-01-01';

/** Where the stand-ins of the third parties live. */
export const THIRD_PARTIES = {
  crtsh: { host: 'crt.sh', address: '198.51.100.11' },
  certspotter: { host: 'api.certspotter.com', address: '198.51.100.12' },
  'rdap-bootstrap': { host: 'data.iana.org', address: '198.51.100.13' },
  rdap: { host: 'rdap.registry.test', address: '198.51.100.14' },
  greynoise: { host: 'api.greynoise.io', address: '198.51.100.15' },
  hibp: { host: 'haveibeenpwned.com', address: '198.51.100.119' },
  'hudson-rock': { host: 'cavalier.hudsonrock.com', address: '198.51.100.120' },
  internetdb: { host: 'internetdb.shodan.io', address: '198.51.100.16' },
  anubis: { host: 'anubisdb.com', address: '198.51.100.110' },
  columbus: { host: 'columbus.elmasy.com', address: '198.51.100.111' },
  'common-crawl': { host: 'index.commoncrawl.org', address: '198.51.100.112' },
  hackertarget: { host: 'api.hackertarget.com', address: '198.51.100.113' },
  rapiddns: { host: 'rapiddns.io', address: '198.51.100.114' },
  'shodan-ct': { host: 'ctl.shodan.io', address: '198.51.100.115' },
  'subdomain-center': { host: 'api.subdomain.center', address: '198.51.100.116' },
  thc: { host: 'ip.thc.org', address: '198.51.100.117' },
  wayback: { host: 'web.archive.org', address: '198.51.100.118' },
} as const;

/** Records below `cymru.com` as Team Cymru's DNS service answers them: `origin.asn`, `origin6.asn` and `asn`. */
export function cymruRecords(networks: readonly NetworkSpec[]): string[] {
  const records: string[] = [];
  for (const { prefix, asn, country, registry } of networks) {
    const text = `${asn} | ${prefix} | ${country} | ${registry} | ${ALLOCATED}`;
    for (const owner of originOwners(prefix)) records.push(`${owner} 3600 TXT "${text}"`);
  }
  for (const [asn, { country, registry, holder }] of byAsn(networks)) {
    records.push(`AS${asn}.asn 3600 TXT "${asn} | ${country} | ${registry} | ${ALLOCATED} | ${holder}"`);
  }
  return records;
}

function byAsn(networks: readonly NetworkSpec[]): Map<number, NetworkSpec> {
  return new Map(networks.map((network) => [network.asn, network]));
}

/** One wildcard for a prefix that ends between labels, otherwise one for each value of the label that it cuts. */
function originOwners(prefix: string): string[] {
  const [address = '', length = ''] = prefix.split('/');
  const zone = isIPv4(address) ? 'origin.asn' : 'origin6.asn';
  const labels = addressLabels(address);
  const bitsPerLabel = isIPv4(address) ? 8 : 4;
  const whole = Math.floor(Number(length) / bitsPerLabel);
  const cutBits = Number(length) % bitsPerLabel;
  const fixed = labels.slice(0, whole);
  if (cutBits === 0) return [owner(fixed, true, zone)];
  const first = labelValue(labels[whole] ?? '0', bitsPerLabel);
  const count = 2 ** (bitsPerLabel - cutBits);
  return Array.from({ length: count }, (_, index) => {
    const cut = labelText(first + index, bitsPerLabel);
    return owner([...fixed, cut], whole + 1 < labels.length, zone);
  });
}

function owner(labels: readonly string[], wildcard: boolean, zone: string): string {
  return [...(wildcard ? ['*'] : []), ...labels.toReversed(), zone].join('.');
}

/** Octets of an IPv4 address, nibbles of an IPv6 address, most significant first. */
function addressLabels(address: string): string[] {
  const bytes = addressBytes(address);
  return isIPv4(address) ? [...bytes].map(String) : [...bytes.toString('hex')];
}

function labelValue(label: string, bits: number): number {
  return Number.parseInt(label, bits === 8 ? 10 : 16);
}

function labelText(value: number, bits: number): string {
  return value.toString(bits === 8 ? 10 : 16);
}

/** The name below `in-addr.arpa` or `ip6.arpa` (RFC 1035 section 3.5, RFC 3596 section 2.5). */
export function reverseName(address: string): string {
  const suffix = isIPv4(address) ? 'in-addr.arpa' : 'ip6.arpa';
  return [...addressLabels(address).toReversed(), suffix].join('.');
}
