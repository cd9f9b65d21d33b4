import type { StandInBehaviour } from '../spec.ts';

/** How each stand-in behaves: to everyone, and to questions about particular domains. */
export interface Behaviours<Name extends string> {
  set(name: Name, behaviour: StandInBehaviour, domain?: string): void;
  /** The word for the closest domain above counts, then the one for everyone. */
  of(name: Name, domain: string | null): StandInBehaviour;
}

export function createBehaviours<Name extends string>(): Behaviours<Name> {
  const words = new Map<string, StandInBehaviour>();

  return {
    set(name, behaviour, domain = '') {
      words.set(`${name} ${domain.toLowerCase()}`, behaviour);
    },
    of(name, domain) {
      for (const suffix of suffixesOf(domain ?? '')) {
        const word = words.get(`${name} ${suffix}`);
        if (word !== undefined) return word;
      }
      return 'answer';
    },
  };
}

/** `a.b` to `a.b`, `b`, and the empty one that stands for everyone. */
function suffixesOf(domain: string): string[] {
  const labels = domain.split('.').slice(-127);
  return [...labels.map((_, index) => labels.slice(index).join('.')), ''];
}
