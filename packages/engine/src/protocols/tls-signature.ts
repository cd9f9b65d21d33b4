/** IANA's TLS SignatureScheme registry, and the pairs of hash and signature of TLS 1.2 (RFC 5246 section 7.4.1.4.1). */
const SCHEMES: Record<number, string> = {
  2052: 'rsa_pss_rsae_sha256',
  2053: 'rsa_pss_rsae_sha384',
  2054: 'rsa_pss_rsae_sha512',
  2057: 'rsa_pss_pss_sha256',
  2058: 'rsa_pss_pss_sha384',
  2059: 'rsa_pss_pss_sha512',
  1027: 'ecdsa_secp256r1_sha256',
  1283: 'ecdsa_secp384r1_sha384',
  1539: 'ecdsa_secp521r1_sha512',
  2055: 'ed25519',
  2056: 'ed448',
  2074: 'ecdsa_brainpoolP256r1tls13_sha256',
  2075: 'ecdsa_brainpoolP384r1tls13_sha384',
  2076: 'ecdsa_brainpoolP512r1tls13_sha512',
  1800: 'sm2sig_sm3',
  2308: 'mldsa44',
  2309: 'mldsa65',
  2310: 'mldsa87',
  1025: 'rsa_pkcs1_sha256',
  1281: 'rsa_pkcs1_sha384',
  1537: 'rsa_pkcs1_sha512',
  769: 'rsa_pkcs1_sha224',
  771: 'ecdsa_sha224',
  770: 'dsa_sha224',
  1026: 'dsa_sha256',
  1282: 'dsa_sha384',
  1538: 'dsa_sha512',
  513: 'rsa_pkcs1_sha1',
  515: 'ecdsa_sha1',
  514: 'dsa_sha1',
  257: 'rsa_pkcs1_md5',
};

/** All of them, the ones to be wished for first. */
export const SIGNATURE_SCHEMES: readonly number[] = [
  0x0804, 0x0403, 0x0805, 0x0503, 0x0806, 0x0603, 0x0807, 0x0808, 0x0809, 0x080a, 0x080b, 0x081a, 0x081b,
  0x081c, 0x0904, 0x0905, 0x0906, 0x0708, 0x0401, 0x0501, 0x0601, 0x0301, 0x0303, 0x0402, 0x0502, 0x0602,
  0x0302, 0x0201, 0x0203, 0x0202, 0x0101,
];

/** Those that may sign a TLS 1.3 handshake (RFC 8446 section 4.2.3). */
export const TLS13_SIGNATURES: readonly number[] = [
  0x0804, 0x0403, 0x0805, 0x0503, 0x0806, 0x0603, 0x0807, 0x0808, 0x0809, 0x080a, 0x080b, 0x081a, 0x081b,
  0x081c, 0x0904, 0x0905, 0x0906, 0x0708,
];

export type KeyKind = 'RSA' | 'EC' | 'EdDSA' | 'DSA' | 'ML-DSA';

/** The kind of key that signs so. */
export function keyKindOf(scheme: number): KeyKind {
  const name = signatureName(scheme);
  if (name.startsWith('rsa')) return 'RSA';
  if (name.startsWith('ed')) return 'EdDSA';
  if (name.startsWith('dsa')) return 'DSA';
  return name.startsWith('mldsa') ? 'ML-DSA' : 'EC';
}

/** IANA's name, or the number: `0x1A1A`. */
export function signatureName(scheme: number): string {
  return SCHEMES[scheme] ?? `0x${scheme.toString(16).toUpperCase().padStart(4, '0')}`;
}
