import { createPublicKey } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import type { IssuedCertificate } from './certificates.ts';
import type { TlsVersionsSpec } from './spec.ts';

/** What node:tls needs to serve a certificate, old versions and weak keys too. */
export function secureContextOptions(
  issued: IssuedCertificate,
  versions: TlsVersionsSpec = { min: 'TLSv1.2', max: 'TLSv1.3' },
): SecureContextOptions {
  const options = { ...issued, minVersion: versions.min, maxVersion: versions.max };
  const legacy = versions.min === 'TLSv1' || versions.min === 'TLSv1.1';
  if (!legacy && !hasWeakKey(issued)) return options;
  // OpenSSL's default security level forbids TLS below 1.2 and RSA below 2048 bits.
  return { ...options, ciphers: 'DEFAULT@SECLEVEL=0' };
}

function hasWeakKey({ cert }: IssuedCertificate): boolean {
  const bits = createPublicKey(cert).asymmetricKeyDetails?.modulusLength;
  return bits !== undefined && bits < 2048;
}
