import { type EntityKey, isUnknown, type Unknown, unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import { type Certificate, certificateSchema } from './certificate.ts';
import { serviceKey } from './service-name.ts';

const sessionSchema = z.object({
  state: z.literal('present'),
  address: z.string(),
  port: z.int(),
  /** Of the best handshake that came about: `TLSv1.3`. */
  protocol: z.string(),
  cipher: z.string(),
  alpn: z.string().nullable(),
  /** OpenSSL's verdict on the path to a known root, null when it holds. */
  pathError: z.string().nullable(),
  leaf: z.union([unknownSchema, certificateSchema]),
  /** The certificates sent after the leaf, in the order of the wire. */
  issuers: z.array(z.union([unknownSchema, certificateSchema])),
});
export type TlsSession = z.infer<typeof sessionSchema>;

/** What a name's port 443 answers to TLS handshakes. */
export const tlsObservationSchema = z.discriminatedUnion('state', [
  sessionSchema,
  /** It answers, but no version of TLS brought about a session. */
  z.object({
    state: z.literal('rejected'),
    address: z.string(),
    port: z.int(),
    reason: z.enum(['alert', 'not-tls']),
    detail: z.string(),
  }),
  z.object({ state: z.literal('absent'), reason: z.enum(['nxdomain', 'nodata', 'connection-refused']) }),
  unknownSchema,
]);
export type TlsObservation = z.infer<typeof tlsObservationSchema>;

export interface PresentedCertificate {
  leaf: Certificate;
  issuers: readonly (Certificate | Unknown)[];
  pathError: string | null;
  address: string;
  port: number;
}

/** The certificate that checks judge; null when nothing speaks TLS there. */
export function presentedCertificate(
  observation: Exclude<TlsObservation, Unknown>,
): PresentedCertificate | Unknown | null {
  if (observation.state !== 'present') return null;
  const { leaf, issuers, pathError, address, port } = observation;
  return isUnknown(leaf) ? leaf : { leaf, issuers, pathError, address, port };
}

/** What shares a fault of the certificate: itself, and the service that shows it. */
export function certificateKeys({ leaf, address, port }: PresentedCertificate): EntityKey[] {
  return [`TLSCertificate:${leaf.sha256}`, serviceKey(address, port)];
}
