import type { Trio } from '../trio.ts';
import { hostsWithFaults } from './hosts.ts';

const LEGACY = { min: 'TLSv1', max: 'TLSv1.3' } as const;

/** What a server of today does when it is told to. */
export const configured: Trio = hostsWithFaults('tls-configured', [
  // The target itself is surveyed in full: its groups are known.
  { label: '@', faults: ['mozilla-profile/none'], site: () => ({ tls: { groups: 'X25519:P-521' } }) },
  {
    label: 'legacy',
    faults: ['tls-version/legacy'],
    site: () => ({ versions: LEGACY }),
  },
  {
    label: 'sha1',
    faults: ['tls-signature/weak'],
    site: () => ({
      tls: { ciphers: 'ECDHE+AESGCM:@SECLEVEL=0', signatures: 'ECDSA+SHA256:ECDSA+SHA1' },
    }),
  },
  {
    label: 'cbc',
    faults: ['tls-cipher/cbc-only'],
    site: () => ({
      versions: { min: 'TLSv1.2', max: 'TLSv1.2' },
      tls: { ciphers: 'ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA256' },
    }),
  },
  {
    label: 'rsa',
    faults: ['tls-cipher/no-forward-secrecy'],
    site: () => ({ certificate: { key: 'rsa' }, tls: { ciphers: 'ECDHE+AESGCM:AES128-GCM-SHA256' } }),
  },
  {
    label: 'anonymous',
    faults: ['tls-cipher/anonymous', 'tls-rating/poor'],
    site: () => ({ tls: { ciphers: 'ECDHE+AESGCM:AECDH-AES256-SHA:@SECLEVEL=0' } }),
  },
]);
