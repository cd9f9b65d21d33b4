import { main } from '@cyborux/server';

/** Runs the server until it is told to stop. Settings come from the environment: docs/configuration.md. */
export function serveCommand(): Promise<number> {
  return main();
}
