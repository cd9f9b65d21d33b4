import { type TlsProtocol, WIRE_VERSION } from '../../protocols/tls-names.ts';
import { suiteKind, suitesFor, type TlsSuite } from '../../protocols/tls-suite.ts';
import type { SuiteList } from '../../protocols/tls-survey.ts';
import { type HelloOutcome, type Inquiry, inVersion } from './ask.ts';
import { type Choices, chooseAll } from './choose.ts';

type Version = Exclude<TlsProtocol, 'SSLv2'>;

/** What servers have in use today or had yesterday; the others are asked about apart, as some refuse very long lists. */
function isUsual({ keyExchange, authentication, isExport, cipher, id }: TlsSuite): boolean {
  const exchange = ['any', 'RSA', 'DHE', 'ECDHE'].includes(keyExchange);
  const key = ['any', 'RSA', 'ECDSA', 'DSS', 'anon'].includes(authentication);
  const isOdd =
    /ARIA|SEED|IDEA|NULL|RC2|SM4|AEGIS|MGM/.test(cipher) || (authentication === 'DSS' && id > 0x0040);
  return exchange && key && !isExport && !isOdd && !/^0xfe/.test(id.toString(16));
}

/**
 * The suites that a server accepts in a version, and whose order counts. Two lists at once, the usual and the rare; when
 * both have hits, those are asked together once more, so that the order is one.
 */
export async function surveySuites(
  inquiry: Inquiry,
  protocol: Version,
  seen: (outcome: HelloOutcome) => void,
): Promise<SuiteList> {
  const all = suitesFor(WIRE_VERSION[protocol]);
  const usual = idsOf(all.filter(isUsual));
  const rare = idsOf(all.filter((suite) => !isUsual(suite)));
  const [ofUsual, ofRare] = await Promise.all([
    choose(inquiry, protocol, usual, seen),
    choose(inquiry, protocol, rare, seen),
  ]);
  const doubt = ofUsual.doubt ?? ofRare.doubt;
  const found = [...ofUsual.chosen, ...ofRare.chosen];
  const order = found.length < 2 ? null : await orderOf(inquiry, protocol, found);
  const isMixed = order === 'server' && ofUsual.chosen.length > 0 && ofRare.chosen.length > 0;
  const inOrder = isMixed ? (await choose(inquiry, protocol, found, seen)).chosen : found;
  return {
    suites: inOrder.length === found.length ? [...inOrder] : found,
    order,
    ...(doubt === null ? {} : { doubt }),
  };
}

/**
 * One suite of each kind that a server accepts in a version: enough to tell which kinds it refuses, in few hellos. What is
 * rare is only asked about where its kind was not seen already.
 */
export async function surveyKinds(
  inquiry: Inquiry,
  protocol: Version,
  seen: (outcome: HelloOutcome) => void,
): Promise<SuiteList> {
  const all = suitesFor(WIRE_VERSION[protocol]);
  const isFew = protocol === 'TLSv1.3';
  const usual = all.filter((suite) => isFew || isUsual(suite));
  const ofUsual = await choose(inquiry, protocol, idsOf(usual), seen, isSameKind);
  const rare = all.filter(
    (suite) => !usual.includes(suite) && !ofUsual.chosen.some((id) => isSameKind(id, suite.id)),
  );
  const ofRare = await choose(inquiry, protocol, idsOf(rare), seen, isSameKind);
  const doubt = ofUsual.doubt ?? ofRare.doubt;
  return {
    suites: [...ofUsual.chosen, ...ofRare.chosen],
    order: null,
    ...(doubt === null ? {} : { doubt }),
  };
}

function idsOf(suites: readonly TlsSuite[]): number[] {
  return suites.map(({ id }) => id);
}

function isSameKind(one: number, other: number): boolean {
  return suiteKind(one) === suiteKind(other);
}

/** Whole flights: they come in one piece, and show more. In TLS 1.3 no share is sent: the server asks for one, and computes nothing. */
async function choose(
  inquiry: Inquiry,
  protocol: Version,
  suites: readonly number[],
  seen: (outcome: HelloOutcome) => void,
  isAlike?: (one: number, other: number) => boolean,
): Promise<Choices<number>> {
  return await chooseAll(
    suites,
    async (rest) => {
      const outcome = inVersion(
        await inquiry.ask({ protocol, suites: rest }, 'flight'),
        WIRE_VERSION[protocol],
      );
      seen(outcome);
      return outcome;
    },
    ({ hello }) => hello.suite,
    isAlike,
  );
}

/**
 * Does the server choose the same of a list and of its reverse? ChaCha20 stays off both ends: a server may prefer it for
 * those who name it first.
 */
async function orderOf(
  inquiry: Inquiry,
  protocol: Version,
  suites: readonly number[],
): Promise<SuiteList['order']> {
  const all = suitesFor(WIRE_VERSION[protocol]);
  const isChaCha = (id: number) => all.find((suite) => suite.id === id)?.cipher.startsWith('CHACHA') ?? false;
  const others = suites.filter((id) => !isChaCha(id));
  if (others.length < 2) return null;
  const answers = await Promise.all(
    [others, others.toReversed()].map((list) => inquiry.ask({ protocol, suites: list })),
  );
  const [one, other] = answers.map((answer) => (answer.state === 'answered' ? answer.hello.suite : null));
  if (typeof one !== 'number' || typeof other !== 'number') return null;
  return one === other ? 'server' : 'client';
}
