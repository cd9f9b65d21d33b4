import type { Entity } from '@cyborux/contract';
import type { Certificate } from './certificate.ts';
import { normaliseName } from './domain-name.ts';

/** What a certificate that a service shows adds to the inventory: itself, and the names that it is for. */
export function* certificateEntities(leaf: Certificate): Iterable<Entity> {
  yield {
    kind: 'TLSCertificate',
    name: leaf.sha256,
    attributes: {
      subject: leaf.subject,
      issuer: leaf.issuer,
      serial: leaf.serial,
      names: [...leaf.dnsNames, ...leaf.ipAddresses],
      not_before: leaf.notBefore,
      not_after: leaf.notAfter,
      ...(leaf.keyAlgorithm !== null && { key_algorithm: leaf.keyAlgorithm }),
      ...(leaf.keyBits !== null && { key_bits: leaf.keyBits }),
      signature_algorithm: leaf.signatureAlgorithm,
      self_signed: leaf.selfSigned,
      in_use: true,
    },
  };
  for (const name of new Set(leaf.dnsNames.map(normaliseName))) {
    if (name !== null) yield { kind: 'FQDN', name, attributes: {} };
  }
}
