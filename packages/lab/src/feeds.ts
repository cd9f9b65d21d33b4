import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Feeds } from '@cyborux/engine';
import { loadLibraries } from '@cyborux/engine/protocols/retire-js.ts';

/** A folder for CYBORUX_FEEDS: what is known of the software of the lab's sites. */
export const LAB_FEEDS = join(import.meta.dirname, '..', 'feeds');

export function labFeeds(): Feeds {
  const libraries = readFileSync(join(LAB_FEEDS, 'retire-js', 'jsrepository-v5.json'), 'utf8');
  return { libraries: loadLibraries(JSON.parse(libraries)) };
}
