import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Entity, SourceOutcome } from '@cyborux/contract';
import { EntityQuestions } from './entity-questions.ts';
import { createSession } from './net/session.ts';
import { defineSource, type EntitySource, SourceError, type Subject } from './source.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const address = (name: string): Entity => ({ kind: 'IPAddress', name, attributes: {} });
const addresses = (count: number) => Array.from({ length: count }, (_, index) => `203.0.113.${index + 1}`);

function source(answer: (name: string) => Entity[], questions = 10): EntitySource {
  return defineSource({
    id: 'ports',
    title: 'Ports',
    homepage: 'https://example.org/',
    requestsPerMinute: 600,
    accepts: 'IPAddress',
    questions,
    yields: ['Service'],
    async *query({ name }: Subject) {
      yield* answer(name);
    },
  });
}

const service = (name: string): Entity[] => [{ kind: 'Service', name: `${name}:80/tcp`, attributes: {} }];

/** Asks about all the names, and tells the one outcome and from where what was found. */
async function ask(asked: EntitySource, names: readonly string[]) {
  const net = createSession();
  const found: string[] = [];
  const rested = Promise.withResolvers<void>();
  const questions = new EntityQuestions({
    sources: [asked],
    query: {
      ...{ target, net, personalData: false, timeoutMs: 5_000 },
      now: () => new Date(),
      signal: new AbortController().signal,
    },
    keys: {},
    found: async ({ name }, { from }) => void found.push(`${name} from ${from}`),
    rested: () => rested.resolve(),
  });
  for (const name of names) questions.add(address(name));
  if (questions.busy) await rested.promise;
  await net.close();
  const { duration_ms: _, source: __, ...outcome } = questions.outcomes()[0] as SourceOutcome;
  return { outcome, found };
}

function failing(at: (name: string) => SourceError | null) {
  return (name: string): Entity[] => {
    const error = at(name);
    if (error !== null) throw error;
    return service(name);
  };
}

describe('questions about entities', () => {
  it('are asked one by one, and what is found tells from where', async () => {
    const { outcome, found } = await ask(source(service), ['203.0.113.1', '2001:db8::1']);
    assert.deepEqual(outcome, { outcome: 'answered', entities: 2 });
    assert.deepEqual(found, [
      '203.0.113.1:80/tcp from IPAddress:203.0.113.1',
      '2001:db8::1:80/tcp from IPAddress:2001:db8::1',
    ]);
  });

  it('are not asked about addresses of networks of one’s own', async () => {
    const { outcome } = await ask(source(service), ['10.0.0.1', '127.0.0.1', 'fd00::1', '192.168.1.1', 'x']);
    assert.equal(outcome.outcome, 'skipped');
  });

  it('that are left out for their number make the source partial', async () => {
    const { outcome } = await ask(source(service, 2), addresses(5));
    assert.deepEqual(outcome, { outcome: 'partial', entities: 2, detail: 'asked about 2 of 5' });
  });

  it('stop at a limit', async () => {
    const answer = failing((name) => (name === '203.0.113.2' ? new SourceError('limited', 'enough') : null));
    const { outcome } = await ask(source(answer), addresses(4));
    assert.deepEqual(outcome, { outcome: 'limited', entities: 1, detail: 'enough; asked about 2 of 4' });
  });

  it('of which one fails make the source partial', async () => {
    const answer = failing((name) => (name === '203.0.113.2' ? new SourceError('failed', 'broken') : null));
    const { outcome } = await ask(source(answer), addresses(3));
    assert.deepEqual(outcome, { outcome: 'partial', entities: 2, detail: 'broken' });
  });

  it('that all fail are a failure, and three are enough to know', async () => {
    const answer = failing(() => new SourceError('failed', 'dead'));
    const { outcome } = await ask(source(answer), addresses(8));
    assert.deepEqual(outcome, { outcome: 'failed', entities: 0, detail: 'dead; asked about 3 of 8' });
  });
});
