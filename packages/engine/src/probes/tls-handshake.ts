import { isUnknown, type Unknown } from '@cyborux/contract';
import type { TlsAnswer, TlsFacts } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { parseCertificate } from '../protocols/certificate.ts';
import { certificateEntities } from '../protocols/certificate-entity.ts';
import { serviceName } from '../protocols/service-name.ts';
import { type Acceptance, type TlsObservation, tlsObservationSchema } from '../protocols/tls-session.ts';

const PORT = 443;
/** Leaf included. No honest path is longer. */
const MAX_CHAIN = 10;

/** Handshakes on 443 with SNI: one as clients do today, then TLS 1.1 and 1.0 each alone. */
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
    const { address } = modern;
    const tls11 = await net.handshake({ ...peer, address, version: 'TLSv1.1' });
    const tls10 = await net.handshake({ ...peer, address, version: 'TLSv1' });
    const legacy = [tls11, tls10];
    const session =
      modern.state === 'present'
        ? modern
        : (legacy.find((answer) => answer.state === 'present') ?? withoutSession(modern, legacy));
    if (session.state !== 'present') return session;
    const [leaf = '', ...issuers] = session.chain.slice(0, MAX_CHAIN);
    return {
      ...sessionFacts(session),
      state: 'present',
      leaf: parseCertificate(leaf),
      issuers: issuers.map(parseCertificate),
      versions: { TLSv1: acceptance(tls10), 'TLSv1.1': acceptance(tls11), modern: acceptance(modern) },
    };
  },
  *reveals(observation) {
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
  },
});

type Rejected = Extract<TlsAnswer, { state: 'rejected' }>;

/** An old version that was not answered could still have been accepted: then it is not known what the server speaks. */
function withoutSession(modern: Rejected, legacy: readonly TlsAnswer[]): Rejected | Unknown {
  return legacy.find(isUnknown) ?? modern;
}

function acceptance(answer: TlsAnswer): Acceptance {
  if (answer.state === 'present') return 'accepted';
  return answer.state === 'rejected' ? 'rejected' : 'unknown';
}

function sessionFacts({ address, port, protocol, cipher, alpn, pathError }: TlsFacts) {
  return { address, port, protocol, cipher, alpn, pathError };
}
