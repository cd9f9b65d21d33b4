import type { TlsSurvey, TlsSurveyAnswer } from '../../../protocols/tls-survey.ts';
import { createGate } from '../../pace.ts';
import { createDestinations } from '../../routes.ts';
import { createSockets } from '../../sockets.ts';
import { surveyTls } from '../survey.ts';
import type { TlsTarget } from '../talk.ts';

export const SURVEYED = '192.0.2.10';

/** Surveys a port of loopback, as an address of the documentation ranges that a route leads there. */
export async function surveyPort(
  port: number,
  wish: Partial<Pick<TlsTarget, 'servername' | 'starttls'>> = {},
  limits: { totalMs?: number; perHost?: number; surveyMs?: number; depth?: TlsSurvey['depth'] } = {},
): Promise<TlsSurveyAnswer> {
  const sockets = createSockets();
  const options = {
    destinations: createDestinations([{ address: SURVEYED, port, to: { host: '127.0.0.1', port } }]),
    sockets,
    connectMs: 2_000,
    totalMs: limits.totalMs ?? 5_000,
    gate: createGate({ perHost: limits.perHost ?? 4, total: 64 }),
    ...(limits.surveyMs === undefined ? {} : { surveyMs: limits.surveyMs }),
    ...(limits.depth === undefined ? {} : { depth: limits.depth }),
  };
  const target = { host: SURVEYED, port, ...wish };
  const resolve = async () => ({ state: 'absent' as const, reason: 'nodata' as const });
  try {
    return await surveyTls(target, resolve as never, options, new AbortController().signal);
  } finally {
    await sockets.closeAll();
  }
}

/** The survey of a server that speaks TLS. */
export async function surveyed(...args: Parameters<typeof surveyPort>): Promise<TlsSurvey> {
  const answer = await surveyPort(...args);
  if (answer.state !== 'present') throw new Error(`no survey: ${JSON.stringify(answer)}`);
  return answer;
}
