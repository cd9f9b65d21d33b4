import type { Trio } from '../trio.ts';
import { encryption } from './encryption.ts';
import { exchangers } from './exchangers.ts';
import { keys } from './keys.ts';
import { policies } from './policies.ts';
import { reputation } from './reputation.ts';

/** How mail travels: to whom, how well encrypted, and what others think of those who take it. */
export const mailTransport: readonly Trio[] = [
  ...policies,
  ...encryption,
  ...keys,
  ...exchangers,
  ...reputation,
];
