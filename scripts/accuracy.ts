import { accuracyPerCheck, isFaultless, measureZone, startLab, type ZoneAccuracy } from '@cyborux/lab';

/** Runs the engine over every zone of the lab; exit code 1 when anything was missed, invented or raised in vain. */
const json = process.argv.includes('--json');
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const BUDGET_SECONDS = 120;

const lab = await startLab();
const chosen = lab.zones.filter((zone) => only.length === 0 || only.includes(zone.name));
// Side by side: silent zones spend their time waiting.
const zones: ZoneAccuracy[] = await Promise.all(
  chosen.map((zone) => measureZone(zone, lab.network, BUDGET_SECONDS)),
).finally(() => lab.close());

const checks = accuracyPerCheck(zones);
if (json) printLines();
else printTable();
process.exitCode = zones.every(isFaultless) ? 0 : 1;

function printLines(): void {
  const line = (name: string, value: number | null, unit: string) =>
    process.stdout.write(`${JSON.stringify({ name, value, unit })}\n`);
  for (const { check, planted, precision, recall } of checks) {
    line(`accuracy.${check}.planted`, planted, 'faults');
    line(`accuracy.${check}.precision`, precision, 'share');
    line(`accuracy.${check}.recall`, recall, 'share');
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
  const out = (text: string) => process.stdout.write(`${text}\n`);
  out(`${'check'.padEnd(26)}${'planted'.padStart(9)}${'precision'.padStart(11)}${'recall'.padStart(11)}`);
  for (const { check, planted, precision, recall } of checks) {
    out(`${check.padEnd(26)}${String(planted).padStart(9)}${number(precision)}${number(recall)}`);
  }
  out('');
  out(
    `${'zone'.padEnd(26)}${'planted'.padStart(9)}${'found'.padStart(8)}${'missed'.padStart(8)}${'invented'.padStart(10)}${'not open'.padStart(10)}${'alarms'.padStart(8)}${'seconds'.padStart(9)}`,
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
    out(`${zone.zone.padEnd(26)}${text}${zone.seconds.toFixed(1).padStart(9)}`);
  }
  for (const zone of zones) {
    for (const kind of ['missed', 'invented', 'notOpen'] as const) {
      for (const { code, entity } of zone[kind]) out(`${zone.zone} ${kind}: ${code} on ${entity}`);
    }
  }
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
