import { unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import type { Delegation, NameServer } from '../net.ts';
import type { DsRecord } from './dns-answer.ts';
import { canonicalAddress } from './ip-address.ts';

const text = z.string();
const server: z.ZodType<NameServer> = z.object({ name: text, address: text });
const ds: z.ZodType<DsRecord> = z.object({
  keyTag: z.int(),
  algorithm: z.int(),
  digestType: z.int(),
  digest: text,
});
const answer = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('referral'),
    NS: z.array(text).readonly(),
    glue: z.array(server).readonly(),
    DS: z.array(ds).readonly(),
  }),
  z.object({ state: z.literal('answer'), NS: z.array(text).readonly() }),
  z.object({ state: z.enum(['nxdomain', 'nodata']) }),
  unknownSchema,
]);

export const delegationSchema: z.ZodType<Delegation> = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('present'),
    zone: text,
    parent: text,
    referrals: z.array(z.object({ server, answer })).readonly(),
  }),
  z.object({ state: z.literal('absent'), parent: text, reason: z.enum(['nxdomain', 'nodata']) }),
  unknownSchema,
]);

type Referral = Extract<
  Extract<Delegation, { state: 'present' }>['referrals'][number]['answer'],
  { state: 'referral' }
>;

/** What the parent's servers say as a parent; those that serve the zone as well answer for it instead. */
export function referralsOf(delegation: Delegation): Referral[] {
  if (delegation.state !== 'present') return [];
  return delegation.referrals.flatMap(({ answer }) => (answer.state === 'referral' ? [answer] : []));
}

/** Names of the delegation's name servers, sorted. */
export function delegatedNames(delegation: Delegation): string[] {
  return [...new Set(referralsOf(delegation).flatMap(({ NS }) => NS))].sort();
}

/** Addresses that the parent has for a name server, canonical and sorted. */
export function glueOf(delegation: Delegation, name: string): string[] {
  const texts = referralsOf(delegation).flatMap(({ glue }) => glue.filter((each) => each.name === name));
  const addresses = texts.map(({ address }) => canonicalAddress(address));
  return [...new Set(addresses)].filter((address) => address !== null).sort();
}
