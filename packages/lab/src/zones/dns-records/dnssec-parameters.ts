import { type Trio, trio } from '../trio.ts';
import { signedTrio } from './signed.ts';

/** A name that nobody made is not answered: what is asked for there begins with `x`. */
const DENIALS = ['@ TLSA'];

/** Algorithms, keys, denials, and what a zone asks its parent to publish. */
export const dnssecParameters: readonly Trio[] = [
  signedTrio('dnssec-rsasha1', ['dnssec-algorithms/forbidden'], { algorithm: 'RSASHA1-NSEC3-SHA1' }),
  signedTrio('dnssec-rsasha512', ['dnssec-algorithms/deprecated'], { algorithm: 'RSASHA512' }),
  signedTrio(
    'dnssec-short-key',
    ['dnssec-algorithms/weak-key'],
    { algorithm: 'RSASHA256', rsaBits: 1024, keys: 'ksk-zsk' },
    { sound: { algorithm: 'RSASHA256', rsaBits: 2048, keys: 'ksk-zsk' } },
  ),
  signedTrio('dnssec-no-denial', ['dnssec-denial/broken'], { denialFault: 'missing' }, { silent: DENIALS }),
  signedTrio(
    'dnssec-wrong-denial',
    ['dnssec-denial/broken'],
    { denialFault: 'wrong', denial: 'nsec', algorithm: 'ECDSAP384SHA384' },
    { sound: { algorithm: 'ECDSAP384SHA384' }, silent: DENIALS },
  ),
  signedTrio(
    'dnssec-walkable',
    ['dnssec-denial/walkable'],
    { denial: 'nsec', algorithm: 'ED25519' },
    { sound: { algorithm: 'ED25519' } },
  ),
  signedTrio('dnssec-iterations', ['dnssec-denial/iterations'], { denial: { iterations: 10 } }),
  signedTrio('dnssec-many-iterations', ['dnssec-denial/iterations'], { denial: { iterations: 500 } }),
  signedTrio('dnssec-salt', ['dnssec-denial/salt'], { denial: { salt: 'ab12' } }),
  signedTrio('dnssec-opt-out', ['dnssec-denial/opt-out'], { denial: { optOut: true } }),
  signedTrio(
    'dnssec-foreign-cds',
    ['dnssec-child-records/cds-mismatch'],
    { childRecords: 'cds-foreign' },
    { silent: ['@ CDS'] },
  ),
  signedTrio(
    'dnssec-foreign-cdnskey',
    ['dnssec-child-records/cdnskey-mismatch'],
    { childRecords: 'cdnskey-foreign' },
    { sound: { childRecords: 'none' }, silent: ['@ CDNSKEY'] },
  ),
  trio({
    name: 'dnssec-keys-differ',
    // The parent does not name the server, so that what resolvers get is the same each time.
    faults: ['dnssec-child-records/keys-differ', 'delegation-consistency/child-only'],
    silent: ['@ CDS'],
    open: ['dnssec-child-records/keys-differ'],
    zone({ faulty, ownServers }) {
      const nameServers = ownServers();
      if (!faulty) return { nameServers };
      const [first, second] = [nameServers.slice(0, 2), nameServers.slice(2)];
      return {
        nameServers: [...first, ...second.map((server) => ({ ...server, unsigned: true }))],
        delegation: first.map(({ name, address }) => ({ name, address })),
      };
    },
  }),
];
