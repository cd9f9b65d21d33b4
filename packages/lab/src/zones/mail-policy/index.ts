import type { Trio } from '../trio.ts';
import { bimi } from './bimi.ts';
import { dkim } from './dkim.ts';
import { dmarc } from './dmarc.ts';
import { spf } from './spf.ts';

/** Faults of what a domain says about its mail. */
export const mailPolicy: readonly Trio[] = [...spf, ...dmarc, ...dkim, ...bimi];
