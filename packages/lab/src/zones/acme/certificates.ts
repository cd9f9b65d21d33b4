import type { HostPlan } from '../plan.ts';

/** Hosts of acme.test whose certificate or TLS is wrong. */
export const certificates: readonly HostPlan[] = [
  {
    label: 'vpn',
    addresses: ['192.0.2.75'],
    site: { title: 'Acme remote access', certificate: { fault: 'expired' } },
    faults: ['certificate-expiry/expired'],
  },
  {
    label: 'beta',
    addresses: ['198.51.100.145'],
    site: { title: 'Acme beta programme', certificate: { fault: 'not-yet-valid' } },
    faults: ['certificate-expiry/not-yet-valid'],
  },
  {
    label: 'events',
    addresses: ['203.0.113.143'],
    site: { title: 'Acme roadshow', certificate: { validDays: 5 } },
    faults: ['certificate-expiry/expires-soon'],
  },
  {
    label: 'careers',
    addresses: ['203.0.113.142'],
    site: { title: 'Work at Acme', certificate: { names: ['recruiting.hosting.test'] } },
    faults: ['certificate-name/mismatch'],
  },
  {
    label: 'staging',
    addresses: ['198.51.100.144'],
    site: { title: 'Acme staging', certificate: { fault: 'unknown-ca' } },
    faults: ['certificate-trust/unknown-issuer'],
  },
  {
    label: 'partners',
    addresses: ['203.0.113.141'],
    site: { title: 'Acme partners', certificate: { fault: 'incomplete-chain' } },
    faults: ['certificate-trust/incomplete-chain'],
  },
  {
    label: 'investors',
    addresses: ['203.0.113.151'],
    site: { title: 'Acme for investors', certificate: { authority: "Let's Encrypt of the lab" } },
    faults: ['caa-issuer/not-allowed'],
  },
  {
    label: 'dev',
    addresses: ['198.51.100.143'],
    site: { title: 'Acme development', certificate: { fault: 'self-signed' } },
    faults: ['certificate-self-signed/self-signed'],
  },
  {
    label: 'printer',
    addresses: ['192.0.2.78'],
    site: { title: 'Print server', certificate: { fault: 'weak-key' } },
    faults: ['certificate-key/weak'],
  },
  {
    label: 'old',
    addresses: ['192.0.2.76'],
    site: { title: 'Acme archive', versions: { min: 'TLSv1', max: 'TLSv1.2' } },
    faults: ['tls-version/legacy'],
  },
  {
    label: 'legacy',
    addresses: ['192.0.2.77'],
    site: { title: 'Order entry', versions: { min: 'TLSv1', max: 'TLSv1.1' } },
    faults: ['tls-version/legacy', 'tls-version/no-modern', 'tls-cipher/cbc-only', 'tls-rating/poor'],
  },
];
