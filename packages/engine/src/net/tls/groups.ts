import { CURVES, TLS13_GROUPS } from '../../protocols/tls-group.ts';
import { WIRE_VERSION } from '../../protocols/tls-names.ts';
import { SIGNATURE_SCHEMES, TLS13_SIGNATURES } from '../../protocols/tls-signature.ts';
import { suiteOf, type TlsSuite } from '../../protocols/tls-suite.ts';
import type { NumberList } from '../../protocols/tls-survey.ts';
import { type HelloOutcome, type Inquiry, inVersion } from './ask.ts';
import { type Choices, chooseAll } from './choose.ts';
import { askModern, type OldProtocol } from './openings.ts';

/** An ECDSA key's own curve must stay in the list for as long as others are asked about, so the usual ones come last. */
const CURVES_ASKED: readonly number[] = [...CURVES.filter((id) => id !== 24 && id !== 23), 24, 23];

export function asList({ chosen, doubt }: Choices<number>): NumberList {
  return { values: [...chosen], ...(doubt === null ? {} : { doubt }) };
}

/** Groups of TLS 1.3 from HelloRetryRequests alone: the server computes nothing. */
export async function surveyGroups13(inquiry: Inquiry): Promise<NumberList> {
  const choices = await chooseAll(
    TLS13_GROUPS,
    async (groups) => inVersion(await inquiry.ask({ protocol: 'TLSv1.3', groups }), 0x0304),
    ({ hello }) => hello.group ?? undefined,
  );
  return asList(choices);
}

/** Curves of ECDHE up to TLS 1.2. @param suites those that the server accepts */
export async function surveyCurves(
  inquiry: Inquiry,
  protocol: OldProtocol,
  suites: readonly number[],
): Promise<NumberList | null> {
  const ecdhe = suites.filter((id) => suiteOf(id)?.keyExchange === 'ECDHE');
  if (ecdhe.length === 0 || protocol === 'SSLv3') return null;
  const choices = await chooseAll(
    CURVES_ASKED,
    async (groups) => flightOf(inquiry, protocol, { suites: ecdhe, groups }),
    ({ flight }) => flight.keyExchange?.curve ?? undefined,
  );
  return asList(choices);
}

/** With SHA-1 or MD5 (RFC 9155). */
export const WEAK_SIGNATURES: readonly number[] = [0x0201, 0x0203, 0x0202, 0x0101];

/** Schemes with which the server signs its key exchange in TLS 1.2, for each kind of key that it has. */
export async function surveySignatures12(
  inquiry: Inquiry,
  suites: readonly number[],
  seen: (outcome: HelloOutcome) => void,
  schemes: readonly number[] = SIGNATURE_SCHEMES,
): Promise<NumberList | null> {
  const chains = ['ECDSA', 'RSA', 'DSS'].map(async (key) => {
    const signed = suites.filter((id) => isSignedBy(key, suiteOf(id)));
    if (signed.length === 0) return null;
    return await chooseAll(
      schemes,
      async (signatures) => {
        const outcome = await flightOf(inquiry, 'TLSv1.2', { suites: signed, signatures });
        seen(outcome);
        return outcome;
      },
      ({ flight }) => flight.keyExchange?.signature ?? undefined,
    );
  });
  const choices = (await Promise.all(chains)).filter((each) => each !== null);
  if (choices.length === 0) return null;
  const doubt = choices.find((each) => each.doubt !== null)?.doubt ?? null;
  return asList({ chosen: [...new Set(choices.flatMap(({ chosen }) => chosen))], doubt });
}

/** Schemes of the CertificateVerify. @param group one that the server accepts and we compute in */
export async function surveySignatures13(
  inquiry: Inquiry,
  group: number,
  seen: (outcome: HelloOutcome) => void,
): Promise<NumberList> {
  const choices = await chooseAll(
    TLS13_SIGNATURES,
    async (signatures) => {
      const outcome = inVersion(await askModern(inquiry, [group], [group], { signatures }), 0x0304);
      seen(outcome);
      return outcome;
    },
    ({ flight }) => flight.verify ?? undefined,
  );
  return asList(choices);
}

function isSignedBy(key: string, suite: TlsSuite | undefined): boolean {
  return suite?.authentication === key && ['DHE', 'ECDHE'].includes(suite.keyExchange);
}

async function flightOf(
  inquiry: Inquiry,
  protocol: OldProtocol,
  rest: { suites: readonly number[]; groups?: readonly number[]; signatures?: readonly number[] },
): Promise<HelloOutcome> {
  return inVersion(await inquiry.ask({ protocol, ...rest }, 'flight'), WIRE_VERSION[protocol]);
}
