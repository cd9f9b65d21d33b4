import { attributesOf, startTags } from './html-tags.ts';
import { decodeEntities } from './html-text.ts';

export interface HtmlMeta {
  /** Content security policies, in order (HTML, `http-equiv=content-security-policy`). */
  policies: string[];
  /** The last `name=referrer`; null when there is none. */
  referrer: string | null;
  /** The head was seen to its end, so that what is not told is not there. */
  complete: boolean;
}

/** What a page says in its head in the place of header fields. */
export function htmlMeta(html: string, truncated: boolean): HtmlMeta {
  const meta: HtmlMeta = { policies: [], referrer: null, complete: !truncated };
  for (const tag of startTags(html)) {
    if (tag.name === 'body' || tag.name === 'frameset') return { ...meta, complete: true };
    if (tag.name !== 'meta') continue;
    const attributes = attributesOf(tag);
    const content = decodeEntities(attributes.get('content') ?? '');
    if (content === '') continue;
    if (attributes.get('http-equiv')?.toLowerCase() === 'content-security-policy')
      meta.policies.push(content);
    if (attributes.get('name')?.toLowerCase() === 'referrer') meta.referrer = content;
  }
  return meta;
}
