import { generateKeyPairSync, sign } from 'node:crypto';
import {
  bitString,
  explicit,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  set,
  time,
  utf8String,
} from '../../der.ts';

const DAY = 86_400_000;
const ALGORITHM = sequence(oid('1.2.840.10045.4.3.2'));

/** A certificate for the mark of a domain in PEM, with the key usage and the logotype extension that BIMI asks for. */
export function markCertificate(domain: string): string {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(oid('2.5.4.3'), utf8String(domain))));
  const extension = (id: string, value: Uint8Array) => sequence(oid(id), octetString(value));
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.from([1])),
    ALGORITHM,
    name,
    sequence(time(new Date(Date.now() - DAY)), time(new Date(Date.now() + 60 * DAY))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(
      3,
      sequence(
        extension('2.5.29.17', sequence(implicit(2, Buffer.from(domain)))),
        extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.31'))),
        extension('1.3.6.1.5.5.7.1.12', sequence()),
      ),
    ),
  );
  const der = sequence(body, ALGORITHM, bitString(sign('sha256', body, privateKey)));
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}
