import assert from 'node:assert/strict';
import { getDiffieHellman } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { allChecks, allProbes, type NetSession } from '@cyborux/engine';
import { createSession } from '@cyborux/engine/net/session.ts';
import type { TlsSurvey } from '@cyborux/engine/protocols/tls-survey.ts';
import { type Authority, type CertificateSpec, createAuthority } from '@cyborux/lab';
import { judge } from '../packages/engine/src/judge.ts';
import { tlsHandshake } from '../packages/engine/src/probes/tls-handshake.ts';
import { tlsSurvey } from '../packages/engine/src/probes/tls-survey.ts';
import { startNginx } from './servers/nginx.ts';

/** Debian's nginx in many configurations: the findings are what was configured, in a light survey and in a full one. */

interface Configuration {
  protocols?: string;
  ciphers?: string;
  certificate?: Partial<CertificateSpec>;
  directives?: (files: Files) => string;
  onlyByName?: boolean;
  /** In either survey. */
  findings: readonly string[];
  /** In a full one, which alone can tell; null: none of them. */
  profile: 'modern' | 'intermediate' | 'old' | null;
  also?: (survey: TlsSurvey) => void;
}

/** Paths. */
interface Files {
  dhParameters: string;
  root: string;
  secondKey: string;
  secondCertificate: string;
}

const MODERN = 'ECDHE+AESGCM:ECDHE+CHACHA20';
const LOWEST = '@SECLEVEL=0';
const SHA1 = 'tls-signature/weak';

const CONFIGURATIONS: Record<string, Configuration> = {
  modern: { protocols: 'TLSv1.3', findings: [], profile: 'modern' },
  intermediate: { findings: [], profile: 'intermediate' },
  legacy: {
    protocols: 'TLSv1 TLSv1.1 TLSv1.2 TLSv1.3',
    ciphers: `${MODERN}:ECDHE+CAMELLIA:ECDHE-ECDSA-AES128-SHA:${LOWEST}`,
    findings: ['tls-version/legacy', SHA1],
    profile: null,
  },
  'tls10-alone': {
    protocols: 'TLSv1',
    ciphers: `ECDHE-RSA-AES128-SHA:${LOWEST}`,
    certificate: { key: 'rsa' },
    findings: ['tls-version/legacy', 'tls-version/no-modern', 'tls-cipher/cbc-only', 'tls-rating/poor'],
    profile: null,
  },
  'rsa-exchange': {
    ciphers: `${MODERN}:AES128-GCM-SHA256:CAMELLIA128-SHA`,
    certificate: { key: 'rsa' },
    findings: ['tls-cipher/no-forward-secrecy'],
    profile: null,
  },
  'short-prime': {
    ciphers: `DHE-RSA-AES128-GCM-SHA256:${LOWEST}`,
    certificate: { key: 'rsa' },
    directives: ({ dhParameters }) => `ssl_dhparam ${dhParameters};`,
    findings: [...['tls-key-exchange/dh-weak', 'tls-key-exchange/common-prime', 'logjam/weak-group'], SHA1],
    profile: 'old',
  },
  'no-protection': {
    ciphers: `ECDHE-RSA-AES128-GCM-SHA256:NULL-SHA256:AECDH-AES128-SHA:${LOWEST}`,
    certificate: { key: 'rsa' },
    findings: ['tls-cipher/null', 'tls-cipher/anonymous', 'tls-rating/poor', SHA1],
    profile: null,
  },
  'two-certificates': {
    directives: ({ secondKey, secondCertificate }) =>
      `ssl_certificate ${secondCertificate}; ssl_certificate_key ${secondKey};`,
    findings: [],
    profile: 'intermediate',
    also: ({ certificates }) => assert.equal(certificates.filter(({ withName }) => withName).length, 2),
  },
  'client-certificate': {
    directives: ({ root }) => `ssl_client_certificate ${root}; ssl_verify_client on;`,
    findings: [],
    profile: 'intermediate',
    also: ({ features }) => assert.equal(features.clientCertificate, 'present'),
  },
  'only-by-name': {
    onlyByName: true,
    findings: [],
    profile: 'intermediate',
    also: ({ certificates }) => assert.ok(certificates.every(({ withoutName }) => !withoutName)),
  },
  'early-data': {
    directives: () => 'ssl_early_data on;',
    findings: ['early-data/accepted'],
    profile: 'intermediate',
  },
  certificate: {
    certificate: {
      names: ['*.tls.test'],
      chain: 'wrong-order',
      timestamps: 'none',
      mustStaple: 'not-stapled',
    },
    findings: [
      ...['certificate-wildcard/wildcard', 'certificate-chain/order'],
      ...['certificate-transparency/missing', 'ocsp-stapling/missing'],
    ],
    profile: 'intermediate',
  },
};
const NAMES = Object.keys(CONFIGURATIONS);
const ADDRESS = '192.0.2.30';

const MODULES: readonly string[] = [tlsSurvey.id, tlsHandshake.id];
const probes = allProbes.filter(({ id }) => MODULES.includes(id));
/** Those that need nothing else. */
const checks = allChecks.filter(({ needs }) =>
  Object.values(needs).every((need) => MODULES.includes(('pick' in need ? need.of : need).id)),
);

