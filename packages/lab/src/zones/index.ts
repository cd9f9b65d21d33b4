import type { ZoneSpec } from '../spec.ts';
import { acme } from './acme.ts';
import { acmeOthers } from './acme-others.ts';
import { healthy } from './healthy.ts';
import { hostile } from './hostile.ts';
import { hosting } from './hosting.ts';
import { slow } from './slow.ts';

/** All that the lab serves. */
export const ZONES: readonly ZoneSpec[] = [healthy, acme, ...acmeOthers, hosting, slow, hostile];

export { acme, acmeOthers, healthy, hostile, hosting, slow };
