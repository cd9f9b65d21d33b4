import { defineProbe } from '../probe.ts';
import { type Guessed, guessedEntities, guessedSchema, guessNames } from '../protocols/guessed-names.ts';
import { hostLabels } from '../protocols/host-words.ts';

/** Asks the resolvers alone (docs/decisions/0016). */
export const wordList = defineProbe({
  id: 'word-list',
  title: 'Names by a list of words',
  accepts: 'FQDN',
  only: (entity, target) => entity.name === target.name,
  intrusiveness: 'intrusive',
  timeoutMs: 120_000,
  observation: guessedSchema,
  observe: ({ name }, net): Promise<Guessed> => guessNames(name, hostLabels(), net),
  reveals: guessedEntities,
});