describe('nginx', () => {
  const closers: (() => Promise<unknown>)[] = [];
  let session: NetSession;

  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cyborux-nginx-tls-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const authority = await createAuthority();
    const files = await writeFiles(folder, authority);
    const sites = Object.entries(CONFIGURATIONS).map(async ([label, wish]) => {
      const host = `${label}.tls.test`;
      const issued = await authority.issue({ names: [host], ...wish.certificate });
      const { protocols = 'TLSv1.2 TLSv1.3', ciphers = MODERN, onlyByName = false } = wish;
      const common = 'ssl_ecdh_curve X25519:prime256v1:secp384r1;';
      const directives = `${common} ${wish.directives?.(files) ?? ''} return 204;`;
      return { host, tls: { ...issued, protocols, ciphers, onlyByName }, directives };
    });
    const nginx = await startNginx(join(folder, 'nginx'), await Promise.all(sites));
    closers.push(() => nginx.stop());
    const routes = nginx.ports.map((port, index) => ({
      address: addressOf(index),
      port: 443,
      to: { host: '127.0.0.1', port },
    }));
    session = createSession({ routes, roots: [authority.rootPem] });
    closers.push(() => session.close());
  });
  after(async () => {
    for (const close of closers.toReversed()) await close();
  });

  for (const [label, { findings, profile, also }] of Object.entries(CONFIGURATIONS)) {
    test(`${label}: ${findings.join(', ') || 'nothing to find'}`, async () => {
      // The other way round, what is known of the server would be shared.
      const light = await analysed(label, 'light');
      const full = await analysed(label, 'full');
      const withProfile = profile === null ? ['mozilla-profile/none'] : [];
      assert.deepEqual(full.codes, [...findings, ...withProfile].toSorted());
      assert.deepEqual(light.codes, findings.toSorted());
      assert.deepEqual([full.open, light.open], [[], []]);
      if (profile !== null) assert.match(full.profile, new RegExp(`^${profile},`));
      also?.(full.survey);
    });
  }

  async function analysed(label: string, depth: 'full' | 'light') {
    const host = `${label}.tls.test`;
    const entity = { kind: 'FQDN' as const, name: host, attributes: {} };
    const name = depth === 'full' ? host : 'tls.test';
    const target = { name, registrable: 'tls.test' };
    const address = addressOf(NAMES.indexOf(label));
    const real = session.within(new AbortController().signal);
    // Nobody resolves these names.
    const net = {
      ...real,
      survey: (peer: Parameters<typeof real.survey>[0]) => real.survey({ ...peer, address }),
      handshake: (peer: Parameters<typeof real.handshake>[0]) => real.handshake({ ...peer, address }),
    };
    const observations = await Promise.all(
      probes.map(async (probe) => ({
        module: probe.id,
        entity: `FQDN:${host}` as const,
        at: new Date().toISOString(),
        value: probe.observation.parse(await probe.observe(entity as never, net, target)),
      })),
    );
    const { verdicts, findings } = judge({ target, entities: [entity], observations }, checks);
    const survey = observations.find(({ module }) => module === tlsSurvey.id)?.value as TlsSurvey;
    assert.equal(survey.state, 'present', JSON.stringify(survey));
    return {
      survey,
      codes: findings.map(({ code }) => code).toSorted(),
      open: verdicts
        .filter(({ outcome }) => outcome === 'open')
        .map(({ check, detail }) => `${check} ${detail}`),
      profile: verdicts.find(({ check }) => check === 'mozilla-profile')?.detail ?? '',
    };
  }
});

async function writeFiles(folder: string, authority: Authority): Promise<Files> {
  const second = await authority.issue({ names: ['two-certificates.tls.test'], key: 'rsa' });
  const files = {
    dhParameters: join(folder, 'dh.pem'),
    root: join(folder, 'root.pem'),
    secondKey: join(folder, 'second.key'),
    secondCertificate: join(folder, 'second.pem'),
  };
  await Promise.all([
    writeFile(files.dhParameters, dhParameters(getDiffieHellman('modp2').getPrime())),
    writeFile(files.root, authority.rootPem),
    writeFile(files.secondKey, second.key, { mode: 0o600 }),
    writeFile(files.secondCertificate, second.cert),
  ]);
  return files;
}

/** PKCS #3: SEQUENCE { prime INTEGER, base INTEGER }, the prime of 1,024 bits. */
function dhParameters(prime: Buffer): string {
  const integer = Buffer.concat([Buffer.of(0x02, 0x81, prime.length + 1, 0), prime]);
  const body = Buffer.concat([integer, Buffer.of(0x02, 0x01, 0x02)]);
  const der = Buffer.concat([Buffer.of(0x30, 0x81, body.length), body]);
  return `-----BEGIN DH PARAMETERS-----\n${der.toString('base64')}\n-----END DH PARAMETERS-----\n`;
}

function addressOf(index: number): string {
  return ADDRESS.replace(/\d+$/, (last) => String(Number(last) + index));
}
