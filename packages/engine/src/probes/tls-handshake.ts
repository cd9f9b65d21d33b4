import { isUnknown, type Unknown } from '@cyborux/contract';
import type { Net, TlsAnswer, TlsFacts, TlsPeer } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { parseCertificate } from '../protocols/certificate.ts';
import { certificateEntities } from '../protocols/certificate-entity.ts';
import { serviceName } from '../protocols/service-name.ts';
import { certificateProducts } from '../protocols/technologies/product-entities.ts';
import { type TlsObservation, tlsObservationSchema } from '../protocols/tls-session.ts';

const PORT = 443;
/** Leaf included. No honest path is longer. */
const MAX_CHAIN = 10;

/** A handshake on 443 with SNI as clients do today; where there is none, with TLS 1.1, then 1.0. */
export const tlsHandshake = defineProbe({
  id: 'tls-handshake',
  title: 'TLS handshake',
  accepts: 'FQDN',
  intrusiveness: 'light',
  timeoutMs: 40_000,
  observation: tlsObservationSchema,
  async observe(entity, net): Promise<TlsObservation> {
    const peer = { host: entity.name, port: PORT, servername: entity.name };
    const modern = await net.handshake(peer);
    if (modern.state === 'absent' || modern.state === 'unknown') return modern;
    const session = modern.state === 'present' ? modern : await oldSession(net, peer, modern);
    if (session.state !== 'present') return session;
    const [leaf = '', ...issuers] = session.chain.slice(0, MAX_CHAIN);
    return {
      ...sessionFacts(session),
      state: 'present',
      leaf: parseCertificate(leaf),
      issuers: issuers.map(parseCertificate),
    };
  },
  *reveals(observation, { name }) {
    if (observation.state === 'absent') return;
    const { address, port } = observation;
    const tls = observation.state === 'present' || observation.reason === 'alert';
    yield {
      kind: 'Service',
      name: serviceName(address, port),
      attributes: { address, port, transport: 'tcp', tls },
    };
    if (observation.state !== 'present' || isUnknown(observation.leaf)) return;
    yield* certificateEntities(observation.leaf);
    yield* certificateProducts(observation.leaf, name);
  },
});

type Rejected = Extract<TlsAnswer, { state: 'rejected' }>;

/** An old version that was not answered could still have been accepted: then it is not known what the server speaks. */
async function oldSession(
  net: Net,
  peer: TlsPeer,
  modern: Rejected,
): Promise<Extract<TlsAnswer, { state: 'present' }> | Rejected | Unknown> {
  const { address } = modern;
  let doubt: Unknown | null = null;
  for (const version of ['TLSv1.1', 'TLSv1'] as const) {
    const answer = await net.handshake({ ...peer, address, version });
    if (answer.state === 'present') return answer;
    if (isUnknown(answer)) doubt ??= answer;
  }
  return doubt ?? modern;
}

function sessionFacts({ address, port, protocol, cipher, alpn, pathError }: TlsFacts) {
  return { address, port, protocol, cipher, alpn, pathError };
}
