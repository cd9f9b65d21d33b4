import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Asked, collectAbout, type WrittenAnswer, writtenHttp } from '../../test/written-answers.ts';
import { SourceError } from '../source.ts';
import { greynoise } from './greynoise.ts';

const target = { name: 'acme.example', registrable: 'acme.example' };
const URL_ASKED = 'https://api.greynoise.io/v3/community/203.0.113.9';
const observed = {
  ip: '203.0.113.9',
  noise: true,
  riot: false,
  classification: 'malicious',
  name: 'unknown',
  link: 'https://viz.greynoise.io/ip/203.0.113.9',
  last_seen: '2024-05-01',
  message: 'Success',
};

function ask(answer: WrittenAnswer, key?: string, asked: Asked[] = []) {
  return collectAbout(greynoise, '203.0.113.9', target, writtenHttp({ [URL_ASKED]: answer }, asked), key);
}

describe('greynoise', () => {
  const reputations: [what: string, more: Partial<typeof observed>, reputation: string | undefined][] = [
    ['malicious', {}, 'malicious'],
    ['benign', { classification: 'benign' }, 'benign'],
    ['a scanner of no known intent', { classification: 'unknown' }, 'scanner'],
    ['a common service', { noise: false, riot: true, classification: 'unknown' }, 'benign'],
    ['nothing of note', { noise: false, classification: 'unknown' }, undefined],
    ['a word of its own', { noise: false, classification: 'new' }, undefined],
  ];
  for (const [what, more, reputation] of reputations) {
    it(`takes it for ${what}`, async () => {
      const { entities, error } = await ask({ json: { ...observed, ...more } });
      const attributes = entities.map((entity) => entity.attributes);
      assert.deepEqual([attributes, error], [reputation === undefined ? [] : [{ reputation }], undefined]);
    });
  }

  it('finds nothing where nothing was observed', async () => {
    assert.deepEqual(await ask(null), { entities: [], error: undefined, doubts: [] });
  });

  it('sends the key when there is one', async () => {
    const asked: Asked[] = [];
    await ask({ json: observed }, 'k3y', asked);
    await ask({ json: observed }, undefined, asked);
    assert.deepEqual(
      asked.map(({ headers }) => headers),
      [{ key: 'k3y' }, {}],
    );
  });

  const failures: [what: string, answer: WrittenAnswer, outcome: string][] = [
    ['another address', { json: { ...observed, ip: '203.0.113.10' } }, 'failed'],
    ['another document', { json: { plan: 'unauthenticated', message: 'bad' } }, 'failed'],
    ['a limit', new SourceError('limited', '429'), 'limited'],
  ];
  for (const [what, answer, outcome] of failures) {
    it(`tells of ${what} as ${outcome}`, async () => {
      const { entities, error } = await ask(answer);
      assert.deepEqual([entities, error?.outcome], [[], outcome]);
    });
  }
});
