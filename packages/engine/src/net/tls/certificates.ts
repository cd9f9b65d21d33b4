import { protocolOf, type TlsProtocol } from '../../protocols/tls-names.ts';
import { keyKindOf, SIGNATURE_SCHEMES, TLS13_SIGNATURES } from '../../protocols/tls-signature.ts';
import type { Ssl2ServerHello } from '../../protocols/tls-sslv2.ts';
import { suiteOf } from '../../protocols/tls-suite.ts';
import type { ShownCertificate } from '../../protocols/tls-survey.ts';
import type { HelloOutcome, Inquiry } from './ask.ts';
import { timestampsOf } from './features.ts';
import { askModern, type OldProtocol } from './openings.ts';

/** Gathers the chains that come by in flights, each once. */
export interface CertificateCollection {
  take(outcome: HelloOutcome, withName: boolean): void;
  /** SSLv2 knows no server names. */
  takeSsl2(hello: Ssl2ServerHello): void;
  all(): ShownCertificate[];
}

const MAX_CHAINS = 16;

export function collectCertificates(): CertificateCollection {
  const shown = new Map<string, ShownCertificate>();
  const add = (chain: string[], protocol: TlsProtocol, more: Partial<ShownCertificate>) => {
    const key = chain.join(' ');
    const known = shown.get(key) ?? empty(chain);
    if (!shown.has(key) && shown.size === MAX_CHAINS) return;
    shown.set(key, {
      ...known,
      withName: known.withName || (more.withName ?? false),
      withoutName: known.withoutName || (more.withoutName ?? false),
      protocols: known.protocols.includes(protocol) ? known.protocols : [...known.protocols, protocol],
      staple: known.staple ?? more.staple ?? null,
      timestamps: known.timestamps ?? more.timestamps ?? null,
    });
  };
  return {
    take(outcome, withName) {
      if (outcome.state !== 'answered' || outcome.flight.certificate === null) return;
      const chain = outcome.flight.certificate.chain.map((der) => der.toString('base64'));
      const protocol = protocolOf(outcome.hello.version);
      if (chain.length === 0 || protocol === undefined) return;
      add(chain, protocol, {
        withName,
        withoutName: !withName,
        staple: outcome.flight.staple?.toString('base64') ?? null,
        timestamps: timestampsOf(outcome)?.toString('base64') ?? null,
      });
    },
    takeSsl2({ certificate }) {
      if (certificate.length > 0) add([certificate.toString('base64')], 'SSLv2', { withoutName: true });
    },
    all: () => [...shown.values()],
  };
}

function empty(chain: string[]): ShownCertificate {
  return {
    chain,
    withName: false,
    withoutName: false,
    protocols: [],
    staple: null,
    timestamps: null,
    path: null,
  };
}

/** One flight for each kind of key, in one version. */
export async function askForEachKey(
  inquiry: Inquiry,
  protocol: TlsProtocol,
  group: number | null,
  suites: readonly number[],
  seen: (outcome: HelloOutcome) => void,
): Promise<void> {
  if (protocol === 'TLSv1.3') {
    if (group === null) return;
    const kinds = [...new Set(TLS13_SIGNATURES.map(keyKindOf))];
    const flights = kinds.map(async (kind) => {
      const signatures = TLS13_SIGNATURES.filter((scheme) => keyKindOf(scheme) === kind);
      seen(await askModern(inquiry, [group], [group], { signatures }));
    });
    await Promise.all(flights);
    return;
  }
  const keys = [...new Set(suites.map((id) => suiteOf(id)?.authentication ?? 'anon'))];
  const flights = keys.map(async (key) => {
    const offered = suites.filter((id) => suiteOf(id)?.authentication === key);
    const offer = { protocol: protocol as OldProtocol, suites: offered, signatures: SIGNATURE_SCHEMES };
    seen(await inquiry.ask(offer, 'flight'));
  });
  await Promise.all(flights);
}
