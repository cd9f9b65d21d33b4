import type { Entity } from '@cyborux/contract';
import { isoUtc } from './iso-date.ts';

const MAX_URLS = 300;
const MAX_LENGTH = 500;

/**
 * What an archive saw of the domain as URL entities: one for each path, without query, the newest sight of it. Pictures,
 * styles and fonts are left out, and what holds an address of somebody.
 *
 * @param rows URL and time, `20240131235959` (the form of CDX servers), as the archive lists them
 */
export function archivedUrls(
  rows: Iterable<readonly [url: string, timestamp: string]>,
  domain: string,
): Entity[] {
  const newest = new Map<string, string>();
  for (const [text, timestamp] of rows) {
    const url = pageOf(text, domain);
    if (url === null) continue;
    const before = newest.get(url);
    if (before === undefined && newest.size >= MAX_URLS) continue;
    if (before === undefined || timestamp > before) newest.set(url, timestamp);
  }
  return [...newest].map(([name, timestamp]) => {
    const at = timeOf(timestamp);
    return { kind: 'URL', name, attributes: at === undefined ? {} : { archived_at: at } };
  });
}

const FILES = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|css|woff2?|ttf|eot|mp[34]|webm)$/i;

function pageOf(text: string, domain: string): string | null {
  if (text.length > MAX_LENGTH) return null;
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  const host = url.hostname.replace(/\.$/, '');
  if (host !== domain && !host.endsWith(`.${domain}`)) return null;
  if (FILES.test(url.pathname) || /@|%40/.test(url.pathname)) return null;
  return `${url.protocol}//${host}${url.port === '' ? '' : `:${url.port}`}${url.pathname}`;
}

/** Of `YYYYMMDDhhmmss`, in UTC. */
function timeOf(timestamp: string): string | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(timestamp);
  return parts === null ? undefined : isoUtc(`${parts.slice(1, 4).join('-')}T${parts.slice(4).join(':')}`);
}
