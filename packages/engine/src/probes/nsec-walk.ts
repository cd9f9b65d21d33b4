import { unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import { defineProbe } from '../probe.ts';
import { nameEntities } from '../protocols/dns-entities.ts';
import { nextName } from '../protocols/dnssec-set.ts';
import { inScope } from '../scope.ts';

/** Each costs a question; who has more names has them listed in part. */
const MAX_STEPS = 1_000;

const observation = z.union([
  z.object({
    state: z.literal('present'),
    /** In the order of the chain, the zone itself left out. */
    names: z.array(z.string()),
    /** The chain led back to the zone. */
    complete: z.boolean(),
  }),
  /** No NSEC record, or such as the signer makes up for each question. */
  z.object({ state: z.literal('absent') }),
  unknownSchema,
]);
export type NsecWalkObservation = z.infer<typeof observation>;

/** Lists the names of a zone by its NSEC records (RFC 4034 section 4), one after the other. */
export const nsecWalk = defineProbe({
  id: 'nsec-walk',
  title: 'Names of the zone, by its NSEC chain',
  accepts: 'FQDN',
  only: (entity, target) => entity.name === target.name,
  intrusiveness: 'intrusive',
  timeoutMs: 120_000,
  observation,
  async observe({ name: zone }, net): Promise<NsecWalkObservation> {
    const names: string[] = [];
    const seen = new Set<string>();
    let at = zone;
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const answer = await net.signed(at, 'NSEC');
      const next = nextName(answer, at);
      if (next === null && names.length === 0) {
        if (answer instanceof Uint8Array) return { state: 'absent' };
        return { state: 'unknown', reason: 'failed', detail: `${at} NSEC: ${answer.reason}` };
      }
      if (next === null) return { state: 'present', names, complete: false };
      if (next === zone) return { state: 'present', names, complete: true };
      // A chain that leaves the zone or turns back is none.
      const isMadeUp = next.startsWith('\\000');
      if (isMadeUp || seen.has(next) || !next.endsWith(`.${zone}`)) break;
      seen.add(next);
      names.push(next);
      at = next;
    }
    return names.length === 0 ? { state: 'absent' } : { state: 'present', names, complete: false };
  },
  *reveals(walked, _, target) {
    if (walked.state === 'absent') return;
    for (const entity of nameEntities(walked.names, MAX_STEPS))
      if (inScope(entity.name, target)) yield entity;
  },
});
