import { createHash } from 'node:crypto';

/**
 * Two names below a domain that nobody made: an answer for them comes from a wildcard (RFC 4592).
 * The same for the same domain, so that a repeated analysis asks the same questions.
 */
export function unmadeNames(domain: string): string[] {
  const digest = createHash('sha256').update(domain).digest('hex');
  return [digest.slice(0, 20), digest.slice(20, 40)].map((label) => `x${label}.${domain}`);
}
