import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isUnknown } from '@cyborux/contract';
import type { NetSession, SmtpAnswer } from '@cyborux/engine';
import { createSession } from '@cyborux/engine/net/session.ts';
import { matchesHost, parseCertificate } from '@cyborux/engine/protocols/certificate.ts';
import { type CertificateSpec, createAuthority } from '@cyborux/lab';
import { type Exchanger, startPostfix } from './servers/postfix.ts';

/** Debian's Postfix with STARTTLS good and bad, and relaying or not: what our greeting tells of each. */

const asRoot = process.getuid?.() === 0;

interface Expected {
  /** Of the exchanger at this name; null: STARTTLS is not offered. */
  certificate: (Partial<CertificateSpec> & { key?: 'rsa' }) | null;
  settings?: Exchanger['settings'];
  protocol?: string;
  /** Default: the path to the lab's root holds, the name matches. */
  pathError?: string;
  matches?: boolean;
  relay: 'accepted' | 'refused' | 'unknown';
}

// Postfix wants a working rule against relaying; who comes from the own network passes it.
const RELAYS = {
  mynetworks: '127.0.0.0/8',
  smtpd_relay_restrictions: 'permit_mynetworks,reject_unauth_destination',
};
const OLD = {
  smtpd_tls_protocols: 'TLSv1',
  smtpd_tls_ciphers: 'medium',
  tls_medium_cipherlist: 'ALL:@SECLEVEL=0',
};

const SERVERS: Record<string, Expected> = {
  'good.mail.test': { certificate: {}, protocol: 'TLSv1.3', relay: 'refused' },
  'plain.mail.test': { certificate: null, relay: 'refused' },
  'expired.mail.test': { certificate: { fault: 'expired' }, pathError: 'CERT_HAS_EXPIRED', relay: 'refused' },
  'self.mail.test': {
    certificate: { fault: 'self-signed' },
    pathError: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    relay: 'refused',
  },
  'other.mail.test': { certificate: { names: ['mail.example.com'] }, matches: false, relay: 'refused' },
  'old.mail.test': { certificate: { key: 'rsa' }, settings: OLD, protocol: 'TLSv1', relay: 'refused' },
  'open.mail.test': { certificate: {}, settings: RELAYS, relay: 'accepted' },
  'open-plain.mail.test': { certificate: null, settings: RELAYS, relay: 'accepted' },
  'grey.mail.test': { certificate: {}, settings: { smtpd_relay_restrictions: 'defer' }, relay: 'unknown' },
};
const NAMES = Object.keys(SERVERS);

describe('Postfix', { skip: asRoot ? false : 'Postfix starts as root only.' }, () => {
  const closers: (() => Promise<unknown>)[] = [];
  let session: NetSession;

  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cyborux-postfix-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    // Postfix lays root's privileges down, and must still reach what is its own.
    await chmod(folder, 0o755);
    const authority = await createAuthority();
    const exchangers = Object.entries(SERVERS).map(async ([hostname, { certificate, settings = {} }]) => {
      if (certificate === null) return { hostname, settings };
      return { hostname, settings, tls: await authority.issue({ names: [hostname], ...certificate }) };
    });
    const postfix = await startPostfix(join(folder, 'postfix'), await Promise.all(exchangers));
    closers.push(() => postfix.stop());
    const routes = postfix.ports.map((port, index) => ({
      address: addressOf(index),
      port: 25,
      to: { host: '127.0.0.1', port },
    }));
    session = createSession({ routes, roots: [authority.rootPem] });
    closers.push(() => session.close());
  });

  after(async () => {
    for (const close of closers.toReversed()) await close();
  });

  for (const [index, name] of NAMES.entries()) {
    test(`${name} is told as it was configured`, async () => {
      const net = session.within(new AbortController().signal);
      const answer = await net.greet({ host: name, port: 25, address: addressOf(index) });
      assert.ok(answer.state === 'present', JSON.stringify(answer));
      const expected = SERVERS[name];
      assert.ok(expected);
      assert.equal(answer.relay.state, expected.relay, JSON.stringify(answer.relay));
      assert.equal(answer.banner, `${name} ESMTP Postfix (Debian)`.slice(0, answer.banner.length));
      assertEncryption(answer, name, expected);
    });
  }
});

function assertEncryption(
  { starttls }: Extract<SmtpAnswer, { state: 'present' }>,
  name: string,
  { certificate, protocol, pathError, matches = true }: Expected,
): void {
  if (certificate === null) {
    assert.deepEqual(starttls, { state: 'not-offered' });
    return;
  }
  assert.ok(starttls.state === 'present', JSON.stringify(starttls));
  if (protocol !== undefined) assert.equal(starttls.protocol, protocol);
  assert.equal(starttls.pathError, pathError ?? null);
  const leaf = parseCertificate(starttls.chain[0] ?? '');
  assert.ok(!isUnknown(leaf));
  assert.equal(matchesHost(leaf, name), matches);
}

function addressOf(index: number): string {
  return `192.0.2.${100 + index}`;
}
