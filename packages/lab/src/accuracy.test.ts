import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allChecks } from '@cyborux/engine';
import { measureZone, measureZones, type ZoneAccuracy } from './accuracy.ts';
import { accuracyPerCheck, isFaultless, unplantedCodes } from './accuracy-report.ts';
import { type Lab, startLab } from './lab.ts';
import { FAULT_ZONES } from './zones/faults.ts';
import { ZONES } from './zones/index.ts';

let lab: Lab;
let zones: ZoneAccuracy[];

before(async () => {
  lab = await startLab({ zones: [...ZONES, ...FAULT_ZONES] });
  zones = await measureZones(lab.zones, lab.network, 120);
});
after(() => lab.close());

test('every planted fault is found, nothing else is, and what cannot be known is open', () => {
  const wrong = zones.filter((zone) => !isFaultless(zone));
  assert.deepEqual(
    wrong.map(({ zone, missed, invented, notOpen, alarms }) => ({ zone, missed, invented, notOpen, alarms })),
    [],
  );
});

test('every check has a fault planted that it finds', () => {
  assert.deepEqual(
    accuracyPerCheck(zones).filter(
      ({ planted, precision, recall }) => planted === 0 || precision !== 1 || recall !== 1,
    ),
    [],
  );
  const finding = allChecks.filter(({ findings }) => Object.keys(findings).length > 0);
  assert.equal(accuracyPerCheck(zones).length, finding.length);
});

test('every finding about DNS, mail and the web is planted somewhere', () => {
  assert.deepEqual(unplantedCodes(lab.zones, ['dns', 'mail', 'web']), []);
});

test('the healthy zone is silent and all of it could be judged', () => {
  const healthy = zones.find(({ zone }) => zone === 'healthy.test');
  assert.deepEqual(healthy?.alarms, []);
  assert.deepEqual(healthy?.undecided, []);
  assert.equal(healthy?.coverage, 1);
});

test('a fault that is taken out of the declaration reads as invented, and one that is added as missed', async () => {
  const acme = lab.zones.find(({ name }) => name === 'acme-events.test');
  assert.ok(acme !== undefined);
  const [first, ...others] = acme.faults;
  const extra = { code: 'hsts/missing', entity: 'FQDN:nowhere.acme-events.test' };
  const measured = await measureZone({ ...acme, faults: [...others, extra] }, lab.network, 120);
  assert.deepEqual(measured.invented, [first]);
  assert.deepEqual(measured.missed, [extra]);
});
