import { createHash, sign } from 'node:crypto';
import { readBits, readElement, readSequence } from '../src/protocols/der.ts';
import { parseX509 } from '../src/protocols/x509-certificate.ts';
import { oid, sequence, tlv } from './der-bytes.ts';
import type { KeyPair } from './make-certificate.ts';

export interface OcspWish {
  leaf: string;
  issuer: string;
  /** Signs with ECDSA and SHA-256. */
  key: KeyPair;
  thisUpdate: Date;
  nextUpdate: Date;
  /** Left out: good. */
  revokedAt?: Date;
}

/** An OCSPResponse about a certificate (RFC 6960 section 4.2.1), in base64 as all certificates here. */
export function ocspAnswer({ leaf, issuer, key, thisUpdate, nextUpdate, revokedAt }: OcspWish): string {
  const [about, by] = [leaf, issuer].map((each) => parseX509(Buffer.from(each, 'base64')));
  if (about == null || by == null) throw new Error('no certificate');
  const { bytes: issuerKey } = readBits(readSequence(readElement(by.publicKey))[1]);
  const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest();
  const certificateId = sequence(
    sequence(oid('1.3.14.3.2.26'), tlv(0x05)),
    tlv(0x04, sha1(by.subject.raw)),
    tlv(0x04, sha1(issuerKey)),
    tlv(0x02, Buffer.from(about.serial, 'hex')),
  );
  const reason = tlv(0xa0, tlv(0x0a, Buffer.of(1)));
  const status = revokedAt === undefined ? tlv(0x80) : tlv(0xa1, generalized(revokedAt), reason);
  const single = sequence(certificateId, status, generalized(thisUpdate), tlv(0xa0, generalized(nextUpdate)));
  const responder = tlv(0xa2, tlv(0x04, sha1(issuerKey)));
  const signed = sequence(responder, generalized(thisUpdate), sequence(single));
  const signature = tlv(0x03, Buffer.of(0), sign('sha256', signed, key.privateKey));
  const basic = sequence(signed, sequence(oid('1.2.840.10045.4.3.2')), signature);
  const wrapped = sequence(oid('1.3.6.1.5.5.7.48.1.1'), tlv(0x04, basic));
  return sequence(tlv(0x0a, Buffer.of(0)), tlv(0xa0, wrapped)).toString('base64');
}

function generalized(date: Date): Buffer {
  return tlv(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replaceAll(/\D/g, '')}Z`));
}
