import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLOCK_LISTS, listingName } from '@cyborux/engine/protocols/dns-block-lists.ts';
import { BLOCK_LIST_ZONES, blockListZones } from './block-lists.ts';
import { healthy } from './zones/healthy.ts';

test('every list that the engine asks is there, with its test entry', () => {
  assert.deepEqual([...BLOCK_LIST_ZONES].sort(), BLOCK_LISTS.map(({ zone }) => zone).sort());
  const zones = blockListZones([]);
  for (const list of BLOCK_LISTS) {
    const [entry = ''] = zones.find(({ name }) => name === list.zone)?.records ?? [];
    assert.equal(`${entry.split(' ')[0]}.${list.zone}`, listingName(list, list.listedProbe));
  }
});

test('who stands in a list is in its zone, who leads to silence is silent there', () => {
  const blockLists = [
    { list: 'zen.spamhaus.org', subject: '192.0.2.9', says: '127.0.0.4' },
    { list: 'zen.spamhaus.org', subject: '2001:db8::9', says: '127.0.0.2' },
    { list: 'dbl.spamhaus.org', subject: 'listed.test', says: '127.0.1.4' },
    { list: 'dbl.spamhaus.org', subject: 'mute.test', says: { behaviour: 'servfail' } },
  ] as const;
  const zones = blockListZones([{ ...healthy, knownTo: { ...healthy.knownTo, blockLists } }]);
  const of = (list: string) => zones.find(({ name }) => name === list);
  assert.equal(of('zen.spamhaus.org')?.records[1], '9.2.0.192 300 A 127.0.0.4');
  assert.match(of('zen.spamhaus.org')?.records[2] ?? '', /^9\.0\.0\..*\.2 300 A 127\.0\.0\.2$/);
  assert.equal(of('dbl.spamhaus.org')?.records[1], 'listed.test 300 A 127.0.1.4');
  assert.deepEqual(of('dbl.spamhaus.org')?.byName, { 'mute.test.dbl.spamhaus.org': 'servfail' });
  assert.equal(of('multi.surbl.org')?.records.length, 1);
});
