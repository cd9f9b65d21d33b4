import { allChecks } from '@cyborux/engine';
import type { ZoneAccuracy } from './accuracy.ts';
import type { Fault, ZoneSpec } from './spec.ts';

export interface CheckAccuracy {
  check: string;
  planted: number;
  /** Of what was reported, the share that was planted; null when nothing was reported. */
  precision: number | null;
  /** Of what was planted, the share that was reported; null when nothing was planted. */
  recall: number | null;
  /** Findings above info on healthy zones. */
  alarms: number;
  /** Where the fact cannot be had: how often that was declared, and how often the check came out open. */
  mute: number;
  open: number;
}

/** Nothing missed, nothing invented, nothing raised in vain, and open what must be open. */
export function isFaultless({ missed, invented, notOpen, alarms }: ZoneAccuracy): boolean {
  return [missed, invented, notOpen, alarms].every((list) => list.length === 0);
}

/** Precision and recall over all zones, per check that has something to find. */
export function accuracyPerCheck(zones: readonly ZoneAccuracy[]): CheckAccuracy[] {
  return allChecks
    .filter(({ findings }) => Object.keys(findings).length > 0)
    .map(({ id }) => {
      const of = (faults: readonly Fault[]) => faults.filter(({ code }) => code.startsWith(`${id}/`)).length;
      const found = of(zones.flatMap((zone) => zone.found));
      const planted = found + of(zones.flatMap((zone) => zone.missed));
      const reported = found + of(zones.flatMap((zone) => zone.invented));
      const open = of(zones.flatMap((zone) => zone.open));
      return {
        check: id,
        planted,
        precision: reported === 0 ? null : found / reported,
        recall: planted === 0 ? null : found / planted,
        alarms: of(zones.flatMap((zone) => zone.alarms)),
        mute: open + of(zones.flatMap((zone) => zone.notOpen)),
        open,
      };
    })
    .sort((a, b) => (a.check < b.check ? -1 : 1));
}

/** Codes of findings that no zone has. */
export function unplantedCodes(
  zones: readonly Pick<ZoneSpec, 'faults'>[],
  categories: readonly string[],
): string[] {
  const planted = new Set(zones.flatMap(({ faults }) => faults).map(({ code }) => code));
  return allChecks
    .filter(({ category }) => categories.includes(category))
    .flatMap(({ id, findings }) => Object.keys(findings).map((finding) => `${id}/${finding}`))
    .filter((code) => !planted.has(code))
    .sort();
}
