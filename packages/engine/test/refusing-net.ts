import type { Net } from '../src/net.ts';

/** A network of the methods that are written down; every other one throws. */
export function netThat(written: Partial<Net>): Net {
  const refuse = (method: string) => (what: unknown) => {
    throw new Error(`nobody wrote down ${method} of ${JSON.stringify(what)}`);
  };
  return {
    resolve: refuse('resolve'),
    resolveMany: refuse('resolveMany') as Net['resolveMany'],
    ask: refuse('ask'),
    exchange: refuse('exchange'),
    transfer: refuse('transfer'),
    delegation: refuse('delegation'),
    signed: refuse('signed'),
    anchors: [],
    feeds: {},
    fetch: refuse('fetch'),
    handshake: refuse('handshake'),
    survey: refuse('survey'),
    greet: refuse('greet'),
    ...written,
  };
}
