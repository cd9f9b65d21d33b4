import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for what another end of a socket brings about in a moment. Fails when it does not come. */
export async function until(condition: () => boolean): Promise<void> {
  for (let count = 0; count < 1_000; count++) {
    if (condition()) return;
    await sleep(5);
  }
  throw new Error(`Never came true: ${condition}`);
}
