import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entitySchema } from '@cyborux/contract';
import { type DomainSource, SourceError } from '../src/source.ts';
import { collect, namesOf, type WrittenAnswer, writtenHttp } from './written-answers.ts';

/** What is answered, the names that are found, how it ends, what is doubted. */
export type Case = [
  what: string,
  answer: WrittenAnswer,
  names: string[],
  outcome?: string | undefined,
  doubts?: string[],
];

/** Of a source that answers with one list of names. */
export const LISTED: Case[] = [
  [
    'names, each once, in the form that is kept',
    { json: ['WWW.acme.example', '*.acme.example', 'www.acme.example.', 'bücher.acme.example'] },
    ['www.acme.example', 'acme.example', 'xn--bcher-kva.acme.example'],
  ],
  ['an empty list', { json: [] }, []],
  [
    'what is no name',
    { json: ['a@acme.example', 7, 'mail.acme.example'] },
    ['mail.acme.example'],
    undefined,
    ['1 names are no text'],
  ],
  [
    'names of strangers',
    { json: ['www.acme.example.org', 'notacme.example'] },
    [],
    undefined,
    ['none of the names is of the domain'],
  ],
  ['an error with status 200', { json: { error: 'Too many requests' } }, [], 'failed'],
  ['a limit', new SourceError('limited', '429'), [], 'limited'],
];

const target = { name: 'acme.example', registrable: 'acme.example' };

/** For a source that asks one question about `acme.example`. */
export function testNameList(source: DomainSource, url: string, cases: readonly Case[]): void {
  describe(source.id, () => {
    for (const [what, answer, names, outcome, doubts = []] of cases) {
      it(what, async () => {
        const told = await collect(source, target, writtenHttp({ [url]: answer }));
        assert.deepEqual(namesOf(told.entities, 'FQDN'), names);
        assert.deepEqual([told.error?.outcome, told.doubts], [outcome, doubts]);
        for (const entity of told.entities) assert.deepEqual(entitySchema.parse(entity), entity);
      });
    }
  });
}
