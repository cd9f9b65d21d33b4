import { type DnssecAnswer, type DnssecResult, validate } from '../src/protocols/dnssec.ts';
import { network, type Response } from './dnssec-network.ts';
import {
  dsAnchor,
  dsText,
  makeKey,
  NOW,
  type SignedZone,
  type SigningKey,
  signZone,
  type ZoneOptions,
} from './dnssec-signer.ts';

export const rootKey = makeKey(13);
export const tldKey = makeKey(15);
export const key = makeKey(13);
export const now = new Date(NOW * 1000);
export const timeout: DnssecAnswer = { state: 'unknown', reason: 'timeout' };
export const DAY = 86_400;

const RECORDS = [
  'www 3600 A 192.0.2.1',
  'www 3600 A 192.0.2.2',
  '@ 3600 MX 10 mail',
  'alias 3600 CNAME www',
  'away 3600 CNAME www.other.test.',
  'nowhere 3600 CNAME gone',
  'loop 3600 CNAME pool',
  'pool 3600 CNAME loop',
  'deep.empty 3600 A 192.0.2.3',
  '*.wild 3600 A 192.0.2.4',
  '*.alias 3600 CNAME www',
  'old 3600 DNAME www.other.test.',
  'moved 3600 DNAME wild',
];

export interface Setup {
  keys?: readonly SigningKey[];
  /** What the parent says of the zone: DS records, as text. */
  ds?: readonly string[];
  zone?: Partial<ZoneOptions>;
  tld?: Partial<ZoneOptions>;
  more?: readonly SignedZone[];
  change?: (zone: SignedZone) => void;
  spoil?: (question: string, response: Response) => DnssecAnswer | undefined;
}

/** The root, `test.`, the zone `a.test.` under trial, and `other.test.`, signed too. */
export function internet({ keys = [key], ds, zone, tld, more = [], change, spoil }: Setup = {}) {
  const delegation = (ds ?? [dsText('a.test.', keys[0] ?? key)]).map((text) => `a 3600 DS ${text}`);
  const root = signZone({
    name: '.',
    keys: [rootKey],
    records: ['test 3600 NS ns.invalid.', `test 3600 DS ${dsText('test.', tldKey)}`],
  });
  const test = signZone({
    name: 'test.',
    keys: [tldKey],
    records: [
      'a 3600 NS ns.invalid.',
      ...delegation,
      'other 3600 NS ns.invalid.',
      `other 3600 DS ${dsText('other.test.', key)}`,
      'bare 3600 NS ns.invalid.',
      'zz 3600 A 192.0.2.9',
    ],
    ...tld,
  });
  const signed = signZone({ name: 'a.test.', keys, records: RECORDS, ...zone });
  change?.(signed);
  const other = signZone({ name: 'other.test.', keys: [key], records: RECORDS });
  const bare = signZone({ name: 'bare.test.', records: RECORDS });
  return network([root, test, signed, other, bare, ...more], spoil);
}

export function ask(setup: Setup, name = 'www.a.test', type = 'A', at = now): Promise<DnssecResult> {
  return validate({ name, type }, internet(setup).query, { anchors: [dsAnchor('.', rootKey)], now: at });
}

export const verdict = ({ state, reason, zone }: DnssecResult) => [state, reason, zone];
