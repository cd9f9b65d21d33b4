import { type Entity, unknown } from '@cyborux/contract';
import type { FetchOptions, Net } from '../net.ts';
import { defineProbe } from '../probe.ts';
import { type Chain, hostOf, isHtml } from '../protocols/http-chain.ts';
import { follow } from '../protocols/http-follow.ts';
import { murmur3 } from '../protocols/murmur3.ts';
import { pageFacts } from '../protocols/page-facts.ts';
import { parseSecurityTxt } from '../protocols/security-txt.ts';
import {
  faviconOf,
  isSourceMap,
  lastAnswer,
  type SiteFile,
  type SiteFiles,
  type SiteVisit,
  siteFilesSchema,
  textFile,
} from '../protocols/site-files.ts';
import { inScope } from '../scope.ts';

/** A site that nobody has (RFC 2606 section 2). */
const ORIGIN = 'https://other-site.invalid';
const MAX_HOPS = 4;
const MAX_PAGE = 65_536;
const MAX_TEXT = 16_384;
const MAX_ICON = 131_072;

/** What a host has beside its page: six or seven requests, one where nobody answers. */
export const siteFiles = defineProbe({
  id: 'site-files',
  title: 'Well-known files, error page and cross-origin answers of a site',
  accepts: 'FQDN',
  intrusiveness: 'light',
  timeoutMs: 60_000,
  observation: siteFilesSchema,
  async observe({ name }, net, target): Promise<SiteFiles> {
    const page = await openPage(name, net);
    if (page.state === 'unknown') return unknown(page.reason, page.detail);
    if (page.state === 'absent') return page;
    const isOurs = (host: string) => inScope(host, target);
    const ask = (path: string, options: FetchOptions) => {
      const url = new URL(path, page.hops[0]?.url).href;
      return follow(url, { fetchOnce: (each) => net.fetch(each, options), isOurs, maxHops: MAX_HOPS });
    };
    const read = lastAnswer(page, 0);
    if (page.ended !== 'answered') {
      const securityTxt = textFile(
        await ask('/.well-known/security.txt', { maxBytes: MAX_TEXT }),
        null,
        MAX_TEXT,
      );
      const nothing = { asked: null, robots: null, favicon: null, missing: null, sourceMap: null };
      return { state: 'present', origin: ORIGIN, read, securityTxt, ...nothing };
    }
    const last = page.hops.at(-1)?.url ?? '/';
    const [asked, robots, securityTxt, favicon, missing, sourceMap] = await Promise.all([
      ask(last, { method: 'OPTIONS', headers: { Origin: ORIGIN }, maxBytes: 0 }),
      ask('/robots.txt', { maxBytes: MAX_TEXT }),
      ask('/.well-known/security.txt', { maxBytes: MAX_TEXT }),
      ask('/favicon.ico', { maxBytes: MAX_ICON, body: 'base64' }),
      // The same path in each analysis, so that caches hold it once.
      ask(`/no-such-page-${murmur3(Buffer.from(name)) >>> 0}`, { maxBytes: MAX_TEXT }),
      firstMap(page, ask),
    ]);
    const notFound = lastAnswer(missing, MAX_TEXT);
    return {
      state: 'present',
      origin: ORIGIN,
      read,
      asked: lastAnswer(asked, 0),
      robots: textFile(robots, notFound, MAX_TEXT),
      securityTxt: textFile(securityTxt, notFound, MAX_TEXT),
      favicon: faviconOf(favicon),
      missing: notFound,
      sourceMap: mapOf(sourceMap, notFound),
    };
  },
  *reveals(files, { name }): Iterable<Entity> {
    if (files.state !== 'present') return;
    const { favicon, securityTxt } = files;
    if (favicon?.state === 'present') {
      const attributes = { favicon_hash: favicon.murmur3, favicon_md5: favicon.md5 };
      yield { kind: 'FQDN', name, attributes };
    }
    if (securityTxt.state === 'present') yield* contactsOf(securityTxt);
  },
});

/** Over https, or over http where nothing answers https. Redirects to other hosts are not followed: they have their own turn. */
async function openPage(name: string, net: Net): Promise<Chain> {
  const options = { headers: { Origin: ORIGIN }, maxBytes: MAX_PAGE };
  const rules = {
    fetchOnce: (url: string) => net.fetch(url, options),
    isOurs: (host: string) => host === name,
    maxHops: MAX_HOPS,
  };
  const secure = await follow(`https://${name}/`, rules);
  return secure.state === 'absent' ? follow(`http://${name}/`, rules) : secure;
}

type Ask = (path: string, options: FetchOptions) => Promise<Chain>;

/** What stands beside the first script of the host's own. */
async function firstMap(page: Extract<Chain, { state: 'present' }>, ask: Ask): Promise<Chain | null> {
  const last = page.hops.at(-1);
  if (last === undefined || !isHtml(last, page.body)) return null;
  const { scripts } = pageFacts(last.url, page.body, page.truncated);
  const own = scripts
    .map(({ url }) => new URL(url))
    .find((url) => {
      return url.hostname === hostOf(last.url) && url.pathname.endsWith('.js');
    });
  return own === undefined ? null : ask(`${own.origin}${own.pathname}.map`, { maxBytes: MAX_TEXT });
}

function mapOf(chain: Chain | null, missing: SiteFile): SiteVisit['sourceMap'] {
  if (chain === null) return null;
  const file = textFile(chain, missing, MAX_TEXT);
  if (file.state !== 'present') return file;
  return isSourceMap(file) ? { ...file, body: '' } : { state: 'absent', reason: 'not-found' };
}

function contactsOf(file: Extract<SiteFile, { state: 'present' }>): Entity[] {
  return parseSecurityTxt(file.body).contacts.map((uri) => {
    const scheme = uri.slice(0, uri.indexOf(':')).toLowerCase();
    const type = scheme === 'mailto' ? 'email' : scheme === 'tel' ? 'phone' : 'url';
    return {
      kind: 'ContactRecord',
      name: uri,
      attributes: { contact_type: type, role: 'security', published_in: file.url },
    };
  });
}
