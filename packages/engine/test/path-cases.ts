import type { PathQuestion } from '../src/protocols/x509-path.ts';
import * as extensions from './certificate-extensions.ts';
import { distinguishedName } from './der-bytes.ts';
import { type CertificateWish, ecKey, type KeyPair, makeCertificate } from './make-certificate.ts';

/** A question of path validation and its answer. */
export interface PathCase {
  title: string;
  question: PathQuestion;
  /** `reason index`; none when the path holds. */
  reasons: readonly string[];
  /** OpenSSL means something else by it: why. */
  unlikeOpenssl?: string;
}

export const at = new Date('2026-06-01T00:00:00Z');
const [notBefore, notAfter] = [new Date('2026-01-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')];
export const keys: Record<'root' | 'ca' | 'sub' | 'leaf' | 'other', KeyPair> = {
  root: ecKey(),
  ca: ecKey(),
  sub: ecKey(),
  leaf: ecKey(),
  other: ecKey(),
};
export const caUsage = extensions.keyUsage(5, 6);
export const asCa = [extensions.basicConstraints(true), caUsage];
export const { dns, ip, email, uri, directory } = extensions.generalName;

let serial = 1000;
const dated = (wish: CertificateWish) => {
  serial += 1;
  return makeCertificate({ notBefore, notAfter, serial, ...wish });
};

export const makeRoot = (wish: CertificateWish = {}): string =>
  dated({ commonName: 'Root', key: keys.root, extensions: asCa, ...wish });

export const makeCa = (wish: CertificateWish = {}): string =>
  dated({
    commonName: 'CA',
    key: keys.ca,
    issuer: { commonName: 'Root', key: keys.root },
    extensions: asCa,
    ...wish,
  });

/** Under `CA`. */
export const makeSubCa = (wish: CertificateWish = {}): string =>
  makeCa({ commonName: 'Sub CA', key: keys.sub, issuer: { commonName: 'CA', key: keys.ca }, ...wish });

/** Under `CA`, for www.acme.test and 192.0.2.1. */
export const makeLeaf = (wish: CertificateWish = {}): string =>
  dated({
    commonName: 'Leaf',
    key: keys.leaf,
    issuer: { commonName: 'CA', key: keys.ca },
    names: ['www.acme.test'],
    addresses: ['192.0.2.1'],
    ...wish,
  });

export const leafUnderSub = (wish: CertificateWish = {}): string =>
  makeLeaf({ issuer: { commonName: 'Sub CA', key: keys.sub }, ...wish });

/** A leaf with these extensions beside its names. */
export const leafWith = (...more: Buffer[]): string =>
  makeLeaf({ extensions: [extensions.alternativeNames(dns('www.acme.test')), ...more] });

/** A leaf with these names alone. */
export const leafFor = (...names: Buffer[]): string =>
  makeLeaf({ extensions: [extensions.alternativeNames(...names)] });

export const caWith = (...more: Buffer[]): string => makeCa({ extensions: [...asCa, ...more] });
export const subCaWith = (...more: Buffer[]): string => makeSubCa({ extensions: [...asCa, ...more] });

export const root = makeRoot();
export const ca = makeCa();
export const leaf = makeLeaf();
export const subCa = makeSubCa();
export const acme = distinguishedName(['2.5.4.10', Buffer.from([0x0c, 4, 0x41, 0x63, 0x6d, 0x65])], 'Leaf');

/** A question at `at` with the plain root, CA and leaf where nothing else is told. */
export function pathCase(
  title: string,
  reasons: readonly string[],
  question: Partial<PathQuestion>,
  unlikeOpenssl?: string,
): PathCase {
  const whole = { leaf, intermediates: [ca], roots: [root], at, ...question };
  return { title, question: whole, reasons, ...(unlikeOpenssl === undefined ? {} : { unlikeOpenssl }) };
}
