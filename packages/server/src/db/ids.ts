import { createHash } from 'node:crypto';

/** A name-based UUID (RFC 9562 section 5.8, version 8 over SHA-256): the same parts give the same id. */
function derivedId(...parts: string[]): string {
  const hash = createHash('sha256').update(parts.join('\0')).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** @param key entity key, `FQDN:www.example.com` */
export function entityId(domainId: string, key: string): string {
  return derivedId('entity', domainId, key);
}

export function findingId(domainId: string, fingerprint: string): string {
  return derivedId('finding', domainId, fingerprint);
}

/** For `from_id`: found from the domain itself. */
export const NIL_ID = '00000000-0000-0000-0000-000000000000';
