import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolvedEntities } from './resolved-name.ts';

const name = 'www.example.com';

test('addresses and aliases of a name that leads somewhere', () => {
  const answer = {
    state: 'present' as const,
    records: ['192.0.2.7', '192.0.2.7', '192.0.2.1', 'nonsense'],
    aliases: ['Edge.Example.NET', '..'],
    wildcard: 'no' as const,
  };
  assert.deepEqual(
    [...resolvedEntities(name, answer)],
    [
      {
        kind: 'FQDN',
        name,
        attributes: {
          resolution: 'present',
          addresses: ['192.0.2.1', '192.0.2.7'],
          cname: ['edge.example.net'],
        },
      },
      { kind: 'IPAddress', name: '192.0.2.1', attributes: { version: 4, hostnames: [name] } },
      { kind: 'IPAddress', name: '192.0.2.7', attributes: { version: 4, hostnames: [name] } },
    ],
  );
});

test('what a wildcard gave is told, and an alias that leads nowhere has no address', () => {
  const [host] = resolvedEntities(name, {
    state: 'present',
    records: [],
    aliases: ['gone.example.net'],
    wildcard: 'yes',
  });
  assert.deepEqual(host?.attributes, {
    resolution: 'absent',
    cname: ['gone.example.net'],
    wildcard: true,
  });
});

test('absent is absent, and no answer is unknown', () => {
  const absent = [...resolvedEntities(name, { state: 'absent', reason: 'nxdomain' })];
  assert.deepEqual(absent, [{ kind: 'FQDN', name, attributes: { resolution: 'absent' } }]);
  const unknown = [...resolvedEntities(name, { state: 'unknown', reason: 'servfail' })];
  assert.deepEqual(unknown, [{ kind: 'FQDN', name, attributes: { resolution: 'unknown' } }]);
});
