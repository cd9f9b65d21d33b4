import { matchesHost } from './certificate.ts';
import { derOf, parseX509, type X509 } from './x509-certificate.ts';

/** BIMI evidence documents (draft-fetch-validation-vmc-wchuang section 4): a PEM file, the mark certificate first. */
export interface MarkCertificate {
  /** dNSName entries, lower case. */
  dnsNames: readonly string[];
  /** ISO 8601. */
  notBefore: string;
  notAfter: string;
  /** The extended key usage for brand indicators. */
  forMarks: boolean;
  /** The logo is in it (RFC 3709). */
  hasLogotype: boolean;
  /** Certificates in the file. */
  count: number;
}

const BRAND_INDICATOR = '1.3.6.1.5.5.7.3.31';
/** The object identifier 1.3.6.1.5.5.7.1.12 in DER. */
const LOGOTYPE = Buffer.from('06082b0601050507010c', 'hex');
const MAX_CERTIFICATES = 10;

/** Null: the text holds no certificate in PEM that can be read. */
export function readMarkCertificate(pem: string): MarkCertificate | null {
  if (!pem.includes('-----BEGIN')) return null;
  const ders = derOf(pem).slice(0, MAX_CERTIFICATES);
  const [first] = ders;
  const leaf = first === undefined ? null : parseX509(first);
  if (leaf === null) return null;
  return {
    dnsNames: namesOf(leaf),
    notBefore: leaf.notBefore.toISOString(),
    notAfter: leaf.notAfter.toISOString(),
    forMarks: leaf.extendedKeyUsage?.includes(BRAND_INDICATOR) ?? false,
    hasLogotype: Buffer.from(leaf.der).includes(LOGOTYPE),
    count: ders.length,
  };
}

/** What keeps the certificate from vouching for the logo of a domain. Who issued it is not looked at. */
export function markProblems(certificate: MarkCertificate, domains: readonly string[], at: Date): string[] {
  const { dnsNames, notBefore, notAfter, forMarks, hasLogotype } = certificate;
  const problems: string[] = [];
  if (!forMarks) problems.push(`It is not for marks: the key usage ${BRAND_INDICATOR} is missing.`);
  if (!hasLogotype) problems.push('There is no logo in it.');
  if (at < new Date(notBefore)) problems.push(`It is not valid before ${notBefore}.`);
  if (at > new Date(notAfter)) problems.push(`It was valid until ${notAfter}.`);
  const names = { dnsNames: [...dnsNames], ipAddresses: [] };
  const isNamed = domains.some(
    (domain) => matchesHost(names, domain) || matchesHost(names, `default._bimi.${domain}`),
  );
  if (!isNamed) problems.push(`It is for ${dnsNames.slice(0, 5).join(', ') || 'no name'}.`);
  return problems;
}

function namesOf({ alternativeNames }: X509): string[] {
  return (alternativeNames ?? []).flatMap((name) => (name.form === 'dns' ? [name.value.toLowerCase()] : []));
}
