import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadConfig, SETTINGS } from './config.ts';
import { StartError } from './start-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'cyborux-config-'));
after(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(path, content);
  return path;
}

test('everything has a default', () => {
  const config = loadConfig({ PATH: '/bin', NODE_ENV: 'production', XDG_DATA_HOME: '/data' });
  assert.equal(config.port, 8080);
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.role, 'all');
  assert.equal(config.analysisBudgetSeconds, 600);
  assert.equal(config.databaseUrl, undefined);
  assert.deepEqual(config.network, {});
  assert.deepEqual(config.sourceKeys, {});
  assert.equal(config.home, process.getuid?.() === 0 ? '/var/lib/cyborux' : config.home);
});

test('an empty setting counts as not set', () => {
  assert.equal(loadConfig({ CYBORUX_PORT: '', DATABASE_URL: '' }).port, 8080);
});

test('the documented defaults are those that are used', () => {
  const config = loadConfig({}) as unknown as Record<string, unknown>;
  const used = new Set(Object.values(config).map(String));
  const plain = SETTINGS.filter(({ default: told }) => /^[\w.]+$/.test(told) && told !== 'none');
  assert.ok(plain.length >= 8);
  for (const { name, default: told } of plain) assert.ok(used.has(told), `${name}: ${told}`);
});

const REFUSED: [setting: string, value: string, told: RegExp][] = [
  ['CYBORUX_PORT', '80a', /^CYBORUX_PORT is "80a" but must be a whole number from 0 to 65535\.$/],
  ['CYBORUX_PORT', '65536', /CYBORUX_PORT/],
  ['CYBORUX_PORT', '-1', /CYBORUX_PORT/],
  ['CYBORUX_PORT', ' 80', /CYBORUX_PORT/],
  ['CYBORUX_PORT', '8e3', /CYBORUX_PORT/],
  ['CYBORUX_PRT', '80', /^CYBORUX_PRT is not a setting: did you mean CYBORUX_PORT\?$/],
  [
    'CYBORUX_COLOUR',
    'red',
    /^CYBORUX_COLOUR is not a setting: docs\/configuration\.md lists all settings\.$/,
  ],
  ['CYBORUX_SOURCE_KEY_CRTSHH', 'x', /did you mean CYBORUX_SOURCE_KEY_CRTSH\?/],
  ['CYBORUX_ROLE', 'wrker', /"wrker" but must be all, api or worker/],
  ['CYBORUX_LOG_LEVEL', 'loud', /CYBORUX_LOG_LEVEL/],
  ['CYBORUX_LOG_FORMAT', 'xml', /CYBORUX_LOG_FORMAT/],
  ['CYBORUX_CONCURRENCY', '0', /CYBORUX_CONCURRENCY/],
  ['CYBORUX_ANALYSIS_BUDGET_SECONDS', '1.5', /CYBORUX_ANALYSIS_BUDGET_SECONDS/],
  ['CYBORUX_SHUTDOWN_SECONDS', 'ten', /CYBORUX_SHUTDOWN_SECONDS/],
  ['CYBORUX_SECRET', 'hush', /^CYBORUX_SECRET is malformed but must be at least 32 characters/],
  ['CYBORUX_FORMER_SECRETS', 'hush,hush', /^CYBORUX_FORMER_SECRETS is malformed/],
  ['CYBORUX_SIGN_UP', 'yes', /must be open or closed/],
  ['CYBORUX_SMTP_URL', 'http://hush@mail', /^CYBORUX_SMTP_URL is malformed/],
  ['CYBORUX_MAIL_FROM', 'Cyborux', /CYBORUX_MAIL_FROM/],
  ['CYBORUX_MAIL_FROM', 'Cyborux <a@b.example>\nBcc: c@d.example', /CYBORUX_MAIL_FROM/],
  ['CYBORUX_TRUSTED_PROXIES', 'proxy.example', /CYBORUX_TRUSTED_PROXIES/],
  ['CYBORUX_OIDC_ISSUER', 'https://login.example.com', /^CYBORUX_OIDC_CLIENT_ID is missing/],
  ['CYBORUX_OIDC_CLIENT_SECRET', 'hush', /^CYBORUX_OIDC_ISSUER is missing/],
  ['CYBORUX_HOST', 'not a host', /CYBORUX_HOST/],
  ['CYBORUX_PUBLIC_URL', 'cyborux.example.com', /CYBORUX_PUBLIC_URL/],
  ['CYBORUX_PUBLIC_URL', 'ftp://cyborux.example.com', /CYBORUX_PUBLIC_URL/],
  ['CYBORUX_RESOLVERS', 'resolver.example', /CYBORUX_RESOLVERS/],
  ['CYBORUX_RESOLVERS', '192.0.2.53,', /CYBORUX_RESOLVERS/],
  ['CYBORUX_RESOLVERS', 'tls://dns.example', /CYBORUX_RESOLVERS/],
  ['CYBORUX_RESOLVERS', '192.0.2.53:99999', /CYBORUX_RESOLVERS/],
  [
    'CYBORUX_NETWORK',
    '/nowhere/net.json',
    /CYBORUX_NETWORK names \/nowhere\/net\.json, which cannot be read/,
  ],
  ['CYBORUX_NETWORK', file('{"routes": [{"address": "192.0.2.1"}]}'), /malformed at "routes\.0\.port"/],
  ['CYBORUX_NETWORK', file('{"route": []}'), /Unrecognized key/],
  [
    'DATABASE_URL',
    'mysql://root:hush@localhost/x',
    /^DATABASE_URL is malformed but must be a URL like postgresql:/,
  ],
];

