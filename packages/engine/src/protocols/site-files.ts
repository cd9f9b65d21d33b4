import { createHash } from 'node:crypto';
import { type Unknown, unknown, unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import { type Chain, fieldValues, type Hop, isHtml } from './http-chain.ts';
import { faviconHash } from './murmur3.ts';

const absentSchema = z.object({
  state: z.literal('absent'),
  /** `elsewhere`: the request leads to a host that is not the target's. */
  reason: z.enum(['not-found', 'elsewhere', 'nxdomain', 'nodata', 'connection-refused']),
});

const answerSchema = z.object({
  state: z.literal('present'),
  url: z.string(),
  status: z.int(),
  /** Those that checks read; names in lower case. */
  headers: z.array(z.tuple([z.string(), z.string()])),
  address: z.string(),
  port: z.int(),
  /** A prefix, decoded. */
  body: z.string(),
});
export type SiteAnswer = z.infer<typeof answerSchema>;

const fileSchema = z.discriminatedUnion('state', [answerSchema, absentSchema, unknownSchema]);
export type SiteFile = z.infer<typeof fileSchema>;

const faviconSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('present'), url: z.string(), md5: z.string(), murmur3: z.int() }),
  absentSchema,
  unknownSchema,
]);
export type Favicon = z.infer<typeof faviconSchema>;

/** What a host has beside its page. Null: not asked, for the host only leads to another one. */
export const siteFilesSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('present'),
    /** Of another site; sent with the two requests that follow. */
    origin: z.string(),
    /** GET of the page. */
    read: fileSchema,
    /** OPTIONS of the page. */
    asked: fileSchema.nullable(),
    robots: fileSchema.nullable(),
    securityTxt: fileSchema,
    favicon: faviconSchema.nullable(),
    /** The answer to a path that is not there, whatever its status. */
    missing: fileSchema.nullable(),
    /** Of the first script that is the host's own; null when it has none. */
    sourceMap: fileSchema.nullable(),
  }),
  absentSchema,
  unknownSchema,
]);
export type SiteFiles = z.infer<typeof siteFilesSchema>;
/** Of a host that answers. */
export type SiteVisit = Extract<SiteFiles, { state: 'present' }>;

const FIELDS = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'content-type',
  'set-cookie',
];
const NOT_THERE = { state: 'absent', reason: 'not-found' } as const;

/** The answer at the end of the redirects, whatever its status. */
export function lastAnswer(chain: Chain, keep: number): SiteFile {
  if (chain.state !== 'present') return chain.state === 'absent' ? chain : withoutHops(chain);
  if (chain.next !== undefined) return chain.next;
  const last = chain.hops.at(-1);
  if (last === undefined) return unknown('failed');
  return answerOf(last, chain.body.slice(0, keep));
}

function answerOf({ url, status, headers, address, port }: Hop, body: string): SiteAnswer {
  const kept = headers.filter(([name]) => FIELDS.includes(name));
  return { state: 'present', url, status, headers: kept, address, port, body };
}

function withoutHops({ reason, detail }: Unknown): Unknown {
  return unknown(reason, detail);
}

/**
 * The text file at the end of the redirects. A page of HTML is none, and neither is what the host answers at any path.
 * @param missing the answer to a path that is not there
 */
export function textFile(chain: Chain, missing: SiteFile | null, keep: number): SiteFile {
  if (chain.state === 'present' && chain.ended === 'left-scope') return { ...NOT_THERE, reason: 'elsewhere' };
  const answer = lastAnswer(chain, keep);
  if (answer.state !== 'present') return answer;
  const isAnyPath = missing?.state === 'present' && isFound(missing.status) && missing.body === answer.body;
  const gone = goneOrUnknown(answer.status);
  if (gone !== null) return gone;
  return isAnyPath || isHtml(answer, answer.body) ? NOT_THERE : answer;
}

function isFound(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Null when there is something. A server in trouble does not say whether there is. */
function goneOrUnknown(status: number): SiteFile | null {
  if (isFound(status)) return null;
  return status >= 500 ? unknown('failed', `The server answered with status ${status}.`) : NOT_THERE;
}

/** How the formats of icons begin. */
const MAGIC = ['00000100', '89504e47', '47494638', 'ffd8ff', '52494646', '3c737667', '3c3f786d6c'];

/** @param chain whose body is in base64 */
export function faviconOf(chain: Chain): Favicon {
  if (chain.state === 'present' && chain.ended === 'left-scope') return { ...NOT_THERE, reason: 'elsewhere' };
  const answer = lastAnswer(chain, Number.POSITIVE_INFINITY);
  if (answer.state !== 'present') return answer;
  const gone = goneOrUnknown(answer.status);
  if (gone !== null && gone.state !== 'present') return gone;
  if (chain.state === 'present' && chain.truncated) return unknown('limited', 'The icon is too large.');
  const bytes = Buffer.from(answer.body, 'base64');
  const start = bytes.subarray(0, 8).toString('hex');
  if (!MAGIC.some((magic) => start.startsWith(magic))) return NOT_THERE;
  const md5 = createHash('md5').update(bytes).digest('hex');
  return { state: 'present', url: answer.url, md5, murmur3: faviconHash(bytes) };
}

/** Is it the map of a minified script (ECMA-426 section 9)? */
export function isSourceMap(file: SiteAnswer): boolean {
  return (
    /^(?:\)\]\}'[^\n]{0,20}\n)?\s{0,100}\{/.test(file.body) &&
    /"(?:sources|mappings)"\s{0,20}:/.test(file.body)
  );
}

export function typeOf(file: Pick<SiteAnswer, 'headers'>): string {
  return fieldValues(file, 'content-type').at(-1)?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
