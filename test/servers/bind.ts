import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Daemon, freePort, startDaemon } from './daemon.ts';
import { untilServed } from './dns-answer.ts';

export interface BindSettings {
  /** Text of each zone that it is primary for, with the statements that it has beside (`allow-transfer { any; };`). */
  zones: Readonly<Record<string, { text: string; statements?: string }>>;
  /** Statements of `options`. */
  options?: readonly string[];
  /** Statements beside `options` and `zone`. */
  statements?: readonly string[];
  /** Where it listens. Default: a free port. */
  port?: number;
}

/**
 * Debian's BIND on a port of 127.0.0.1, the only loopback address of Linux that it takes for one of its own. Needs no
 * root, and takes no notice of another BIND on the machine.
 */
export async function startBind(folder: string, settings: BindSettings): Promise<Daemon & { port: number }> {
  const { zones, options = [], statements = [], port = await freePort() } = settings;
  await mkdir(folder, { recursive: true });
  const declarations = Object.entries(zones).map(async ([name, { text, statements: own = '' }], index) => {
    const file = join(folder, `${index}.zone`);
    await writeFile(file, text);
    return `zone "${name}" { type primary; file "${file}"; check-names ignore; ${own} };\n`;
  });
  const config = join(folder, 'named.conf');
  await writeFile(
    config,
    `options {
  directory "${folder}";
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  lock-file none;
  empty-zones-enable no;
  notify no;
  ${options.map((each) => `${each};`).join('\n  ')}
};
controls { };
${statements.map((each) => `${each};\n`).join('')}${(await Promise.all(declarations)).join('')}`,
  );
  // The profile that Debian has of it for AppArmor goes by the path, and would keep it out of the folder.
  const program = join(folder, 'named');
  await copyFile('/usr/sbin/named', program);
  const daemon = await startDaemon(program, ['-g', '-n', '1', '-c', config], [port]);
  try {
    await untilServed(port, Object.keys(zones));
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return { ...daemon, port };
}
