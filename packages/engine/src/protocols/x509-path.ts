import { domainToASCII } from 'node:url';
import { matchesHost } from './certificate.ts';
import { canonicalAddress } from './ip-address.ts';
import { type CertificateInput, derOf, parseX509, type X509 } from './x509-certificate.ts';
import { type PathFault, type Purpose, pathFaults } from './x509-path-rules.ts';
import { candidatePaths, type Neighbours, rememberSignatures } from './x509-path-search.ts';

export type { CertificateInput } from './x509-certificate.ts';
export type { PathFault, PathReason, Purpose } from './x509-path-rules.ts';

export interface PathQuestion {
  /** DER as bytes, base64 of it, or PEM; of several in one PEM text the first. */
  leaf: CertificateInput;
  /** What the server sent along, and what else is at hand; in any order. PEM texts may hold several. */
  intermediates?: readonly CertificateInput[];
  /** Trust anchors: self-signed or not, CA or the leaf itself. What they say of dates, names and purposes holds too. */
  roots: readonly CertificateInput[];
  at: Date;
  /** Hostname or IP address. Null or undefined: no name is asked for. */
  name?: string | null;
  /** Default `any`. */
  purpose?: Purpose;
}

export interface PathAnswer {
  ok: boolean;
  /** Empty when `ok`; otherwise of the path that has the fewest. */
  reasons: readonly PathFault[];
  /** DER, the leaf first, the trust anchor last; when not `ok` as far as it leads. */
  path?: readonly Uint8Array[];
}

/** More are not looked at. */
const MAX_CERTIFICATES = 1000;
const MAX_PATHS = 200;

/**
 * Is there a path from the leaf to a trust anchor that holds (RFC 5280 section 6), and is the leaf for that name
 * (RFC 9525)? All candidate issuers are tried, so cross-signed and expired alternatives do not mislead. Certificates
 * beside the leaf that cannot be read are passed over. Revocation is not looked at. Throws a TypeError when `at` is no
 * date, and nothing else.
 *
 * ```ts
 * verifyPath({ leaf: pem, intermediates: [pem], roots: rootCertificates, at: new Date(), name: 'www.example.com', purpose: 'server' });
 * // { ok: false, reasons: [{ reason: 'expired', index: 1 }], path: [...] }
 * ```
 */
export function verifyPath(question: PathQuestion): PathAnswer {
  const { purpose = 'any', name = null } = question;
  if (Number.isNaN(question.at.getTime())) throw new TypeError('at is no date');
  // Certificates know whole seconds: the last one is valid to its end (RFC 5280 section 4.1.2.5).
  const at = new Date(Math.floor(question.at.getTime() / 1000) * 1000);
  const leaf = read([question.leaf])[0] ?? null;
  if (leaf === null) return { ok: false, reasons: [{ reason: 'malformed', index: 0 }] };
  const neighbours: Neighbours = {
    intermediates: read(question.intermediates ?? []).filter((each) => each !== null),
    anchors: read(question.roots).filter((each) => each !== null),
    at,
  };
  const named = name === null || isFor(leaf, name);
  const signatureOf = rememberSignatures();
  let best: PathAnswer | null = null;
  let [paths, bestRank] = [0, Number.POSITIVE_INFINITY];
  for (const path of candidatePaths(leaf, neighbours, signatureOf)) {
    const faults = pathFaults(path, { at, purpose }, signatureOf);
    const reasons: PathFault[] = named ? faults : [{ reason: 'name-mismatch', index: 0 }, ...faults];
    const rank = reasons.length + (path.anchored ? 0 : MAX_CERTIFICATES);
    if (rank < bestRank) {
      best = { ok: reasons.length === 0, reasons, path: path.certificates.map(({ der }) => der) };
      bestRank = rank;
    }
    paths += 1;
    if (rank === 0 || paths === MAX_PATHS) break;
  }
  return best ?? { ok: false, reasons: [{ reason: 'unknown-issuer', index: 0 }] };
}

function read(inputs: readonly CertificateInput[]): (X509 | null)[] {
  return inputs.flatMap(derOf).slice(0, MAX_CERTIFICATES).map(parseX509);
}

/** The common name is not looked at, and an address only matches an iPAddress entry (RFC 9525 section 6). */
function isFor({ alternativeNames }: X509, name: string): boolean {
  if (name.includes('*')) return false;
  const names = alternativeNames ?? [];
  const dnsNames = names.flatMap((each) => (each.form === 'dns' ? [each.value] : []));
  const ipAddresses = names.flatMap((each) => (each.form === 'ip' ? (addressText(each.value) ?? []) : []));
  const host = canonicalAddress(name.replace(/^\[(.*)\]$/, '$1')) ?? domainToASCII(name);
  return matchesHost({ dnsNames, ipAddresses }, host);
}

function addressText(bytes: Uint8Array): string | null {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return null;
  const groups = Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? [];
  return canonicalAddress(groups.join(':'));
}
