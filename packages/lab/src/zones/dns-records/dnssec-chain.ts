import type { Trio } from '../trio.ts';
import { signedTrio } from './signed.ts';

const BROKEN_DELEGATION = ['dnssec/bogus', 'dnssec-delegation/ds-without-key'];

/** The way from the parent to the keys, and from the keys to the records. */
export const dnssecChain: readonly Trio[] = [
  signedTrio('dnssec-unsigned', ['dnssec/unsigned'], false),
  signedTrio('dnssec-island', ['dnssec/island'], { ds: 'none' }),
  signedTrio('dnssec-foreign-ds', BROKEN_DELEGATION, { ds: 'foreign' }),
  signedTrio('dnssec-wrong-digest', BROKEN_DELEGATION, { ds: 'wrong-digest', algorithm: 'ED25519' }),
  signedTrio(
    'dnssec-leftover-ds',
    ['dnssec-delegation/ds-unmatched'],
    { ds: 'extra-foreign', keys: 'ksk-zsk' },
    { sound: { keys: 'ksk-zsk' } },
  ),
  signedTrio(
    'dnssec-sha1-ds',
    ['dnssec-delegation/digest-sha1'],
    { digests: [1] },
    { sound: { digests: [2, 4] } },
  ),
  signedTrio('dnssec-broken-soa', ['dnssec/bogus'], { broken: ['@ SOA'] }, { silent: ['@ SOA'] }),
  signedTrio(
    'dnssec-unsigned-text',
    ['dnssec/bogus'],
    { unsigned: ['@ TXT'], algorithm: 'RSASHA256' },
    { sound: { algorithm: 'RSASHA256' }, silent: ['@ TXT'] },
  ),
  signedTrio('dnssec-expired', ['dnssec/bogus', 'dnssec-signatures/expired'], {
    signaturesFrom: -30,
    signaturesUntil: -1,
  }),
  signedTrio(
    'dnssec-one-expired',
    ['dnssec/bogus', 'dnssec-signatures/expired'],
    { expired: ['@ TXT'], algorithm: 'ED448' },
    { sound: { algorithm: 'ED448' } },
  ),
  signedTrio('dnssec-not-yet-valid', ['dnssec/bogus', 'dnssec-signatures/not-yet-valid'], {
    signaturesFrom: 1,
    signaturesUntil: 28,
  }),
  signedTrio(
    'dnssec-expires-soon',
    ['dnssec-signatures/expires-soon'],
    { signaturesFrom: -27, signaturesUntil: 1 },
    { sound: { signaturesFrom: -1, signaturesUntil: 1 } },
  ),
  signedTrio('dnssec-lifetime-long', ['dnssec-signatures/lifetime-long'], { signaturesUntil: 400 }),
];
