import { type Entity, unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import type { Net } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { recordsOf } from '../protocols/dns-answer.ts';
import { dnsAnswerSchema } from '../protocols/dns-answer-schema.ts';
import { selectMtaSts } from '../protocols/mta-sts.ts';
import { selectTlsRpt } from '../protocols/tls-rpt.ts';

/** Senders may stop there too (RFC 8461 section 3.3 asks them to limit the size). */
const MAX_POLICY_BYTES = 65_536;

const policyFile = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('present'),
    address: z.string(),
    status: z.int(),
    contentType: z.string().nullable(),
    /** OpenSSL's word for what is wrong with the certificate, null when it is valid for the host. */
    certificateError: z.string().nullable(),
    body: z.string(),
    truncated: z.boolean(),
  }),
  z.object({ state: z.literal('absent'), reason: z.enum(['nxdomain', 'nodata', 'connection-refused']) }),
  unknownSchema,
]);
export type PolicyFile = z.infer<typeof policyFile>;

const observation = z.object({
  /** TXT at `_mta-sts`. */
  mtaSts: dnsAnswerSchema('TXT'),
  /** TXT at `_smtp._tls`. */
  tlsRpt: dnsAnswerSchema('TXT'),
  /** Null: no record asks for one. */
  policy: policyFile.nullable(),
});
export type TransportPolicyObservation = z.infer<typeof observation>;

export const transportPolicy = defineProbe({
  id: 'transport-policy',
  title: 'Policies on encryption between mail servers (MTA-STS, TLS reporting)',
  accepts: 'FQDN',
  only: (entity, target) => entity.name === target.name,
  intrusiveness: 'light',
  timeoutMs: 30_000,
  observation,
  async observe({ name }, net): Promise<TransportPolicyObservation> {
    const [mtaSts, tlsRpt] = await Promise.all([
      net.resolve(`_mta-sts.${name}`, 'TXT'),
      net.resolve(`_smtp._tls.${name}`, 'TXT'),
    ]);
    const selection = selectMtaSts(recordsOf(mtaSts));
    const isUsable = selection.state === 'present' && selection.record.problems.length === 0;
    return { mtaSts, tlsRpt, policy: isUsable ? await fetchPolicy(name, net) : null };
  },
  *reveals({ mtaSts, tlsRpt }, { name }): Iterable<Entity> {
    if (selectMtaSts(recordsOf(mtaSts)).state === 'present') {
      yield { kind: 'FQDN', name: `mta-sts.${name}`, attributes: {} };
    }
    const reports = selectTlsRpt(recordsOf(tlsRpt));
    if (reports.state !== 'present') return;
    for (const uri of reports.record.rua) {
      const isMail = /^mailto:/i.test(uri);
      yield {
        kind: 'ContactRecord',
        name: isMail ? `mailto:${uri.slice(7).split('?', 1)[0]}` : uri,
        attributes: {
          contact_type: isMail ? 'email' : 'url',
          role: 'tls-reports',
          published_in: `_smtp._tls.${name} TXT`,
        },
      };
    }
  },
});

/** RFC 8461 section 3.3: no redirect is followed. */
async function fetchPolicy(domain: string, net: Net): Promise<PolicyFile> {
  const url = `https://mta-sts.${domain}/.well-known/mta-sts.txt`;
  const answer = await net.fetch(url, { maxBytes: MAX_POLICY_BYTES });
  if (answer.state !== 'present') return answer;
  const { state, address, status, headers, body, truncated, certificateError = null } = answer;
  const contentType = headers.find(([header]) => header === 'content-type')?.[1] ?? null;
  return { state, address, status, contentType, certificateError, body, truncated };
}
