import type { Entity, EntityKind, EntityOf, Unknown } from '@cyborux/contract';
import type { z } from 'zod';
import type { Net } from './net.ts';
import type { Target } from './scope.ts';

/**
 * An active module: touches the target once and returns what it saw, judging nothing. No `try`, no retry, no pace:
 * the runner owns them. A throw or a deadline becomes an Unknown observation.
 */
export interface Probe<Id extends string, K extends EntityKind, O> {
  id: Id;
  title: string;
  accepts: K;
  /** Narrows what is accepted; entities outside get no observation, and checks in need of one do not apply. */
  only?(entity: EntityOf<K>, target: Target): boolean;
  intrusiveness: 'light' | 'intrusive';
  timeoutMs: number;
  observation: z.ZodType<O>;
  observe(entity: EntityOf<K>, net: Net, target: Target): Promise<O>;
  /** Entities that the observation shows, the observed one with new attributes among them. Pure. */
  reveals?(observation: Exclude<O, Unknown>, entity: EntityOf<K>, target: Target): Iterable<Entity>;
}

/** What the probes of a registry have in common; the runner hands each only the entities that it accepts. */
export interface AnyProbe {
  id: string;
  title: string;
  accepts: EntityKind;
  only?(entity: never, target: Target): boolean;
  intrusiveness: 'light' | 'intrusive';
  timeoutMs: number;
  observation: z.ZodType;
  observe(entity: never, net: Net, target: Target): Promise<unknown>;
  reveals?(observation: never, entity: never, target: Target): Iterable<Entity>;
}

export function defineProbe<Id extends string, K extends EntityKind, O>(
  probe: Probe<Id, K, O>,
): Probe<Id, K, O> {
  return probe;
}
