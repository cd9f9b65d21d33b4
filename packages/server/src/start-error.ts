/** The program cannot start as it is set up: the message is one sentence for the person who started it. */
export class StartError extends Error {
  override name = 'StartError';
}
