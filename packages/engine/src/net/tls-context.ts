import { constants } from 'node:crypto';
import { createSecureContext, rootCertificates, type SecureContext, type SecureVersion } from 'node:tls';

/** Contexts are dear to make (all roots are parsed), so a session makes each once. */
export interface TlsContexts {
  /** Reaches old and weak servers too, to look at them. */
  lenient(min: SecureVersion, max: SecureVersion): SecureContext;
  /** For third parties, whose word we take. */
  strict(): SecureContext;
  /** Is this one of the trusted roots? DER in base64. */
  isRoot(certificate: string): boolean;
}

/** Security level 0 lets TLS 1.0 and 1.1 and short keys in; suites without authentication or encryption stay out. */
const LENIENT_CIPHERS = 'ALL:!aNULL:!eNULL:@SECLEVEL=0';

export function createTlsContexts(extraRoots: readonly string[] = []): TlsContexts {
  const roots = [...rootCertificates, ...extraRoots];
  // Left out, Node shares one parsed store among all contexts.
  const ca = extraRoots.length === 0 ? {} : { ca: roots };
  const lenientContexts = new Map<string, SecureContext>();
  let strictContext: SecureContext | undefined;
  let rootDers: Set<string> | undefined;
  return {
    lenient(minVersion, maxVersion) {
      const key = `${minVersion} ${maxVersion}`;
      const known = lenientContexts.get(key);
      if (known !== undefined) return known;
      const secureOptions = constants.SSL_OP_LEGACY_SERVER_CONNECT;
      const made = createSecureContext({
        ...ca,
        minVersion,
        maxVersion,
        ciphers: LENIENT_CIPHERS,
        secureOptions,
      });
      lenientContexts.set(key, made);
      return made;
    },
    strict() {
      strictContext ??= createSecureContext({ ...ca, minVersion: 'TLSv1.2' });
      return strictContext;
    },
    isRoot(certificate) {
      rootDers ??= new Set(roots.flatMap(certificatesIn));
      return rootDers.has(certificate);
    },
  };
}

function certificatesIn(pem: string): string[] {
  const bodies = pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g);
  return [...bodies].map(([, body = '']) => body.replaceAll(/\s/g, ''));
}
