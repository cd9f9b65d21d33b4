import { z } from 'zod';
import { canonicalAddress } from '../protocols/ip-address.ts';
import { defineSource, SourceError } from '../source.ts';

const noiseSchema = z.object({
  ip: z.string(),
  /** It scans the internet. */
  noise: z.boolean(),
  /** It is of a common service that business relies on. */
  riot: z.boolean(),
  classification: z.enum(['benign', 'malicious', 'suspicious', 'unknown']).catch('unknown'),
});

export const greynoise = defineSource({
  id: 'greynoise',
  title: 'GreyNoise Community',
  homepage: 'https://www.greynoise.io/',
  credential: {
    optional: true,
    howToGet: 'Sign up at https://viz.greynoise.io/signup; without a key 50 addresses a week are answered.',
  },
  requestsPerMinute: 120,
  accepts: 'IPAddress',
  questions: 5,
  yields: ['IPAddress'],
  async *query({ name }, { http, key }) {
    const headers = key === undefined ? {} : { key };
    const told = await http.json(`https://api.greynoise.io/v3/community/${name}`, noiseSchema, { headers });
    // It says 404 of addresses that it has not observed.
    if (told === null) return;
    if (canonicalAddress(told.ip) !== name)
      throw new SourceError('failed', 'GreyNoise answered about another address');
    const reputation = reputationOf(told);
    if (reputation !== null) yield { kind: 'IPAddress', name, attributes: { reputation } };
  },
});

function reputationOf({ noise, riot, classification }: z.infer<typeof noiseSchema>): string | null {
  if (classification !== 'unknown') return classification;
  if (riot) return 'benign';
  return noise ? 'scanner' : null;
}
