import { createHash } from 'node:crypto';
import type { ScanEvent } from '@cyborux/contract';

/** Entity names may be long, and an index entry may not. */
const MAX_LENGTH = 200;

/** What makes an event itself: a run that was interrupted yields some again, and they are the same events. */
export function eventKey(event: ScanEvent): string {
  const key = fullKey(event);
  return key.length <= MAX_LENGTH ? key : `${key.slice(0, MAX_LENGTH - 65)}#${digest(key)}`;
}

function fullKey(event: ScanEvent): string {
  switch (event.type) {
    case 'phase':
      return `phase:${event.phase}`;
    case 'source':
      return `source:${event.source.source}`;
    case 'entity': {
      const { entity, via } = event;
      const attributes = digest(canonical(entity.attributes)).slice(0, 16);
      return `entity:${attributes}:${via.module}:${via.from ?? ''}:${entity.kind}:${entity.name}`;
    }
    case 'observation':
      return `observation:${event.observation.module}:${event.observation.entity}`;
    case 'omission':
      return `omission:${event.omission.module}:${event.omission.reason}:${event.omission.entity}`;
    case 'progress':
      return `progress:${event.phase}:${percent(event.done, event.total)}`;
    case 'verdicts':
      return `verdicts:${digest(canonical(event.verdicts))}`;
    case 'finding':
      return `finding:${event.finding.fingerprint}`;
    case 'result':
      return 'result';
  }
}

function percent(done: number, total: number): number {
  return total === 0 ? 100 : Math.floor((100 * done) / total);
}

/** JSON with the keys of objects in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
