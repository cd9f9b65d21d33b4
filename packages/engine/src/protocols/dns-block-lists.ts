import type { DnsAnswer } from './dns-answer.ts';
import { addressVersion, reverseLabels } from './ip-address.ts';

/** A list of addresses or domains of bad repute that is asked through the DNS (RFC 5782). */
export interface BlockList {
  zone: string;
  title: string;
  lists: 'address' | 'domain';
  /** Does it list IPv6 addresses too? */
  ipv6: boolean;
  /** An entry that must be there, and one that must not (RFC 5782 sections 5 and 2.3): address or name. */
  listedProbe: string;
  unlistedProbe: string;
  /** What the documented answers mean: whole answers, or bits of the last octet. */
  codes: { answers: Readonly<Record<string, string>> } | { bits: Readonly<Record<number, string>> };
  /** Where one asks to be taken off. */
  removal: string;
}

const ADDRESSES = {
  lists: 'address',
  ipv6: false,
  listedProbe: '127.0.0.2',
  unlistedProbe: '127.0.0.1',
} as const;
const SPAM_SOURCE = { answers: { '127.0.0.2': 'sends spam' } };

export const BLOCK_LISTS: readonly BlockList[] = [
  {
    ...ADDRESSES,
    zone: 'zen.spamhaus.org',
    title: 'Spamhaus ZEN',
    ipv6: true,
    codes: {
      answers: {
        '127.0.0.2': 'SBL: sends or hosts spam',
        '127.0.0.3': 'CSS: sends spam',
        '127.0.0.4': 'XBL: infected or hijacked machine',
        '127.0.0.9': 'DROP: hijacked network',
        '127.0.0.10': 'PBL: by its provider not meant to send mail itself',
        '127.0.0.11': 'PBL: not meant to send mail itself',
      },
    },
    removal: 'https://check.spamhaus.org/',
  },
  {
    ...ADDRESSES,
    zone: 'bl.spamcop.net',
    title: 'SpamCop',
    codes: SPAM_SOURCE,
    removal: 'https://www.spamcop.net/bl.shtml',
  },
  {
    ...ADDRESSES,
    zone: 'b.barracudacentral.org',
    title: 'Barracuda',
    codes: SPAM_SOURCE,
    removal: 'https://www.barracudacentral.org/lookups',
  },
  {
    ...ADDRESSES,
    zone: 'psbl.surriel.com',
    title: 'PSBL',
    codes: SPAM_SOURCE,
    removal: 'https://psbl.org/',
  },
  {
    ...ADDRESSES,
    zone: 'dnsbl-1.uceprotect.net',
    title: 'UCEPROTECT level 1',
    codes: SPAM_SOURCE,
    removal: 'https://www.uceprotect.net/en/rblcheck.php',
  },
  {
    ...ADDRESSES,
    zone: 'dnsbl.dronebl.org',
    title: 'DroneBL',
    ipv6: true,
    codes: {
      answers: {
        '127.0.0.3': 'IRC drone',
        '127.0.0.5': 'bottler',
        '127.0.0.6': 'unknown spambot or drone',
        '127.0.0.7': 'DDoS drone',
        '127.0.0.8': 'open SOCKS proxy',
        '127.0.0.9': 'open HTTP proxy',
        '127.0.0.10': 'proxy chain',
        '127.0.0.11': 'web page proxy',
        '127.0.0.12': 'open DNS resolver',
        '127.0.0.13': 'brute-force attacker',
        '127.0.0.14': 'open Wingate proxy',
        '127.0.0.15': 'compromised router or gateway',
        '127.0.0.16': 'autorooting worm',
        '127.0.0.17': 'botnet address found by software',
      },
    },
    removal: 'https://dronebl.org/lookup',
  },
  {
    zone: 'dbl.spamhaus.org',
    title: 'Spamhaus DBL',
    lists: 'domain',
    ipv6: false,
    listedProbe: 'dbltest.com',
    unlistedProbe: 'invalid',
    codes: {
      answers: {
        '127.0.1.2': 'low reputation',
        '127.0.1.4': 'phishing',
        '127.0.1.5': 'malware',
        '127.0.1.6': 'command of a botnet',
        '127.0.1.102': 'abused by spammers',
        '127.0.1.103': 'abused to redirect to spam',
        '127.0.1.104': 'abused for phishing',
        '127.0.1.105': 'abused for malware',
        '127.0.1.106': 'abused for the command of a botnet',
      },
    },
    removal: 'https://check.spamhaus.org/',
  },
  {
    zone: 'multi.surbl.org',
    title: 'SURBL',
    lists: 'domain',
    ipv6: false,
    listedProbe: 'surbl-org-permanent-test-point.com',
    unlistedProbe: 'invalid',
    codes: { bits: { 8: 'phishing', 16: 'malware', 64: 'abuse', 128: 'cracked site' } },
    removal: 'https://surbl.org/surbl-analysis',
  },
  {
    zone: 'multi.uribl.com',
    title: 'URIBL',
    lists: 'domain',
    ipv6: false,
    listedProbe: 'test.uribl.com',
    unlistedProbe: 'invalid',
    codes: { bits: { 2: 'black: belongs to spammers' } },
    removal: 'https://admin.uribl.com/',
  },
];

export type Listing =
  | { state: 'listed'; meanings: readonly string[] }
  | { state: 'unlisted' }
  /** The list says something else: that it does not answer us, or what it does not document. */
  | { state: 'unknown'; detail: string };

/** The name to ask for. An address or a domain name, as the list has them. */
export function listingName({ zone, lists }: Pick<BlockList, 'zone' | 'lists'>, subject: string): string {
  return `${lists === 'address' ? reverseLabels(subject) : subject}.${zone}`;
}

/** Is the address of a family that the list has? */
export function takesAddress({ lists, ipv6 }: BlockList, address: string): boolean {
  return lists === 'address' && (ipv6 || addressVersion(address) === 4);
}

/** What the list's A records say. Only what the list documents is a listing. */
export function readListing({ codes }: Pick<BlockList, 'codes'>, answer: DnsAnswer<string>): Listing {
  if (answer.state === 'absent') return { state: 'unlisted' };
  if (answer.state === 'unknown') return { state: 'unknown', detail: answer.detail ?? answer.reason };
  const addresses = answer.records.slice(0, 20);
  // 127.255.255.0/24 tells errors of the asker; Spamhaus began it, others follow.
  const refusal = addresses.find((address) => /^127\.255\.255\.|^127\.0\.1\.255$/.test(address));
  if (refusal !== undefined)
    return { state: 'unknown', detail: `the list refuses the question (${refusal})` };
  const meanings = new Set(addresses.flatMap((address) => meaningsOf(codes, address)));
  if (meanings.size > 0) return { state: 'listed', meanings: [...meanings] };
  return { state: 'unknown', detail: `an answer that the list does not document (${addresses.join(', ')})` };
}

function meaningsOf(codes: BlockList['codes'], address: string): string[] {
  if ('answers' in codes) {
    const meaning = Object.hasOwn(codes.answers, address) ? codes.answers[address] : undefined;
    return meaning === undefined ? [] : [meaning];
  }
  const octet = Number(/^127\.0\.0\.(\d{1,3})$/.exec(address)?.[1] ?? 0);
  // The first bit says that the asker is not answered.
  if (octet % 2 === 1) return [];
  return Object.entries(codes.bits).flatMap(([bit, meaning]) => (octet & Number(bit) ? [meaning] : []));
}
