import { z } from 'zod';
import { rdapErrorSchema } from './protocols/rdap-object.ts';
import { SourceError, type SourceHttp } from './source.ts';

const MAX_BYTES = 1024 * 1024;
const headers = { accept: 'application/rdap+json' };

/** null when the service knows nothing of the object (RFC 7480 section 5.3), by its status or in the words of its answer. */
export async function queryRdap<T>(http: SourceHttp, url: string, schema: z.ZodType<T>): Promise<T | null> {
  const told = z.union([
    rdapErrorSchema.transform((error) => ({ error })),
    schema.transform((object) => ({ object })),
  ]);
  const answer = await http.json(url, told, { headers, maxBytes: MAX_BYTES });
  if (answer === null) return null;
  if ('object' in answer) return answer.object;
  const { errorCode, title = '' } = answer.error;
  if (errorCode === 404) return null;
  throw new SourceError(
    errorCode === 429 ? 'limited' : 'failed',
    `the service answered with error ${errorCode} ${title}`,
  );
}

/** IANA's list of which RDAP service answers for what (RFC 9224). */
export async function queryBootstrap<T>(
  http: SourceHttp,
  kind: 'dns' | 'ipv4' | 'ipv6' | 'asn',
  schema: z.ZodType<T>,
): Promise<T> {
  const bootstrap = await http.json(`https://data.iana.org/rdap/${kind}.json`, schema, {
    maxBytes: MAX_BYTES,
  });
  if (bootstrap === null) throw new SourceError('failed', 'IANA answered 404 for its list of RDAP services');
  return bootstrap;
}
