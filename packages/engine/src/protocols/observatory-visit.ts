import { type Unknown, unknown } from '@cyborux/contract';
import { type Chain, hostOf, type Web } from './http-chain.ts';
import type { ObservatoryResponse, ObservatoryResponses } from './observatory.ts';
import { sitePage } from './page-response.ts';
import type { SiteFile, SiteFiles } from './site-files.ts';

export type SiteResponses = Pick<ObservatoryResponses, 'site' | 'http' | 'https'>;

/** What the Observatory would get from a host that has a page; null for another one. */
export function siteResponses(web: Web): SiteResponses | Unknown | null {
  const page = sitePage(web);
  if (page === null || 'state' in page) return page;
  if (page.facts.truncated) return unknown('limited', 'The page is larger than what was read of it.');
  const http = responseOf(web.http, page.facts.outline);
  const https = responseOf(web.https, page.facts.outline);
  if (http !== null && 'reason' in http) return http;
  if (https !== null && 'reason' in https) return https;
  return { site: hostOf(page.url), http, https };
}

function responseOf(chain: Chain, outline: string): ObservatoryResponse | Unknown | null {
  if (chain.state === 'unknown') return unknown(chain.reason, chain.detail);
  if (chain.state === 'absent') return null;
  if (chain.next?.state === 'unknown') return chain.next;
  const last = chain.hops.at(-1);
  if (last === undefined) return null;
  const hops = chain.hops.map(({ url, status, headers }) => ({ url, status, headers }));
  // Where it leads out of the domain nobody went, but the redirect counts.
  const beyond = chain.ended === 'left-scope' && last.location !== undefined ? [{ url: last.location }] : [];
  return {
    status: last.status,
    headers: last.headers,
    body: outline,
    verified: chain.hops.every(({ certificateError }) => certificateError == null),
    redirects: [...hops, ...beyond],
  };
}

export type SideResponses = Pick<ObservatoryResponses, 'cors' | 'robots'>;

export function sideResponses(files: SiteFiles): SideResponses | Unknown | null {
  if (files.state !== 'present') return files.state === 'absent' ? null : files;
  const { asked, robots, origin } = files;
  if (asked?.state === 'unknown') return asked;
  if (robots?.state === 'unknown') return robots;
  const cors = answerOf(asked);
  return { cors: cors === null ? null : { ...cors, origin }, robots: answerOf(robots) };
}

function answerOf(file: Exclude<SiteFile, Unknown> | null): ObservatoryResponse | null {
  if (file?.state !== 'present') return null;
  const { url, status, headers } = file;
  return { url, status, headers };
}
