import type { ZoneSpec } from '../spec.ts';

export const ZONES: readonly ZoneSpec[] = [];
