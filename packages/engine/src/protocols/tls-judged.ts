import { type EntityKey, type Unknown, unknown } from '@cyborux/contract';
import { serviceKey } from './service-name.ts';
import type { Presence, TlsFeatures, TlsSurvey, TlsSurveyAnswer } from './tls-survey.ts';
import { type TlsWeakness, type WeaknessName, weaknessesOf } from './tls-weaknesses.ts';

type Observed = Exclude<TlsSurveyAnswer, Unknown>;

/** The survey that checks judge; null when nothing speaks TLS there. */
export function surveyed(answer: Observed): TlsSurvey | null {
  return answer.state === 'present' ? answer : null;
}

export interface FoundWeakness {
  isPresent: boolean;
  confidence: TlsWeakness['confidence'];
  evidence: Record<string, string>;
  affects: EntityKey[];
}

/** A weakness that is there or not; null where the question means nothing, unknown when it was not answered. */
export function weakness(name: WeaknessName) {
  return (answer: Observed): FoundWeakness | Unknown | null => {
    if (answer.state !== 'present') return null;
    const found = weaknessesOf(answer).find((each) => each.name === name);
    if (found === undefined) return unknown('failed', `${name} is not judged.`);
    const { state, confidence, evidence } = found;
    if (typeof state !== 'string') return state;
    if (state === 'notApplicable') return null;
    return {
      isPresent: state === 'present',
      confidence,
      evidence: evidenceOf(answer, evidence),
      affects: [serviceKey(answer.address, answer.port)],
    };
  };
}

type FeatureName = {
  [N in keyof TlsFeatures]: TlsFeatures[N] extends Presence ? N : never;
}[keyof TlsFeatures];

/** A feature that is there or not, in the same way. */
export function feature(name: FeatureName) {
  return (answer: Observed): { isPresent: boolean; affects: EntityKey[] } | Unknown | null => {
    if (answer.state !== 'present') return null;
    const state = answer.features[name];
    if (typeof state !== 'string') return state;
    if (state === 'notApplicable') return null;
    return { isPresent: state === 'present', affects: [serviceKey(answer.address, answer.port)] };
  };
}

const MAX_SEEN = 12;

function evidenceOf({ address, port }: TlsSurvey, seen: readonly string[]): Record<string, string> {
  const shown = seen.slice(0, MAX_SEEN).join(', ');
  const more = seen.length > MAX_SEEN ? ` and ${seen.length - MAX_SEEN} more` : '';
  return { seen: `${shown}${more}`, at: `${address} port ${port}` };
}
