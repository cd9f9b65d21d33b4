import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { tlsHandshake } from '../probes/tls-handshake.ts';
import { certificateKeys, presentedCertificate } from '../protocols/tls-session.ts';

/** Bits below which a key is weak (NIST SP 800-131A revision 2, table 2). */
const MINIMUM: ReadonlyMap<string, number> = new Map([
  ['RSA', 2048],
  ['RSA-PSS', 2048],
  ['DSA', 2048],
  ['EC', 224],
]);
const ALWAYS_STRONG = ['Ed25519', 'Ed448'];

export const certificateKey = defineCheck({
  id: 'certificate-key',
  title: "The certificate's key is long enough",
  category: 'tls',
  appliesTo: 'FQDN',
  references: [
    'https://doi.org/10.6028/NIST.SP.800-131Ar2',
    'https://cabforum.org/working-groups/server/baseline-requirements/requirements/#615-key-sizes',
  ],
  needs: { presented: part(tlsHandshake, presentedCertificate) },
  findings: {
    weak: {
      severity: 'medium',
      title: "The certificate's key is too short",
      remediation:
        'Make a new key and have the certificate issued anew for it: `openssl ecparam -genkey -name prime256v1` for ECDSA P-256, or `openssl genrsa 3072` for RSA (certbot: `--key-type ecdsa --force-renewal`).',
    },
  },
  evaluate({ presented }) {
    if (presented === null) return notApplicable;
    const { keyAlgorithm, keyBits } = presented.leaf;
    if (keyAlgorithm === null) return open('The kind of the key is not known to us.');
    if (ALWAYS_STRONG.includes(keyAlgorithm)) return pass;
    const minimum = MINIMUM.get(keyAlgorithm);
    if (minimum === undefined || keyBits === null)
      return open(`The strength of ${keyAlgorithm} is not known to us.`);
    if (keyBits >= minimum) return pass;
    const evidence = { key: `${keyAlgorithm} ${keyBits} bits`, minimum: `${minimum} bits` };
    return fail('weak', evidence, { affects: certificateKeys(presented) });
  },
});
