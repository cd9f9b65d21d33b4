import { defineProbe } from '../probe.ts';
import { type Guessed, guessedEntities, guessedSchema, guessNames } from '../protocols/guessed-names.ts';
import { usualLabels } from '../protocols/host-words.ts';

/** Asks the resolvers alone (docs/decisions/0016). */
export const commonNames = defineProbe({
  id: 'common-names',
  title: 'Names that most domains have',
  accepts: 'FQDN',
  only: (entity, target) => entity.name === target.name,
  intrusiveness: 'light',
  timeoutMs: 20_000,
  observation: guessedSchema,
  observe: ({ name }, net): Promise<Guessed> => guessNames(name, usualLabels(), net),
  reveals: guessedEntities,
});
