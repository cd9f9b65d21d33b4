import assert from 'node:assert/strict';
import { isIPv4 } from 'node:net';
import { test } from 'node:test';
import { allChecks } from '@cyborux/engine';
import { TYPE, targetOf, toText, toWire } from '../dns-wire.ts';
import { addressesIn } from '../infrastructure.ts';
import { isOurs } from '../networks.ts';
import type { ZoneSpec } from '../spec.ts';
import { planPorts } from '../web-plan.ts';
import { loadZone } from '../zone.ts';
import { acme, healthy, slow, ZONES } from './index.ts';

for (const zone of ZONES) {
  test(`${zone.name}: the records can be read, and NS records and delegation agree`, () => {
    const { nodes, origin } = loadZone(zone.name, zone.records);
    const servers = nodes.get(origin)?.get(TYPE.NS) ?? [];
    assert.deepEqual(
      servers.map((record) => toText(targetOf(record) ?? '\0')),
      [...new Set(zone.nameServers.map(({ name }) => name))],
    );
  });

  test(`${zone.name}: servers, sites and exchangers are where the records say`, () => {
    const { nodes } = loadZone(zone.name, zone.records);
    const known = new Set(ZONES.flatMap(addressesIn).map(({ name, address }) => `${name} ${address}`));
    for (const { name, address } of zone.nameServers) assert.ok(known.has(`${name} ${address}`), name);
    for (const { host, address } of zone.mail) assert.ok(known.has(`${host} ${address}`), host);
    for (const { host, address } of zone.sites) {
      const alias = nodes.get(toWire(`${host}.`))?.has(TYPE.CNAME);
      assert.ok(alias || known.has(`${host} ${address}`), `${host} ${address}`);
      assert.ok(isOurs(address), address);
    }
  });

  test(`${zone.name}: each fault is declared once, on a name of the zone`, () => {
    const keys = zone.faults.map(({ code, entity }) => `${code} ${entity}`);
    assert.equal(new Set(keys).size, keys.length);
    for (const { code, entity } of [...zone.faults, ...(zone.open ?? [])]) {
      assert.match(code, /^[a-z-]+\/[a-z0-9-]+$/);
      assert.ok(entity === `FQDN:${zone.name}` || entity.endsWith(`.${zone.name}`), entity);
    }
  });
}

test('no two zones quarrel over an address', () => {
  assert.doesNotThrow(() => planPorts(ZONES.flatMap(({ sites }) => sites)));
  const mail = ZONES.flatMap(({ mail }) => mail).map(({ address }) => address);
  assert.equal(new Set(mail).size, mail.length);
});

for (const zone of ZONES) {
  test(`${zone.name}: whatever has a fault can be found`, () => {
    const transferred = zone.nameServers.some(({ transfer }) => transfer === 'allowed') ? ownersOf(zone) : [];
    const known = new Set([...zone.knownTo.crtsh, ...zone.knownTo.certspotter, ...transferred, zone.name]);
    const hidden = [...zone.faults, ...(zone.open ?? [])].filter(
      ({ entity }) => !known.has(entity.slice('FQDN:'.length)),
    );
    assert.deepEqual(hidden, []);
  });
}

test('acme.test has a lot to find', () => {
  const subdomains = new Set([...acme.knownTo.crtsh, ...acme.knownTo.certspotter]);
  assert.ok([...subdomains].filter((name) => name.endsWith('.acme.test')).length >= 42);
  assert.ok(acme.faults.length >= 110);
});

test('of the checks of DNS and mail, those that the demo leaves without a finding are few', () => {
  assert.deepEqual(checksWithout([acme]), [
    'apex-alias',
    'dmarc-subdomains',
    'dns-wildcard',
    'dnssec',
    'dnssec-child-records',
    'name-server-alias',
    'name-server-syntax',
  ]);
  assert.deepEqual(checksWithout(ZONES), ['apex-alias', 'name-server-alias', 'name-server-syntax']);
});

test('every kind of finding is planted somewhere', () => {
  const planted = new Set(ZONES.flatMap(({ faults }) => faults).map(({ code }) => code));
  const missing = EVERY_FINDING.filter((code) => !planted.has(code));
  assert.deepEqual(missing, []);
});

test('the healthy zone is spread over networks and has no fault', () => {
  assert.deepEqual(healthy.faults, []);
  const nets = healthy.nameServers
    .filter(({ address }) => isIPv4(address))
    .map(({ address }) => address.slice(0, 8));
  assert.equal(new Set(nets).size, nets.length);
});

test('nothing is missing in slow.test: faults there would be false alarms', () => {
  assert.deepEqual(slow.faults, []);
  assert.ok((slow.open?.length ?? 0) > 100);
});

function ownersOf({ name, records }: ZoneSpec): string[] {
  return records.map((line) => `${line.split(' ', 1)[0]}.${name}`);
}

function checksWithout(zones: readonly ZoneSpec[]): string[] {
  const planted = new Set(zones.flatMap(({ faults }) => faults).map(({ code }) => code.split('/')[0]));
  return allChecks
    .filter(({ id, category }) => (category === 'dns' || category === 'mail') && !planted.has(id))
    .map(({ id }) => id)
    .sort();
}

const EVERY_FINDING = [
  'name-server-redundancy/single-server',
  'name-server-redundancy/single-network',
  'name-server-lame/lame',
  'dns-wildcard/wildcard',
  'caa/missing',
  'caa/malformed',
  'domain-expiry/expired',
  'domain-expiry/expires-soon',
  'domain-expiry/expires-within-30-days',
  'domain-lock/unlocked',
  'spf/missing',
  'spf/multiple-records',
  'spf/syntax',
  'spf/allow-all',
  'spf/neutral-all',
  'dmarc/missing',
  'dmarc/multiple-records',
  'dmarc/syntax',
  'dmarc/policy-none',
  'starttls/not-offered',
  'starttls/refused',
  'certificate-expiry/expired',
  'certificate-expiry/not-yet-valid',
  'certificate-expiry/expires-soon',
  'certificate-name/mismatch',
  'certificate-trust/unknown-issuer',
  'certificate-trust/incomplete-chain',
  'certificate-self-signed/self-signed',
  'certificate-key/weak',
  'tls-version/legacy',
  'tls-version/no-modern',
  'https-redirect/no-redirect',
  'https-redirect/no-https',
  'hsts/missing',
  'hsts/short',
  'hsts/malformed',
  'csp/missing',
  'csp/unsafe-inline',
  'content-type-options/missing',
  'frame-options/missing',
  'referrer-policy/missing',
  'referrer-policy/unsafe',
  'cookie-secure/missing',
  'cookie-httponly/missing',
  'cookie-samesite/none-without-secure',
  'cookie-samesite/missing',
  'version-disclosure/server',
  'version-disclosure/powered-by',
];