for (const [setting, value, told] of REFUSED) {
  test(`${setting}=${value.split('/').at(-1)} stops the start with a sentence`, () => {
    assert.throws(
      () => loadConfig({ [setting]: value }, ['crtsh']),
      (error) => error instanceof StartError && told.test(error.message) && !error.message.includes('hush'),
    );
  });
}

test('settings are taken over', () => {
  const network = file(
    `{"routes": [{"address": "192.0.2.1", "port": 80, "to": {"host": "127.0.0.1", "port": 8081}}],
      "rootServers": [{"name": "a.root-servers.net", "address": "192.0.2.2"}],
      "anchors": [{"name": ".", "keyTag": 1, "algorithm": 13, "digestType": 2, "digest": "ab"}]}`,
  );
  const config = loadConfig(
    {
      CYBORUX_PORT: '0',
      CYBORUX_HOST: '::1',
      CYBORUX_HOME: 'data',
      CYBORUX_PUBLIC_URL: 'https://scan.example.com/base/',
      CYBORUX_RESOLVERS:
        '192.0.2.53, 2001:db8::53,[2001:db8::54]:5353,192.0.2.54:54, tls://192.0.2.55#dns.example,https://dns.example/dns-query#192.0.2.56,iterative',
      CYBORUX_NETWORK: network,
      CYBORUX_SOURCE_KEY_CERT_SPOTTER: 's3cret',
      DATABASE_URL: 'postgres://ann@db.example/cyborux',
    },
    ['crtsh', 'cert-spotter'],
  );
  assert.equal(config.port, 0);
  assert.equal(config.home, join(process.cwd(), 'data'));
  assert.equal(config.publicUrl, 'https://scan.example.com/base');
  assert.deepEqual(config.network.resolvers, [
    ...['192.0.2.53:53', '[2001:db8::53]:53', '[2001:db8::54]:5353', '192.0.2.54:54'],
    ...['tls://192.0.2.55#dns.example', 'https://dns.example/dns-query#192.0.2.56', 'iterative'],
  ]);
  assert.deepEqual(config.network.rootServers, [{ name: 'a.root-servers.net', address: '192.0.2.2' }]);
  assert.equal(config.network.anchors?.length, 1);
  assert.deepEqual(config.network.routes?.[0]?.to, { host: '127.0.0.1', port: 8081 });
  assert.deepEqual(config.sourceKeys, { 'cert-spotter': 's3cret' });
});
