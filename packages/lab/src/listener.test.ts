import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { openListener } from './listener.ts';

const moduleUrl = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);

/** Leaves connections and slow answers behind on purpose: closing must end them. */
const twice = `
  import { connect } from 'node:net';
  import { once } from 'node:events';
  import { createAuthority } from ${moduleUrl('./certificates.ts')};
  import { startWeb } from ${moduleUrl('./web.ts')};
  import { startSmtp } from ${moduleUrl('./smtp.ts')};
  import { standInHosts, startStandIns } from ${moduleUrl('./stand-ins/index.ts')};

  const certificate = { names: ['a.test'] };
  const sites = [
    { host: 'a.test', address: '192.0.2.1', http: { trick: 'endless-chunks' }, https: { page: {}, certificate } },
    { host: 'b.test', address: '192.0.2.2', http: 'silent', https: 'drip' },
    { host: 'c.test', address: '192.0.2.3', http: 'garbage' },
  ];
  const mail = [
    { host: 'mx.a.test', address: '192.0.2.4' },
    { host: 'mx.b.test', address: '192.0.2.5', behaviour: 'silent' },
  ];
  const addresses = Object.fromEntries(standInHosts.map((host) => [host, host]));

  for (const round of ['first', 'second']) {
    const authority = await createAuthority();
    const parts = [
      await startWeb(sites, authority),
      await startSmtp(mail, authority),
      await startStandIns({ zones: [], authority, addresses }),
    ];
    parts[2].set('crtsh', 'slow');
    for (const { to, address } of parts.flatMap((part) => part.routes)) {
      const socket = connect(to.port, to.host).unref();
      socket.on('error', () => {});
      socket.resume();
      if (address === '192.0.2.1') socket.write('GET / HTTP/1.1\\r\\nHost: a.test\\r\\n\\r\\n');
    }
    const slow = await import('node:https').then((https) =>
      https.get({ port: parts[2].routes[0].to.port, host: '127.0.0.1', path: '/?q=a.test&output=json',
        rejectUnauthorized: false }));
    slow.on('error', () => {});
    await once(slow, 'finish');
    await Promise.all(parts.map((part) => part.close()));
    console.log(round);
  }
`;

describe('listeners', () => {
  test('closing ends the connections and frees the port', async () => {
    const listener = await openListener(createServer());
    const socket = connect(listener.port, '127.0.0.1');
    await once(socket, 'connect');
    await Promise.all([once(socket.resume(), 'close'), listener.close()]);
    const late = connect(listener.port, '127.0.0.1');
    const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  });

  test('a process that has started and closed everything twice ends by itself', async () => {
    const running = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', twice], {
      timeout: 15_000,
    });
    assert.equal((await running).stdout, 'first\nsecond\n');
  });
});
