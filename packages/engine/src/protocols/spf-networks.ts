import { canonicalPrefix, prefixContains } from './ip-address.ts';

export interface SharedNetwork {
  prefix: string;
  provider: string;
}

const shared: readonly (readonly [provider: string, ...prefixes: string[]])[] = [
  ['Google', '35.190.247.0/24', '64.233.160.0/19', '66.102.0.0/20', '66.249.80.0/20', '72.14.192.0/18'],
  ['Google', '74.125.0.0/16', '108.177.8.0/21', '173.194.0.0/16', '209.85.128.0/17', '216.58.192.0/19'],
  ['Google', '172.217.0.0/19', '216.239.32.0/19', '2001:4860:4000::/36', '2404:6800:4000::/36'],
  ['Google', '2607:f8b0:4000::/36', '2800:3f0:4000::/36', '2a00:1450:4000::/36', '2c0f:fb50:4000::/36'],
  ['Microsoft 365', '40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/15', '52.102.0.0/16', '52.103.0.0/17'],
  ['Microsoft 365', '104.47.0.0/17', '2a01:111:f400::/48', '2a01:111:f403::/49'],
  [
    'Amazon SES',
    '54.240.0.0/18',
    '69.169.224.0/20',
    '76.223.176.0/20',
    '199.127.232.0/22',
    '199.255.192.0/22',
  ],
  ['Amazon SES', '23.249.208.0/20', '23.251.224.0/19', '206.55.144.0/20'],
  ['SendGrid', '149.72.0.0/16', '159.183.0.0/16', '167.89.0.0/17', '168.245.0.0/17', '192.254.112.0/20'],
  ['SendGrid', '198.21.0.0/21', '198.37.144.0/20', '208.117.48.0/20', '50.31.32.0/19'],
  ['Mailchimp', '148.105.8.0/21', '198.2.128.0/18', '205.201.128.0/20'],
  ['Mailgun', '69.72.32.0/20', '143.55.224.0/20', '159.135.224.0/20', '161.38.192.0/20', '198.61.254.0/23'],
  ['Salesforce', '13.108.0.0/14', '85.222.128.0/19', '96.43.144.0/20', '136.146.128.0/17', '182.50.76.0/22'],
  ['Salesforce Marketing Cloud', '13.111.0.0/16', '136.147.128.0/17', '198.245.80.0/20'],
  ['Zendesk', '185.12.80.0/22', '188.172.128.0/20', '192.161.144.0/20', '216.198.0.0/18'],
  ['Brevo', '77.32.128.0/18', '185.41.28.0/22', '185.107.232.0/24', '212.146.192.0/18'],
  ['Mailjet', '87.253.232.0/21', '185.189.236.0/22', '185.211.120.0/22', '185.250.236.0/22'],
  ['Mimecast', '91.220.42.0/24', '195.130.217.0/24', '205.139.110.0/23', '207.211.30.0/24'],
  ['Proofpoint', '67.231.144.0/20', '148.163.128.0/19', '185.132.180.0/22', '205.220.160.0/20'],
  ['OVHcloud', '51.68.0.0/16', '54.36.0.0/14', '91.121.0.0/16', '188.165.0.0/16'],
  ['Hetzner', '78.46.0.0/15', '88.198.0.0/16', '95.216.0.0/15', '116.202.0.0/15', '135.181.0.0/16'],
];

/** Networks that providers share out among all of their customers; those of their own SPF records, for the most part. */
export const SHARED_NETWORKS: readonly SharedNetwork[] = shared.flatMap(([provider, ...prefixes]) =>
  prefixes.map((prefix) => ({ prefix, provider })),
);

/** The shared network that the whole of a network is, or that lies in it; null when it is a part of one at most. */
export function sharedNetworkIn(network: string): SharedNetwork | null {
  const canonical = canonicalPrefix(network);
  if (canonical === null) return null;
  const length = Number(canonical.split('/')[1]);
  const within = SHARED_NETWORKS.find(({ prefix }) => {
    const [address = '', bits] = prefix.split('/');
    return Number(bits) >= length && prefixContains(canonical, address);
  });
  return within ?? null;
}
