import { unknownSchema } from '@cyborux/contract';
import { z } from 'zod';
import { pageFactsSchema } from './page-facts.ts';
import { pageLibrariesSchema } from './page-libraries.ts';
import { fingerprintedSchema } from './technologies/recog-products.ts';

const hopSchema = z.object({
  url: z.string(),
  status: z.int(),
  /** In the order of the wire, names in lower case. */
  headers: z.array(z.tuple([z.string(), z.string()])),
  /** Where it redirects to: absolute, without credentials and fragment; as sent when it is no http URL. */
  location: z.string().exactOptional(),
  /** Where the page itself sends its reader at once (meta refresh, Refresh): absolute, without credentials and fragment. */
  refresh: z.string().exactOptional(),
  address: z.string(),
  port: z.int(),
  /** `1.0`, `1.1`, `2.0`. */
  httpVersion: z.string().exactOptional(),
  /** OpenSSL's word for what is wrong with the certificate, null when it holds; absent over http. */
  certificateError: z.string().nullable().exactOptional(),
  /** Who answered in the site's place: the product whose challenge, block page or rate limit it is. */
  wall: z.string().exactOptional(),
});
export type Hop = z.infer<typeof hopSchema>;

const nobodySchema = z.object({
  state: z.literal('absent'),
  reason: z.enum(['nxdomain', 'nodata', 'connection-refused']),
});

/**
 * Why a chain ends at its last hop. `answered`: it does not redirect; `left-scope`: to a host that is not the target's;
 * `other-scheme`, `bad-location`: to what cannot be followed; `no-answer`: the next hop was not there or unknown.
 */
const endSchema = z.enum([
  'answered',
  'left-scope',
  'loop',
  'too-many',
  'other-scheme',
  'bad-location',
  'no-answer',
]);

const chainSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('present'),
    hops: z.array(hopSchema).min(1),
    ended: endSchema,
    /** With `no-answer`: what the next hop came to. */
    next: z.union([nobodySchema, unknownSchema]).exactOptional(),
    /** A prefix of the last hop's body, decoded. */
    body: z.string(),
    truncated: z.boolean(),
  }),
  nobodySchema,
  /** `hops`: what was seen until then; the last one stands for the wall when it has one. */
  unknownSchema.extend({ hops: z.array(hopSchema) }),
]);
/** A request for `/` and the redirects that it led through, hop by hop. */
export type Chain = z.infer<typeof chainSchema>;

export const webSchema = z.object({
  http: chainSchema,
  https: chainSchema,
  /** Of the page that `pageResponse` picks; absent when there is none. */
  page: pageFactsSchema.exactOptional(),
  /** Absent without a page, or without a feed of libraries. */
  libraries: pageLibrariesSchema.exactOptional(),
  /** What fingerprints of a feed say of the site beside our own signatures. */
  fingerprinted: z.array(fingerprintedSchema).exactOptional(),
});
/** What a host answers over both schemes. */
export type Web = z.infer<typeof webSchema>;

interface Fields {
  headers: readonly (readonly [name: string, value: string])[];
}

/** All values of a field, in order. */
export function fieldValues(response: Fields, name: string): string[] {
  return response.headers.filter(([field]) => field === name).map(([, value]) => value);
}

/** As a browser takes it: without a type, by how the body begins. */
export function isHtml(response: Fields, body: string): boolean {
  const type = fieldValues(response, 'content-type').at(-1)?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === undefined)
    return /^\s{0,1024}<(?:!doctype html|html|head|body|title|h1|p|!--)[\s>]/i.test(body);
  return type === 'text/html' || type === 'application/xhtml+xml';
}

export function hostOf(url: string): string {
  return new URL(url).hostname;
}

/** The responses of the site itself, not of a wall in front of it. */
export function siteHops(chain: Chain): Hop[] {
  return 'hops' in chain ? chain.hops.filter((hop) => hop.wall === undefined) : [];
}

/** What plain HTTP answers with: up to the first page, were it one that sends on, which is a page all the same. */
export function untilPage(hops: readonly Hop[]): Hop[] {
  const page = hops.findIndex(({ refresh }) => refresh !== undefined);
  return page === -1 ? [...hops] : hops.slice(0, page + 1);
}

export type Redirect =
  | { to: URL }
  | { ended: 'answered' | 'other-scheme' | 'bad-location'; location?: string };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAX_LOCATION = 4096;

/** Where a response sends its client (RFC 9110 sections 10.2.2 and 15.4). */
export function redirectOf(url: string, status: number, location: string | undefined): Redirect {
  if (!REDIRECTS.has(status) || location === undefined) return { ended: 'answered' };
  const to = location.length <= MAX_LOCATION && URL.canParse(location, url) ? new URL(location, url) : null;
  if (to === null) return { ended: 'bad-location', location: location.slice(0, 200) };
  if (to.protocol !== 'http:' && to.protocol !== 'https:') {
    return { ended: 'other-scheme', location: to.href.slice(0, 200) };
  }
  to.username = '';
  to.password = '';
  to.hash = '';
  return { to };
}
