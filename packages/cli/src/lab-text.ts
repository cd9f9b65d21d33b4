import type { LabDescription } from '@cyborux/lab';
import type pc from 'picocolors';

type Colors = Omit<typeof pc, 'createColors'>;

/** What a lab serves, for a person who wants to point something at it. */
export function labText(lab: LabDescription, networkFile: string | undefined, colors: Colors): string {
  const width = Math.max(...lab.zones.map(({ name }) => name.length)) + 2;
  const zones = lab.zones.map(({ name, hosts, faults, open, healthy }) => {
    const notes = [
      `${String(hosts.length).padStart(3)} hosts`,
      `${String(faults.length).padStart(3)} faults`,
      ...(open.length === 0 ? [] : [`${open.length} checks that cannot be answered`]),
      ...(healthy ? ['everything right'] : []),
    ];
    return `  ${colors.bold(name.padEnd(width))}${notes.join('   ')}`;
  });
  const scan =
    networkFile === undefined
      ? 'cyborux lab --network lab.json'
      : `cyborux scan acme.test --network ${networkFile}`;
  return [
    '',
    colors.bold('  Zones'),
    ...zones,
    '',
    `  ${colors.bold('Resolver')}       ${lab.resolvers.join(', ')}   ${colors.dim(`dig @${lab.resolvers[0]?.replace(':', ' -p ')} acme.test`)}`,
    `  ${colors.bold('Third parties')}  ${lab.thirdParties.map(({ host }) => host).join(', ')}`,
    '',
    `  ${colors.dim(networkFile === undefined ? `To scan it: ${scan}` : scan)}`,
    `  ${colors.dim('Ctrl-C ends it.')}`,
    '',
  ].join('\n');
}
