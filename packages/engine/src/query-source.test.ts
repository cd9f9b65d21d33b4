import assert from 'node:assert/strict';
import { it } from 'node:test';
import { z } from 'zod';
import { createSession } from './net/session.ts';
import { querySource } from './query-source.ts';
import {
  type DomainSource,
  defineSource,
  hostFinder,
  readItems,
  SourceError,
  type SourceTools,
} from './source.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };

async function ask(query: DomainSource['query'], key?: string) {
  const source = defineSource({
    id: 'names',
    title: 'Names',
    homepage: 'https://example.org/',
    requestsPerMinute: 60,
    yields: ['FQDN'],
    query,
  });
  const net = createSession();
  const names: string[] = [];
  const { outcome, detail, entities } = await querySource({
    source,
    target,
    net,
    key,
    personalData: false,
    signal: new AbortController().signal,
    timeoutMs: 1_000,
    now: () => new Date(),
    found: async ({ name }) => void names.push(name),
  });
  await net.close();
  assert.equal(names.length, entities);
  return { outcome, detail, names };
}

function listing(...pages: unknown[][]) {
  return async function* (asked: typeof target, tools: SourceTools) {
    const hosts = hostFinder(asked, tools);
    for (const page of pages) yield* hosts(page);
  };
}

it('a list of names is answered, each name once', async () => {
  const { outcome, names } = await ask(listing(['a.acme.example', 'A.acme.example.'], ['a.acme.example']));
  assert.equal(outcome, 'answered');
  assert.deepEqual(names, ['a.acme.example']);
});

it('an empty list is answered', async () => {
  assert.deepEqual(await ask(listing([])), { outcome: 'answered', detail: undefined, names: [] });
});

it('good names among what is no text are kept, and the answer is partial', async () => {
  const { outcome, detail, names } = await ask(listing(['a.acme.example', null, 7]));
  assert.deepEqual([outcome, detail, names], ['partial', '2 names are no text', ['a.acme.example']]);
});

it('a list of which nothing is of the domain is a failure, not an answer', async () => {
  assert.equal((await ask(listing(['www.stranger.example', 'a@acme.example']))).outcome, 'failed');
});

it('items of another form are left out and noted', async () => {
  const { outcome, names } = await ask(async function* (_, tools) {
    for (const { name } of readItems(
      [{ name: 'a.acme.example' }, { nam: '' }],
      z.object({ name: z.string() }),
      tools,
    )) {
      yield { kind: 'FQDN', name, attributes: {} };
    }
  });
  assert.deepEqual([outcome, names], ['partial', ['a.acme.example']]);
});

it('the key is told to nobody, even when the source repeats it', async () => {
  const { detail } = await ask(async function* () {
    yield* [];
    throw new SourceError('failed', 'the key s3cret-k3y is not known');
  }, 's3cret-k3y');
  assert.equal(detail, 'the key *** is not known');
});
