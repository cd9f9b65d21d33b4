import { unknown } from '@cyborux/contract';
import { hasKeyShare } from '../../protocols/tls-key-share.ts';
import { suiteOf } from '../../protocols/tls-suite.ts';
import type { NumberList, SuiteList, TlsSurvey } from '../../protocols/tls-survey.ts';
import type { Answered, HelloOutcome, Inquiry } from './ask.ts';
import type { CertificateCollection } from './certificates.ts';
import { collectDh } from './dh.ts';
import { bestOld, readModern } from './features.ts';
import { surveySignatures12, WEAK_SIGNATURES } from './groups.ts';
import { askModern, OLD_PROTOCOLS, type Openings } from './openings.ts';
import { surveyKinds } from './suites.ts';

const NOT_ASKED = unknown('skipped', 'A light survey does not ask.');

type LightLists = Pick<TlsSurvey, 'suites' | 'groups' | 'signatures' | 'dh'>;

/** What there is to judge by, from a hello for each kind of suite: the order, all groups and all signatures are left out. */
export async function surveyLists(
  inquiry: Inquiry,
  nameless: Inquiry,
  openings: Openings,
  certificates: CertificateCollection,
): Promise<LightLists> {
  const isNamed = inquiry.target.servername !== undefined;
  const dh = collectDh();
  const curves = new Set<number>();
  const seen = (outcome: HelloOutcome) => {
    certificates.take(outcome, isNamed);
    dh.take(outcome);
    const curve = outcome.state === 'answered' ? outcome.flight.keyExchange?.curve : undefined;
    if (typeof curve === 'number') curves.add(curve);
  };
  for (const protocol of OLD_PROTOCOLS) seen(openings.hellos[protocol]);
  const accepted = [...OLD_PROTOCOLS, 'TLSv1.3' as const].filter(
    (protocol) => openings.hellos[protocol].state === 'answered',
  );
  const [lists] = await Promise.all([
    Promise.all(
      accepted.map(async (protocol) => [protocol, await surveyKinds(inquiry, protocol, seen)] as const),
    ),
    isNamed ? askNameless(nameless, openings, certificates) : null,
  ]);
  const suites: Partial<Record<(typeof accepted)[number], SuiteList>> = Object.fromEntries(lists);
  const modern = readModern(openings);
  const group = modern?.hello.group ?? null;
  return {
    suites,
    groups: {
      tls12: curves.size === 0 ? null : { values: [...curves], doubt: NOT_ASKED },
      tls13: modern === null ? null : { values: group === null ? [] : [group], doubt: NOT_ASKED },
    },
    signatures: {
      tls12: await weakSignatures(inquiry, suites['TLSv1.2']?.suites ?? []),
      tls13: modern === null ? null : signatureOf(modern),
    },
    dh: dh.all(),
  };
}

function signatureOf({ flight }: Answered): NumberList {
  return { values: flight.verify === null ? [] : [flight.verify], doubt: NOT_ASKED };
}

/** A suite of each kind of key is enough to see what it signs with. */
async function weakSignatures(inquiry: Inquiry, suites: readonly number[]): Promise<NumberList | null> {
  const byKey = Map.groupBy(suites, (id) => suiteOf(id)?.authentication);
  const one = [...byKey.values()].flatMap((ids) => ids.filter(isSigned).slice(0, 1));
  const list = await surveySignatures12(inquiry, one, () => {}, WEAK_SIGNATURES);
  return list === null ? null : { ...list, weakOnly: true };
}

function isSigned(id: number): boolean {
  return ['DHE', 'ECDHE'].includes(suiteOf(id)?.keyExchange ?? '');
}

/** What is shown to who names no server, in the best version. */
async function askNameless(
  nameless: Inquiry,
  openings: Openings,
  certificates: CertificateCollection,
): Promise<void> {
  const group = readModern(openings)?.hello.group ?? null;
  const old = bestOld(openings);
  if (group !== null && hasKeyShare(group)) {
    certificates.take(await askModern(nameless, [group], [group]), false);
  } else if (old !== null) {
    certificates.take(await nameless.ask({ protocol: old.protocol }, 'flight'), false);
  }
}
