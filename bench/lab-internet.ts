import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { LabNetwork } from '@cyborux/lab';

/*
 * A network namespace in which the lab's addresses are reached at their own ports, by whatever program runs in it: the
 * kernel sends each (address, port) of the lab on to the loopback port that serves it. Nothing leaves the namespace. Root
 * alone can make one.
 */

const INSIDE = 'CYBORUX_BENCH_NAMESPACE';
/** Where the programs' own packets come from. */
const CLIENT_ADDRESS = '10.255.0.1';

export function isInsideNamespace(): boolean {
  return process.env[INSIDE] !== undefined;
}

/** Runs this very command again, inside. @returns its exit code */
export function runInsideNamespace(): number {
  const namespace = `cyborux-bench-${process.pid}`;
  ip('netns', 'add', namespace);
  const inside = (...command: string[]) => ip('netns', 'exec', namespace, ...command);
  try {
    inside('ip', 'link', 'set', 'lo', 'up');
    inside('ip', 'addr', 'add', `${CLIENT_ADDRESS}/32`, 'dev', 'lo');
    inside('ip', 'route', 'add', 'default', 'dev', 'lo', 'src', CLIENT_ADDRESS);
    const [, ...command] = process.argv;
    const { status } = spawnSync(
      'ip',
      [
        'netns',
        'exec',
        namespace,
        process.execPath,
        join(import.meta.dirname, 'main.ts'),
        ...command.slice(1),
      ],
      { stdio: 'inherit', env: { ...process.env, [INSIDE]: namespace } },
    );
    return status ?? 1;
  } finally {
    ip('netns', 'delete', namespace);
  }
}

/** From now on the lab's IPv4 addresses answer where the internet's would. */
export function openRoutes(routes: LabNetwork['routes']): void {
  const rules = routes
    .filter(({ address }) => !address.includes(':'))
    .flatMap(({ address, port, to }) =>
      (port === 53 ? ['udp', 'tcp'] : ['tcp']).map(
        (transport) => `    ip daddr ${address} ${transport} dport ${port} dnat to ${to.host}:${to.port};`,
      ),
    );
  const ruleset = [
    'table ip nat {',
    '  chain output {',
    '    type nat hook output priority -100;',
    ...rules,
    '  }',
    '}',
    '',
  ].join('\n');
  execFileSync('nft', ['-f', '-'], { input: ruleset });
}

/** The programs of Debian that are not there. */
export function missingPrograms(programs: readonly string[]): string[] {
  return programs.filter((program) => spawnSync('which', [program]).status !== 0);
}

function ip(...parts: string[]): void {
  execFileSync('ip', parts);
}
