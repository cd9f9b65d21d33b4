import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { type Lab, plant, type SigningAlgorithm, startLab, trio, ZONES } from '@cyborux/lab';

/** BIND's own validator looks at what the lab has signed, from the lab's anchor down. */

const run = promisify(execFile);
const ALGORITHMS: SigningAlgorithm[] = [
  'RSASHA256',
  'RSASHA512',
  'ECDSAP256SHA256',
  'ECDSAP384SHA384',
  'ED25519',
  'ED448',
];
const DENIALS = ['nsec', {}, { iterations: 3, salt: 'abcd' }] as const;
const SIGNED = ALGORITHMS.flatMap((algorithm) =>
  DENIALS.map((denial, index) => {
    const name = `${algorithm.toLowerCase()}-${index}`;
    const records = ['*.w 300 TXT "any"', 'deep.below 300 TXT "deep"'];
    return trio({ name, faults: [], noMute: true, zone: () => ({ signed: { algorithm, denial }, records }) });
  }),
);
let lab: Lab;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cyborux-signatures-'));
  lab = await startLab({ zones: [...ZONES, ...plant(SIGNED)] });
  const anchors = lab.network.anchors.flatMap((anchor) =>
    'digest' in anchor
      ? [`. static-ds ${anchor.keyTag} ${anchor.algorithm} ${anchor.digestType} "${anchor.digest}";`]
      : [],
  );
  await writeFile(join(folder, 'anchors'), `trust-anchors { ${anchors.join(' ')} };\n`);
});
after(async () => {
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

/** What delv says first: `fully validated`, `negative response, fully validated`, `unsigned answer`. */
async function delv(name: string, type: string): Promise<string> {
  const port = lab.network.resolvers[0]?.split(':')[1] ?? '';
  const asked = ['@127.0.0.1', '-p', port, '-a', join(folder, 'anchors'), '+root=.', `${name}.`, type];
  const { stdout, stderr } = await run('/usr/bin/delv', asked).catch((error) => error);
  return (
    /^; (.*validated|unsigned answer|negative response, unsigned answer)$/m.exec(stdout)?.[1] ?? stderr.trim()
  );
}

const VALIDATED = 'fully validated';
const DENIED = 'negative response, fully validated';

const KNOWN: [name: string, type: string, said: string][] = [
  ['healthy.test', 'MX', VALIDATED],
  ['m.healthy.test', 'A', VALIDATED],
  ['nobody.healthy.test', 'A', DENIED],
  ['www.healthy.test', 'MX', DENIED],
  ['hosting.test', 'SOA', VALIDATED],
  ['nobody.test', 'A', DENIED],
  ['nobody', 'A', DENIED],
  ['acme.test', 'DNSKEY', VALIDATED],
  ['nobody.acme.test', 'A', DENIED],
  ['hostile.test', 'DS', DENIED],
  ['hostile.test', 'A', 'unsigned answer'],
  ['any.acme-sites.test', 'A', VALIDATED],
  ['api.certspotter.com', 'A', VALIDATED],
  ['data.iana.org', 'A', VALIDATED],
  ['25.2.0.192.in-addr.arpa', 'PTR', VALIDATED],
];
for (const [name, type, said] of KNOWN) {
  test(`${name} ${type}: ${said}`, async () => assert.equal(await delv(name, type), said));
}

const QUESTIONS: [label: string, type: string, said: string][] = [
  ['', 'DNSKEY', VALIDATED],
  ['x.w.', 'TXT', VALIDATED],
  ['x.w.', 'A', DENIED],
  ['below.', 'A', DENIED],
  ['nobody.', 'A', DENIED],
];
for (const algorithm of ALGORITHMS) {
  test(`${algorithm}, with NSEC and NSEC3`, async () => {
    for (const index of DENIALS.keys()) {
      const zone = `${algorithm.toLowerCase()}-${index}.test`;
      for (const [label, type, said] of QUESTIONS) {
        assert.equal(await delv(`${label}${zone}`, type), said, `${label}${zone} ${type}`);
      }
    }
  });
}
