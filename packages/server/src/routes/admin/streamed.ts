import { Readable } from 'node:stream';

/** A body that is made while it is sent. What goes wrong before its first part is an answer of its own. */
export async function streamed(parts: AsyncGenerator<string>): Promise<Readable> {
  const first = await parts.next();
  return Readable.from(joined(first, parts));
}

async function* joined(first: IteratorResult<string>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    if (!first.done) yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
