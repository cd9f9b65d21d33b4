import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { readFeeds } from './feeds.ts';
import { StartError } from './start-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'cyborux-feeds-'));
after(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test('an empty folder has no feeds, and one that is not there is refused', () => {
  assert.deepEqual(readFeeds(folder), {});
  assert.throws(() => readFeeds(join(folder, 'nowhere')), StartError);
});

test('libraries and fingerprints are read, those that no HTTP answer has are not', () => {
  const fingerprint = (matches: string) =>
    `<fingerprints matches="${matches}"><fingerprint pattern="^anvild$"><description>Anvil</description><param pos="0" name="service.product" value="Anvil"/></fingerprint></fingerprints>`;
  write('recog/xml/http_servers.xml', fingerprint('http_header.server'));
  write('recog/xml/ssh_banners.xml', fingerprint('ssh.banner'));
  write('retire-js/jsrepository-v5.json', JSON.stringify({ anvil: { vulnerabilities: [] } }));
  const { libraries, fingerprints = [] } = readFeeds(folder);
  assert.equal(libraries?.size, 1);
  assert.deepEqual(
    fingerprints.map(({ matches }) => matches),
    ['http_header.server'],
  );
  assert.equal(fingerprints[0]?.match('anvild')?.['service.product'], 'Anvil');
});

test('a feed that cannot be read is refused with its path', () => {
  write('retire-js/jsrepository-v5.json', '{"anvil": ');
  assert.throws(() => readFeeds(folder), /jsrepository-v5\.json/);
});
