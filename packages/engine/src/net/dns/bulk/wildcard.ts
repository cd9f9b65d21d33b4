import type { DnsType } from '../../../protocols/dns-answer.ts';
import type { WildcardVerdict } from './bulk.ts';
import type { Hit } from './message.ts';
import { canonical, parentOf } from './parent.ts';
import type { Answer } from './question.ts';
import { randomLabel } from './random.ts';

/**
 * Tells hits from what every name under the same parent gets (RFC 4592). A name's own parent is enough: where a wildcard
 * higher up answers for the name, it answers for its siblings as well.
 */
export interface Wildcards<T extends DnsType> {
  judge(name: string, hit: Hit<T>): WildcardVerdict | Promise<WildcardVerdict>;
}

interface Profile {
  /** `none`: a random label is absent. `unknown`: no random label gets an answer. */
  state: 'none' | 'unknown' | 'there';
  /** Records and aliases of all samples. */
  seen: Set<string>;
  samples: number;
  /** The last round brought nothing new. */
  isSettled: boolean;
  round: Promise<boolean> | null;
}

const FIRST_ROUND = 3;
/** A set of four that takes turns at random is missed in part once in ten rounds; the unmatched hit makes a further one. */
const ROUND = 8;
const MAX_SAMPLES = 128;
const PARENTS = 4_096;

/** @param ask puts a question to resolvers that are believed */
export function createWildcards<T extends DnsType>(ask: (name: string) => Promise<Answer<T>>): Wildcards<T> {
  const profiles = new Map<string, Profile | Promise<Profile>>();

  /** Asks for random labels, and says whether the set grew. */
  const sample = async (parent: string, profile: Profile, count: number): Promise<boolean> => {
    const before = profile.seen.size;
    const names = Array.from({ length: count }, () =>
      parent === '' ? randomLabel() : `${randomLabel()}.${parent}`,
    );
    const answers = await Promise.all(names.map(ask));
    for (const [index, answer] of answers.entries()) {
      if (answer.state === 'present') {
        profile.state = 'there';
        for (const feature of featuresOf(names[index] ?? '', answer)) profile.seen.add(feature);
      } else if (answer.state === 'absent' && profile.state === 'unknown') {
        profile.state = 'none';
      }
    }
    profile.samples += count;
    profile.isSettled = profile.seen.size === before;
    return !profile.isSettled;
  };

  const learn = async (parent: string): Promise<Profile> => {
    const profile: Profile = { state: 'unknown', seen: new Set(), samples: 0, isSettled: false, round: null };
    await sample(parent, profile, FIRST_ROUND);
    while (profile.state === 'there' && !profile.isSettled && profile.samples < MAX_SAMPLES) {
      await sample(parent, profile, ROUND);
    }
    profiles.set(parent, profile);
    return profile;
  };

  /** One round for all hits that wait for it. */
  const further = (parent: string, profile: Profile): Promise<boolean> => {
    profile.round ??= sample(parent, profile, ROUND).finally(() => {
      profile.round = null;
    });
    return profile.round;
  };

  const compare = async (name: string, hit: Hit<T>, parent: string, profile: Profile) => {
    const features = featuresOf(name, hit);
    const isLikeAll = () => features.every((feature) => profile.seen.has(feature));
    while (!isLikeAll()) {
      if (profile.samples >= MAX_SAMPLES) return profile.isSettled ? 'no' : 'unknown';
      const grew = await further(parent, profile);
      if (!grew) return isLikeAll() ? 'yes' : 'no';
    }
    return 'yes';
  };

  const judgeBy = (name: string, hit: Hit<T>, parent: string, profile: Profile) => {
    if (profile.state === 'none') return 'no';
    if (profile.state === 'unknown') return 'unknown';
    return compare(name, hit, parent, profile);
  };

  return {
    judge(name, hit) {
      const parent = parentOf(name);
      let profile = profiles.get(parent);
      if (profile === undefined) {
        const [oldest] = profiles.keys();
        if (profiles.size >= PARENTS && oldest !== undefined) profiles.delete(oldest);
        profile = learn(parent);
        profiles.set(parent, profile);
      }
      if (profile instanceof Promise) return profile.then((known) => judgeBy(name, hit, parent, known));
      return judgeBy(name, hit, parent, profile);
    },
  };
}

/** An alias that repeats the asked label is the same for all labels: `*.example.com` to `<label>.example.net`. */
function featuresOf<T extends DnsType>(name: string, hit: Hit<T>): string[] {
  const [label = ''] = canonical(name).split('.');
  const aliases = hit.aliases.map((alias) =>
    alias
      .split('.')
      .map((part) => (part === label ? '*' : part))
      .join('.'),
  );
  return [
    ...aliases.map((alias) => `alias ${alias}`),
    ...hit.records.map((record) => `record ${JSON.stringify(record)}`),
  ];
}
