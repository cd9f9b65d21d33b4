import { startTags, textEnd } from './html-tags.ts';
import { decodeEntities } from './html-text.ts';

const MAX_PAGE = 65_536;
const MAX_TITLE = 200;

/** Characters that are not seen or that turn the text around: controls, bidi and other format characters, halves. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/**
 * The title of a page, on one line and at most 200 characters long; null when it has none. Untrusted text still.
 * @param html a prefix of the page; what is behind the first 65,536 characters is not looked at
 */
export function htmlTitle(html: string): string | null {
  const page = html.slice(0, MAX_PAGE);
  for (const tag of startTags(page)) {
    if (tag.name !== 'title') continue;
    const raw = page.slice(tag.end, textEnd(page, 'title', tag.end));
    const text = decodeEntities(raw).replace(/\s+/g, ' ').replace(UNSEEN, '').trim();
    return text === '' ? null : Array.from(text).slice(0, MAX_TITLE).join('');
  }
  return null;
}
