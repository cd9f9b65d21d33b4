import type { Entity } from '@cyborux/contract';
import { normaliseName } from './domain-name.ts';
import { isoUtc } from './iso-date.ts';

/** A certificate as a search in the Certificate Transparency logs (RFC 9162) tells of it. Untrusted text. */
export interface Issuance {
  /** The searching service's own number for it. */
  id: string;
  names: readonly string[];
  issuer?: string | undefined;
  serial?: string | undefined;
  notBefore?: string | undefined;
  notAfter?: string | undefined;
}

const MAX_NAMES = 200;
const MAX_TEXT = 500;

/** The certificate as an entity; null when none of its names is at or below `domain`. */
export function certificateEntity(source: string, issuance: Issuance, domain: string): Entity | null {
  const names = namesWithin(issuance.names, domain).slice(0, MAX_NAMES);
  if (names.length === 0) return null;
  const { issuer, serial } = issuance;
  const notBefore = isoUtc(issuance.notBefore ?? '');
  const notAfter = isoUtc(issuance.notAfter ?? '');
  return {
    kind: 'TLSCertificate',
    name: `ct:${source}:${issuance.id}`,
    attributes: {
      names,
      in_use: false,
      ...(issuer === undefined ? {} : { issuer: issuer.slice(0, MAX_TEXT) }),
      ...(serial === undefined ? {} : { serial: serial.slice(0, MAX_TEXT) }),
      ...(notBefore === undefined ? {} : { not_before: notBefore }),
      ...(notAfter === undefined ? {} : { not_after: notAfter }),
    },
  };
}

/** In order of the alphabet, wildcards kept. */
function namesWithin(texts: readonly string[], domain: string): string[] {
  const names = texts.map(certificateName).filter((name) => name !== null);
  return [...new Set(names.filter((name) => name === domain || name.endsWith(`.${domain}`)))].sort();
}

/**
 * A dNSName (RFC 5280 section 4.2.1.6) in lower case, a leading wildcard label kept. null for what else is met in
 * certificates: mail addresses, names of people, IP addresses, redacted labels.
 */
export function certificateName(text: string): string | null {
  const trimmed = text.trim();
  const name = normaliseName(trimmed);
  return name !== null && trimmed.startsWith('*.') ? `*.${name}` : name;
}
