import {
  accuracyPerCheck,
  FAULT_ZONES,
  isFaultless,
  measureZones,
  startLab,
  unplantedCodes,
  ZONES,
  type ZoneAccuracy,
} from '@cyborux/lab';

/**
 * Runs the engine over every zone of the lab, or over those whose names begin with an argument; exit code 1 when
 * anything was missed, invented or raised in vain.
 */
const json = process.argv.includes('--json');
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const BUDGET_SECONDS = 120;
/** Categories all of whose findings have to be planted somewhere. */
const PLANTED = ['dns', 'mail'];

const everything = [...ZONES, ...FAULT_ZONES];
const chosen = everything.filter(
  ({ name }) => only.length === 0 || only.some((start) => name.startsWith(start)),
);
const lab = await startLab({ zones: everything });
const zones: ZoneAccuracy[] = await measureZones(chosen, lab.network, BUDGET_SECONDS).finally(() =>
  lab.close(),
);

const checks = accuracyPerCheck(zones);
if (json) printLines();
else printTable();
process.exitCode = zones.every(isFaultless) ? 0 : 1;

function printLines(): void {
  const line = (name: string, value: number | null, unit: string) =>
    process.stdout.write(`${JSON.stringify({ name, value, unit })}\n`);
  for (const { check, planted, precision, recall, alarms, mute, open } of checks) {
    line(`accuracy.${check}.planted`, planted, 'faults');
    line(`accuracy.${check}.precision`, precision, 'share');
    line(`accuracy.${check}.recall`, recall, 'share');
    line(`accuracy.${check}.alarms`, alarms, 'findings');
    line(`accuracy.${check}.open`, mute === 0 ? null : open / mute, 'share');
  }
  for (const zone of zones) {
    line(`accuracy.${zone.zone}.alarms`, zone.alarms.length, 'findings');
    line(`accuracy.${zone.zone}.not_open`, zone.notOpen.length, 'checks');
    line(`accuracy.${zone.zone}.seconds`, zone.seconds, 's');
  }
  const found = count('found');
  line('accuracy.precision', found / (found + count('invented')), 'share');
  line('accuracy.recall', found / (found + count('missed')), 'share');
}

function printTable(): void {
  const number = (value: number | null) => (value === null ? '-' : value.toFixed(2)).padStart(11);
  const whole = (value: number) => String(value).padStart(9);
  const out = (text: string) => process.stdout.write(`${text}\n`);
  const headings = ['planted', 'precision', 'recall', 'alarms', 'mute', 'open'];
  out(
    `${'check'.padEnd(26)}${headings.map((each, index) => each.padStart([9, 11, 11, 9, 9, 9][index] ?? 9)).join('')}`,
  );
  for (const { check, planted, precision, recall, alarms, mute, open } of checks) {
    const shares = `${number(precision)}${number(recall)}`;
    out(`${check.padEnd(26)}${whole(planted)}${shares}${whole(alarms)}${whole(mute)}${whole(open)}`);
  }
  out('');
  out(
    `${'zone'.padEnd(30)}${'planted'.padStart(9)}${'found'.padStart(8)}${'missed'.padStart(8)}${'invented'.padStart(10)}${'not open'.padStart(10)}${'alarms'.padStart(8)}${'seconds'.padStart(9)}`,
  );
  for (const zone of zones) {
    const cells = [
      zone.found.length + zone.missed.length,
      zone.found.length,
      zone.missed.length,
      zone.invented.length,
      zone.notOpen.length,
      zone.alarms.length,
    ];
    const widths = [9, 8, 8, 10, 10, 8];
    const text = cells.map((cell, index) => String(cell).padStart(widths[index] ?? 8)).join('');
    out(`${zone.zone.padEnd(30)}${text}${zone.seconds.toFixed(1).padStart(9)}`);
  }
  for (const zone of zones) {
    for (const kind of ['missed', 'invented', 'notOpen'] as const) {
      for (const { code, entity } of zone[kind]) out(`${zone.zone} ${kind}: ${code} on ${entity}`);
    }
  }
  for (const code of unplantedCodes(everything, PLANTED)) out(`planted nowhere: ${code}`);
  const found = count('found');
  out('');
  out(`precision ${ratio(found, count('invented'))}, recall ${ratio(found, count('missed'))}`);
}

function count(kind: 'found' | 'missed' | 'invented'): number {
  return zones.flatMap((zone) => zone[kind]).length;
}

function ratio(right: number, wrong: number): string {
  return right + wrong === 0 ? '-' : (right / (right + wrong)).toFixed(3);
}
