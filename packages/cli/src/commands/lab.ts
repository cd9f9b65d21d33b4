import { writeFile } from 'node:fs/promises';
import { describe, startLab } from '@cyborux/lab';
import pc from 'picocolors';
import { labText } from '../lab-text.ts';

export interface LabFlags {
  /** Where to write the network description for `cyborux scan --network`. */
  network?: string;
  json?: boolean;
}

/** Serves the lab until it is interrupted, and tells what it serves. */
export async function labCommand(flags: LabFlags): Promise<number> {
  const lab = await startLab();
  if (flags.network !== undefined) await writeFile(flags.network, JSON.stringify(lab.network));
  const description = describe(lab);
  if (flags.json === true)
    process.stdout.write(`${JSON.stringify({ ...description, network: lab.network })}\n`);
  else process.stdout.write(`${labText(description, flags.network, pc)}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await lab.close();
  return 0;
}
