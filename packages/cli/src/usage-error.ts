/** The command line asks for something that cannot be: one sentence, exit code 2, no stack. */
export class UsageError extends Error {
  override name = 'UsageError';
}
