import { unknown } from '@cyborux/contract';
import type { HttpAnswer, HttpResponse } from '../net.ts';
import { challenge, type Wall } from './challenge.ts';
import { type Chain, fieldValues, type Hop, hostOf, isHtml, redirectOf } from './http-chain.ts';
import { pageRefresh } from './page-refresh.ts';

const MAX_HOPS = 10;
const ANSWERER: Record<Wall['kind'], string> = {
  challenge: 'A challenge',
  block: 'A block page',
  'rate-limit': 'A rate limit',
  outage: 'A delivery network without an origin',
};

export interface FollowRules {
  fetchOnce(url: string): Promise<HttpAnswer>;
  /** Redirects to other hosts are recorded and not followed. */
  isOurs(host: string): boolean;
  maxHops?: number;
}

/**
 * Asks for a URL, and goes where its redirects lead, hop by hop. A page that sends its reader on at once is gone on from
 * as long as that is to a page of the same host; otherwise it is the answer.
 */
export async function follow(start: string, rules: FollowRules): Promise<Chain> {
  const { maxHops = MAX_HOPS } = rules;
  const hops: Hop[] = [];
  const seen = new Set<string>();
  let url = start;
  let last = { body: '', truncated: false };
  for (;;) {
    const answer = await rules.fetchOnce(url);
    const before = hops.at(-1);
    if (answer.state !== 'present' && before?.refresh !== undefined)
      return { state: 'present', hops, ended: 'answered', ...last };
    if (answer.state === 'unknown' && hops.length === 0) return { ...answer, hops };
    if (answer.state === 'absent' && hops.length === 0) return answer;
    if (answer.state !== 'present')
      return { state: 'present', hops, ended: 'no-answer', next: answer, ...last };
    const wall = challenge(answer);
    if (wall !== null) {
      hops.push({ ...hopOf(answer, url), wall: wall.product });
      return {
        ...unknown('blocked', `${ANSWERER[wall.kind]} answered for the site (${wall.product}).`),
        hops,
      };
    }
    const hop = hopOf(answer, url);
    hops.push(hop);
    seen.add(url);
    last = { body: answer.body, truncated: answer.truncated };
    const redirect = redirectOf(url, answer.status, fieldValues(hop, 'location')[0]);
    if ('ended' in redirect) {
      if (redirect.location !== undefined) hop.location = redirect.location;
      const refresh = redirect.ended === 'answered' ? refreshOf(answer, url) : null;
      if (refresh !== null) hop.refresh = refresh.href;
      const isFollowed = refresh !== null && refresh.hostname === hostOf(url) && !seen.has(refresh.href);
      if (!isFollowed || hops.length === maxHops)
        return { state: 'present', hops, ended: redirect.ended, ...last };
      url = refresh.href;
      continue;
    }
    url = redirect.to.href;
    hop.location = url;
    if (!rules.isOurs(redirect.to.hostname)) return { state: 'present', hops, ended: 'left-scope', ...last };
    if (seen.has(url)) return { state: 'present', hops, ended: 'loop', ...last };
    if (hops.length === maxHops) return { state: 'present', hops, ended: 'too-many', ...last };
  }
}

function refreshOf(answer: HttpResponse, url: string): URL | null {
  if (answer.status < 200 || answer.status > 299) return null;
  return pageRefresh(url, fieldValues(answer, 'refresh'), isHtml(answer, answer.body) ? answer.body : '');
}

function hopOf(answer: HttpResponse, url: string): Hop {
  return {
    url,
    status: answer.status,
    headers: answer.headers.map(([name, value]) => [name, value]),
    address: answer.address,
    port: answer.port,
    httpVersion: answer.httpVersion,
    ...(answer.certificateError !== undefined && { certificateError: answer.certificateError }),
  };
}
