import type { Trio } from '../trio.ts';
import { hostsWithFaults, withCertificate } from './hosts.ts';

/** What a certificate says, how it is signed, and what is sent with it. */
export const certificates: Trio = hostsWithFaults('tls-certificates', [
  withCertificate('unlogged', ['certificate-transparency/missing'], { timestamps: 'none' }),
  withCertificate('sha1', ['certificate-signature/weak'], { signedWith: 'sha1' }),
  withCertificate('decade', ['certificate-validity-long/too-long'], { validDays: 3_650 }),
  withCertificate('year', ['certificate-validity-long/too-long'], { validDays: 365 }),
  withCertificate('chain', [], { chain: 'long' }),
  withCertificate('order', ['certificate-chain/order'], { chain: 'wrong-order' }),
  withCertificate('root', ['certificate-chain/root'], { chain: 'with-root' }),
  withCertificate('stranger', ['certificate-chain/unneeded'], { chain: 'with-stranger' }),
  withCertificate('client', ['certificate-path/rule'], { purpose: 'client' }),
  withCertificate('unstapled', ['ocsp-stapling/missing'], { mustStaple: 'not-stapled' }),
  withCertificate('stapled', [], { mustStaple: 'stapled' }),
  {
    label: 'wildcard',
    faults: ['certificate-wildcard/wildcard'],
    site: (host) => ({ certificate: { names: [host, `*.${host}`] } }),
  },
]);
