import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** What the certificates of the tests are made of. Written as DER by hand, so that odd ones can be made too. */
export interface CertificateWish {
  commonName?: string;
  names?: readonly string[];
  addresses?: readonly string[];
  notBefore?: Date;
  notAfter?: Date;
  key?: KeyPair;
  issuer?: { commonName: string; key: KeyPair };
  ca?: boolean;
}

export interface KeyPair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

export const ecKey = (namedCurve = 'P-256'): KeyPair => generateKeyPairSync('ec', { namedCurve });
export const rsaKey = (modulusLength: number): KeyPair => generateKeyPairSync('rsa', { modulusLength });
export const ed25519Key = (): KeyPair => generateKeyPairSync('ed25519');

const DAY = 86_400_000;

/** @returns DER in base64 */
export function makeCertificate(wish: CertificateWish = {}): string {
  const key = wish.key ?? ecKey();
  const commonName = wish.commonName ?? wish.names?.[0] ?? 'acme.test';
  const issuer = wish.issuer ?? { commonName, key };
  const algorithm = signatureAlgorithm(issuer.key.privateKey);
  const tbs = sequence(
    tlv(0xa0, integer(2)),
    integer(0x1a2b3c),
    algorithm,
    name(issuer.commonName),
    sequence(
      time(wish.notBefore ?? new Date(Date.now() - DAY)),
      time(wish.notAfter ?? new Date(Date.now() + 60 * DAY)),
    ),
    name(commonName),
    key.publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions(wish))),
  );
  const digest = issuer.key.privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  const signature = sign(digest, tbs, issuer.key.privateKey);
  return sequence(tbs, algorithm, tlv(0x03, Buffer.from([0]), signature)).toString('base64');
}

function extensions(wish: CertificateWish): Buffer[] {
  const alternatives = [
    ...(wish.names ?? []).map((dns) => tlv(0x82, Buffer.from(dns, 'latin1'))),
    ...(wish.addresses ?? []).map((address) => tlv(0x87, addressBytes(address))),
  ];
  const found = [extension('2.5.29.19', sequence(...(wish.ca ? [tlv(0x01, Buffer.from([0xff]))] : [])))];
  if (alternatives.length > 0) found.push(extension('2.5.29.17', sequence(...alternatives)));
  return found;
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill('0');
  const all = [...groups(head), ...zeros, ...groups(tail)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function signatureAlgorithm(key: KeyObject): Buffer {
  if (key.asymmetricKeyType === 'ed25519') return sequence(oid('1.3.101.112'));
  if (key.asymmetricKeyType === 'ec') return sequence(oid('1.2.840.10045.4.3.2'));
  return sequence(oid('1.2.840.113549.1.1.11'), tlv(0x05));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), tlv(0x04, value));
}

function name(commonName: string): Buffer {
  return sequence(tlv(0x31, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(commonName)))));
}

function time(date: Date): Buffer {
  return tlv(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')));
}

function integer(value: number): Buffer {
  const hex = value.toString(16);
  return tlv(0x02, Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80);
  return bytes;
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, ...parts);
}

function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}
