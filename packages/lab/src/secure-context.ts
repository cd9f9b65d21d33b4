import { createPublicKey, X509Certificate } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import type { IssuedCertificate } from './certificates.ts';
import type { TlsSpec, TlsVersionsSpec } from './spec.ts';

/** Mozilla's intermediate profile; where old versions are spoken, with what these need. */
const CIPHERS = 'ECDHE+AESGCM:ECDHE+CHACHA20';
const LEGACY_CIPHERS = `${CIPHERS}:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA`;
const GROUPS = 'X25519MLKEM768:X25519:P-256:P-384';
/** OpenSSL signs with SHA-1 when nothing forbids it. */
const SIGNATURES = 'ECDSA+SHA256:ECDSA+SHA384:RSA-PSS+SHA256:RSA+SHA256';

/** What node:tls needs to serve a certificate, old versions and weak keys too. */
export function secureContextOptions(
  issued: IssuedCertificate,
  versions: TlsVersionsSpec = { min: 'TLSv1.2', max: 'TLSv1.3' },
  tls: Exclude<TlsSpec, { script: unknown }> = {},
): SecureContextOptions {
  const { key, cert } = issued;
  const legacy = versions.min === 'TLSv1' || versions.min === 'TLSv1.1';
  const options = {
    key,
    cert,
    minVersion: versions.min,
    maxVersion: versions.max,
    ciphers: tls.ciphers ?? (legacy ? LEGACY_CIPHERS : CIPHERS),
    ecdhCurve: tls.groups ?? GROUPS,
    sigalgs: tls.signatures ?? SIGNATURES,
  };
  if (!legacy && !isWeak(issued)) return options;
  // OpenSSL's default security level forbids TLS below 1.2, RSA below 2048 bits and SHA-1.
  return { ...options, ciphers: `${options.ciphers}:@SECLEVEL=0` };
}

function isWeak({ cert }: IssuedCertificate): boolean {
  const bits = createPublicKey(cert).asymmetricKeyDetails?.modulusLength;
  return (
    (bits !== undefined && bits < 2048) || /sha1/i.test(new X509Certificate(cert).signatureAlgorithm ?? '')
  );
}
