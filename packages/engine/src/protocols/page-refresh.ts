import { attributesOf, startTags, textEnd } from './html-tags.ts';
import { decodeEntities } from './html-text.ts';

/** Slower ones reload what a visitor reads; these replace it. */
const MAX_SECONDS = 10;
const MAX_CONTENT = 4_096;
/** HTML section 4.2.5.3, the shared declarative refresh steps. */
const REFRESH = /^\s{0,100}(\d{0,9})(?:\.[\d.]{0,20})?(?:[\s,;]{1,100}(?:url\s{0,100}=\s{0,100})?(.+))?$/is;

/**
 * Where a page sends its reader by itself: its Refresh field, or the first refresh of its meta elements, outside of
 * `noscript`. Null for none, for one that waits, and for one that comes back to the page or leads out of http.
 * @param url of the page
 * @param html a prefix of the page, already bounded by the caller; empty for what is no page
 */
export function pageRefresh(url: string, fields: readonly string[], html: string): URL | null {
  const content = fields[0] ?? metaRefresh(html);
  if (content === null) return null;
  const [, seconds = '', reference = ''] = REFRESH.exec(content.slice(0, MAX_CONTENT)) ?? [];
  if (seconds === '' || Number(seconds) > MAX_SECONDS || reference === '') return null;
  const to = URL.parse(unquoted(reference), url);
  if (to === null || (to.protocol !== 'http:' && to.protocol !== 'https:')) return null;
  to.username = '';
  to.password = '';
  to.hash = '';
  return to.href === url ? null : to;
}

function metaRefresh(html: string): string | null {
  let scriptless = 0;
  for (const tag of startTags(html)) {
    // Browsers run scripts, and so do not read what is for those that do not.
    if (tag.name === 'noscript' && tag.end > scriptless) scriptless = textEnd(html, 'noscript', tag.end);
    if (tag.name === 'body') return null;
    if (tag.name !== 'meta' || tag.end <= scriptless) continue;
    const attributes = attributesOf(tag);
    const content = attributes.get('content');
    const isRefresh = attributes.get('http-equiv')?.trim().toLowerCase() === 'refresh';
    if (isRefresh && content !== undefined) return decodeEntities(content.slice(0, MAX_CONTENT));
  }
  return null;
}

/** A quotation mark at its start ends it at the next one. */
function unquoted(reference: string): string {
  const text = reference.trim();
  const quote = text.charAt(0);
  return quote === '"' || quote === "'" ? (text.split(quote)[1] ?? '') : text;
}
