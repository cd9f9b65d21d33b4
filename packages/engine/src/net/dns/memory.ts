/** What a session has learnt about servers. */
export interface ServerMemory {
  noteAnswer(server: string, edns: boolean): void;
  noteSilence(server: string): void;
  /** Another answered that was asked later. */
  noteSlowness(server: string): void;
  /** The higher, the later it is to be asked. */
  rank(server: string): number;
  /** Silent so many times in a row. */
  silences(server: string): number;
  /** It has answered, but only to a message without EDNS. */
  needsPlain(server: string): boolean;
  /** Silent so often, and just now, without a word ever, that there is no use in asking. */
  isGivenUp(server: string): boolean;
}

interface Known {
  silences: number;
  slow: number;
  lastSilence: number;
  answered: boolean;
  plain: boolean;
}

const MAX_SERVERS = 10_000;
/** After that it is worth a question again. */
const GIVEN_UP_MS = 10_000;

/** @param patience silences after which a server that has never answered is given up */
export function createServerMemory(patience: number, now = () => performance.now()): ServerMemory {
  const known = new Map<string, Known>();
  const of = (server: string): Known => {
    const found = known.get(server);
    if (found !== undefined) return found;
    if (known.size >= MAX_SERVERS) known.clear();
    const made = { silences: 0, slow: 0, lastSilence: 0, answered: false, plain: false };
    known.set(server, made);
    return made;
  };
  return {
    noteAnswer(server, edns) {
      const entry = of(server);
      entry.silences = 0;
      entry.slow = 0;
      entry.answered = true;
      entry.plain = !edns;
    },
    noteSilence(server) {
      const entry = of(server);
      entry.silences += 1;
      entry.lastSilence = now();
    },
    noteSlowness(server) {
      of(server).slow += 1;
    },
    rank(server) {
      const entry = known.get(server);
      return entry === undefined ? 0 : entry.silences + entry.slow;
    },
    silences: (server) => known.get(server)?.silences ?? 0,
    needsPlain: (server) => known.get(server)?.plain ?? false,
    isGivenUp(server) {
      const entry = known.get(server);
      if (entry === undefined || entry.answered || entry.silences < patience) return false;
      return now() - entry.lastSilence < GIVEN_UP_MS;
    },
  };
}
