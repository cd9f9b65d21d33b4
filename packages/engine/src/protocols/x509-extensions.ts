import {
  contentOf,
  DER,
  type DerElement,
  DerError,
  readBits,
  readBoolean,
  readElement,
  readElements,
  readOid,
  readSequence,
  readUnsigned,
} from './der.ts';
import { type GeneralName, readGeneralName } from './x509-name.ts';

export interface NameConstraints {
  critical: boolean;
  permitted: readonly Subtree[];
  excluded: readonly Subtree[];
}

export interface Subtree {
  base: GeneralName;
  /** RFC 5280 wants minimum 0 and no maximum; others cannot be held. */
  bounded: boolean;
}

/** What path validation goes by (RFC 5280 section 4.2). Null: the extension is not there. */
export interface X509Extensions {
  basicConstraints: { ca: boolean; pathLength: number | null } | null;
  /** Bit numbers of section 4.2.1.3. */
  keyUsage: readonly number[] | null;
  extendedKeyUsage: readonly string[] | null;
  alternativeNames: readonly GeneralName[] | null;
  nameConstraints: NameConstraints | null;
  subjectKeyId: string | null;
  authorityKeyId: string | null;
  policies: readonly string[] | null;
  policyMappings: readonly (readonly [issuer: string, subject: string])[];
  requireExplicitPolicy: number | null;
  inhibitPolicyMapping: number | null;
  inhibitAnyPolicy: number | null;
  /** Critical ones that we do not process. */
  unknownCritical: readonly string[];
}

export const KEY_USAGE = {
  digitalSignature: 0,
  keyEncipherment: 2,
  keyAgreement: 4,
  keyCertSign: 5,
} as const;

export const ANY_POLICY = '2.5.29.32.0';

interface Extension {
  critical: boolean;
  value: DerElement;
}

/** CRL distribution points need no processing where no CRL is fetched. */
const HARMLESS = ['2.5.29.31'];
const PROCESSED = [
  ...['2.5.29.14', '2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.30', '2.5.29.32'],
  ...['2.5.29.33', '2.5.29.35', '2.5.29.36', '2.5.29.37', '2.5.29.54'],
];

/** @param element the Extensions sequence; undefined when the certificate has none. Throws a DerError. */
export function readExtensions(element: DerElement | undefined): X509Extensions {
  const found = element === undefined ? new Map<string, Extension>() : extensionsOf(element);
  const read = <T>(id: string, reader: (value: DerElement) => T): T | null => {
    const extension = found.get(id);
    return extension === undefined ? null : reader(extension.value);
  };
  const constraints = read('2.5.29.36', policyConstraints);
  return {
    basicConstraints: read('2.5.29.19', basicConstraints),
    keyUsage: read('2.5.29.15', keyUsage),
    extendedKeyUsage: read('2.5.29.37', (value) => readSequence(value).map(readOid)),
    alternativeNames: read('2.5.29.17', (value) => readSequence(value).map(readGeneralName)),
    nameConstraints: read('2.5.29.30', (value) => nameConstraints(value, found.get('2.5.29.30')?.critical)),
    subjectKeyId: read('2.5.29.14', (value) => hex(contentOf(value, DER.octetString))),
    authorityKeyId: read('2.5.29.35', authorityKeyId),
    policies: read('2.5.29.32', (value) => readSequence(value).map((each) => readOid(readSequence(each)[0]))),
    policyMappings: read('2.5.29.33', policyMappings) ?? [],
    requireExplicitPolicy: constraints?.requireExplicitPolicy ?? null,
    inhibitPolicyMapping: constraints?.inhibitPolicyMapping ?? null,
    inhibitAnyPolicy: read('2.5.29.54', (value) => readUnsigned(value)),
    unknownCritical: [...found]
      .filter(([id, { critical }]) => critical && !PROCESSED.includes(id) && !HARMLESS.includes(id))
      .map(([id]) => id),
  };
}

function extensionsOf(element: DerElement): Map<string, Extension> {
  const found = new Map<string, Extension>();
  for (const extension of readSequence(element)) {
    const parts = readSequence(extension);
    const id = readOid(parts[0]);
    const critical = parts.length === 3 && readBoolean(parts[1]);
    const value = readElement(contentOf(parts.length === 3 ? parts[2] : parts[1], DER.octetString));
    if (parts.length > 3 || found.has(id)) throw new DerError('extension');
    found.set(id, { critical, value });
  }
  return found;
}

function basicConstraints(value: DerElement): X509Extensions['basicConstraints'] {
  const parts = readSequence(value);
  const ca = parts[0]?.tag === DER.boolean && readBoolean(parts[0]);
  const length = parts[0]?.tag === DER.boolean ? parts[1] : parts[0];
  return { ca, pathLength: length === undefined ? null : readUnsigned(length) };
}

function keyUsage(value: DerElement): number[] {
  const { bytes } = readBits(value);
  return [...bytes].flatMap((octet, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => octet & (0x80 >> bit)).map((bit) => index * 8 + bit),
  );
}

function nameConstraints(value: DerElement, critical = false): NameConstraints {
  const parts = readSequence(value);
  const subtrees = (tag: number) => {
    const part = parts.find((each) => each.tag === tag);
    return part === undefined ? [] : readElements(part.content).map(subtree);
  };
  return { critical, permitted: subtrees(0xa0), excluded: subtrees(0xa1) };
}

function subtree(element: DerElement): Subtree {
  const [base, ...bounds] = readSequence(element);
  if (base === undefined) throw new DerError('subtree');
  const bounded = bounds.some(({ tag, content }) => tag !== 0x80 || content.some((octet) => octet !== 0));
  const name = readGeneralName(base);
  if (name.form === 'ip' && !isRange(name.value)) throw new DerError('subtree');
  return { base: name, bounded };
}

/** Address and mask of one family, the mask in the style of RFC 4632; what is not could exclude anything, or nothing. */
function isRange(octets: Uint8Array): boolean {
  if (octets.length !== 8 && octets.length !== 32) return false;
  const mask = [...octets.subarray(octets.length / 2)].map((octet) => octet.toString(2).padStart(8, '0'));
  return /^1*0*$/.test(mask.join(''));
}

function authorityKeyId(value: DerElement): string | null {
  const id = readSequence(value).find(({ tag }) => tag === 0x80);
  return id === undefined ? null : hex(id.content);
}

function policyMappings(value: DerElement): [string, string][] {
  return readSequence(value).map((mapping) => {
    const [issuer, subject] = readSequence(mapping).map(readOid);
    // Section 6.1.4 (a).
    if (issuer === undefined || subject === undefined || issuer === ANY_POLICY || subject === ANY_POLICY) {
      throw new DerError('policy mapping');
    }
    return [issuer, subject];
  });
}

function policyConstraints(value: DerElement) {
  const parts = readSequence(value);
  const number = (tag: number) => {
    const part = parts.find((each) => each.tag === tag);
    return part === undefined ? null : readUnsigned(part, tag);
  };
  return { requireExplicitPolicy: number(0x80), inhibitPolicyMapping: number(0x81) };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
