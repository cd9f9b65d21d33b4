import type { Resolve, SurveyPeer } from '../../net.ts';
import { serverFingerprint } from '../../protocols/tls-fingerprint.ts';
import type { TlsSurveyAnswer } from '../../protocols/tls-survey.ts';
import { orCanceled } from '../deadline.ts';
import { openInquiry } from './ask.ts';
import { collectCertificates } from './certificates.ts';
import { type Beginning, openToday } from './openings.ts';
import { surveyTls } from './survey.ts';
import { isNothing, type TalkOptions, type TlsTarget } from './talk.ts';
import type { JudgePath } from './trust.ts';

/** Surveys of one session. Names at one address and port whose server answers alike share what is no name's own. */
export type SurveyPeerOf = (
  peer: SurveyPeer,
  resolve: Resolve,
  signal: AbortSignal,
) => Promise<TlsSurveyAnswer>;

/** @param session how names are resolved and when work ends that several ask for */
export function createEndpointSurveys(
  options: TalkOptions,
  judgePath: JudgePath,
  session: { resolve: Resolve; signal: AbortSignal },
): SurveyPeerOf {
  const known = new Map<string, Promise<TlsSurveyAnswer>>();

  return async (peer, resolve, signal) => {
    const { depth = 'light', ...target } = peer;
    const inquiry = openInquiry(target, resolve, options, { signal, within: signal });
    const begun = await openToday(inquiry);
    const { modern, v12 } = begun;
    if (isNothing(modern) && isNothing(v12) && modern.state !== 'no-start') return modern;
    const place = placeOf(target, begun);
    if (place === null) {
      return withPaths(await surveyTls(target, resolve, { ...options, depth, begun }, signal), judgePath);
    }
    const { address } = place;
    const shared = known.get(`full ${place.key}`) ?? known.get(`${depth} ${place.key}`);
    if (shared !== undefined) {
      const answer = await orCanceled(shared, signal);
      if (answer.state === 'present' && (depth === 'light' || answer.depth === 'full')) {
        return withPaths(asOf(answer, target, begun, inquiry.connections()), judgePath);
      }
    }
    const work = surveyTls(
      { ...target, address },
      session.resolve,
      { ...options, depth, begun },
      session.signal,
    );
    known.set(`${depth} ${place.key}`, work);
    return withPaths(await orCanceled(work, signal), judgePath);
  };
}

/** The server, and how it answered in the versions of today; null when it answered in neither. */
function placeOf(target: TlsTarget, { modern, v12 }: Beginning): { address: string; key: string } | null {
  const answered = [modern, v12].flatMap((each) => (each.state === 'answered' ? [each] : []));
  const [first] = answered;
  if (first === undefined) return null;
  const fingerprint = serverFingerprint(
    answered.map(({ hello, flight }) => ({ hello, encryptedExtensions: flight.encryptedExtensions })),
  );
  const { port, starttls = '' } = target;
  const group = first.hello.group ?? '';
  return { address: first.address, key: `${first.address} ${port} ${starttls} ${fingerprint} ${group}` };
}

type Present = TlsSurveyAnswer & { state: 'present' };

/** Another name's survey, with the certificates of this name. */
function asOf(
  survey: Present,
  { servername }: TlsTarget,
  { modern, v12 }: Beginning,
  connections: number,
): Present {
  const own = collectCertificates();
  for (const outcome of [modern, v12]) own.take(outcome, servername !== undefined);
  const chains = own.all();
  const same = chains.every(({ chain }) => survey.certificates.some((each) => each.chain[0] === chain[0]));
  return {
    ...survey,
    servername: servername ?? null,
    surveyedAs: survey.servername,
    certificates: same ? survey.certificates : chains,
    connections,
  };
}

function withPaths(answer: TlsSurveyAnswer, judgePath: JudgePath): TlsSurveyAnswer {
  if (answer.state !== 'present') return answer;
  const at = new Date();
  const certificates = answer.certificates.map((each) => ({ ...each, path: judgePath(each.chain, at) }));
  return { ...answer, certificates };
}
