import { DER, DerError, readBits, readElement, readOid, readSequence } from './der.ts';
import { parseTags, repeatedTags, type Tag, type TextProblem } from './tag-list.ts';

/** A DKIM key record (RFC 6376 section 3.6.1) as it stands in the DNS. */
export interface DkimKey {
  text: string;
  /** `rsa`, `ed25519`, or what is written. */
  keyType: string;
  /** Of the RSA modulus; 256 for Ed25519; null when the key cannot be read or there is none. */
  bits: number | null;
  /** Base64 without white space; empty when the key is revoked. */
  publicKey: string;
  /** `p` is there and empty: whatever it signed is to be taken for unsigned. */
  revoked: boolean;
  /** Null: all that the verifier knows. */
  hashes: readonly string[] | null;
  services: readonly string[];
  /** The flag y: the signer tries DKIM out, and a failure is to be treated as if nothing were signed. */
  testing: boolean;
  /** The flag s: `i=` must be of the very domain of `d=`. */
  strict: boolean;
  notes: string | null;
  problems: readonly TextProblem[];
}

const MAX_KEY = 16_384;
const RSA = '1.2.840.113549.1.1.1';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Null: the text is no key record at all, for it has neither the version nor a key. */
export function parseKey(text: string): DkimKey | null {
  const { tags, problems: unread } = parseTags(text);
  const tag = (name: string) => tags.find((each) => each.name === name);
  const version = tag('v');
  if (version?.value !== 'DKIM1' && tag('p') === undefined) return null;
  const problems: TextProblem[] = [...unread];
  for (const each of repeatedTags(tags))
    problems.push(problem(each, `The tag ${each.name} stands more than once.`));
  if (version !== undefined && (version !== tags[0] || version.value !== 'DKIM1')) {
    problems.push(problem(version, 'v must be DKIM1 and stand first, or be left out.'));
  }
  const keyType = tag('k')?.value.toLowerCase() ?? 'rsa';
  const hashes = tag('h') === undefined ? null : list(tag('h'));
  const services = tag('s') === undefined ? ['*'] : list(tag('s'));
  const flags = list(tag('t'));
  if (hashes !== null && !hashes.some((hash) => hash === 'sha256' || hash === 'sha1')) {
    problems.push(problem(tag('h'), 'h names no hash algorithm that is in use.'));
  }
  if (!services.some((service) => service === '*' || service === 'email')) {
    problems.push(problem(tag('s'), 's keeps the key from being used for mail.'));
  }
  const p = tag('p');
  const key = readKey(p, keyType, tag('k'), text);
  if ('message' in key) problems.push(key);
  return {
    text,
    keyType,
    bits: 'message' in key ? null : key.bits,
    publicKey: withoutSpace(p?.value ?? ''),
    revoked: p !== undefined && p.value === '',
    hashes,
    services,
    testing: flags.includes('y'),
    strict: flags.includes('s'),
    notes: tag('n')?.value ?? null,
    problems: problems.sort((a, b) => a.start - b.start),
  };
}

function readKey(
  p: Tag | undefined,
  keyType: string,
  k: Tag | undefined,
  text: string,
): { bits: number | null } | TextProblem {
  if (p === undefined) return { start: 0, end: text.length, message: 'There is no p, the key itself.' };
  if (p.value === '') return { bits: null };
  if (keyType !== 'rsa' && keyType !== 'ed25519') return problem(k, 'k must be rsa or ed25519.');
  const base64 = withoutSpace(p.value);
  if (base64.length > MAX_KEY || !BASE64.test(base64) || base64.replace(/=+$/, '').length % 4 === 1) {
    return problem(p, 'p is not base64.');
  }
  const bytes = Buffer.from(base64, 'base64');
  if (keyType === 'ed25519') {
    // RFC 8463 section 4.2: the key alone, without any structure around it.
    return bytes.length === 32 ? { bits: 256 } : problem(p, 'An Ed25519 key has 32 octets.');
  }
  const bits = rsaBits(bytes);
  return bits === null ? problem(p, 'p holds no RSA key.') : { bits };
}

/** Of a SubjectPublicKeyInfo, or of the RSAPublicKey alone (RFC 6376 section 3.6.1, and its erratum 3017). */
function rsaBits(der: Uint8Array): number | null {
  try {
    const [first, second] = readSequence(readElement(der));
    if (first?.tag === DER.integer) return bitsOf(first.content);
    if (readOid(readSequence(first)[0]) !== RSA) return null;
    const [modulus] = readSequence(readElement(readBits(second).bytes));
    return modulus?.tag === DER.integer ? bitsOf(modulus.content) : null;
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

function bitsOf(modulus: Uint8Array): number | null {
  const start = modulus.findIndex((octet) => octet !== 0);
  if (start < 0) return null;
  return (modulus.length - start) * 8 - (Math.clz32(modulus[start] ?? 0) - 24);
}

function list(tag: Tag | undefined): string[] {
  const words = tag?.value.split(':', 50).map((word) => withoutSpace(word).toLowerCase()) ?? [];
  return words.filter((word) => word !== '');
}

function withoutSpace(text: string): string {
  return text.replace(/[ \t\r\n]/g, '');
}

function problem(tag: Tag | undefined, message: string): TextProblem {
  return { start: tag?.start ?? 0, end: tag?.end ?? 0, message };
}
