import { type Entity, unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import type { Net } from '../net.ts';

/** What came of asking for names that nobody told of. */
export const guessedSchema = z.object({
  asked: z.int(),
  /** Those with records of their own, in order. */
  names: z.array(z.string()),
  /** Of these it is not known whether they exist. */
  unknown: z.int(),
  /** What no answer came to, when that was so for all. */
  failure: unknownSchema.exactOptional(),
});
export type Guessed = z.infer<typeof guessedSchema>;

/** Only what has a record of its own counts: what a wildcard answers, and what may be one's, is no find. */
export async function guessNames(domain: string, labels: readonly string[], net: Net): Promise<Guessed> {
  const names: string[] = [];
  let unknown = 0;
  let failure: Guessed['failure'];
  const asked = labels.map((label) => `${label}.${domain}`).filter((name) => name.length <= 253);
  for await (const { name, answer } of net.resolveMany(asked)) {
    if (answer.state === 'unknown') {
      unknown += 1;
      failure ??= answer;
    } else if (answer.state === 'present' && answer.wildcard === 'no') {
      names.push(name);
    }
  }
  const isSilent = unknown === asked.length;
  const told = { asked: asked.length, names: names.sort(), unknown };
  return isSilent && failure !== undefined ? { ...told, failure } : told;
}

export function* guessedEntities({ names }: Guessed): Iterable<Entity> {
  for (const name of names) yield { kind: 'FQDN', name, attributes: {} };
}
