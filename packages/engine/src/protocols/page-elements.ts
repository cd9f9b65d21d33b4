import { attributesOf, type StartTag, tagsAndComments } from './html-tags.ts';
import { decodeEntities } from './html-text.ts';

/** A start tag as a browser understands it. */
export interface PageElement {
  tag: string;
  /** The attribute's value, without entities and outer space; empty when it is not there. */
  value(name: string): string;
  /** What it points to, absolute; null for nothing, and for what is not fetched over http or https. */
  target: URL | null;
  /** As it stands, without content. */
  source: string;
}

export interface PageParts {
  elements: readonly PageElement[];
  comments: readonly string[];
  /** The page without its comments. */
  text: string;
  /** What relative URLs are relative to. */
  base: string;
}

const MAX_ELEMENTS = 20_000;
const MAX_REFERENCE = 4_096;

/** @param html a prefix of a page, already bounded by the caller */
export function pageParts(url: string, html: string): PageParts {
  const tags: StartTag[] = [];
  const comments: string[] = [];
  const texts: string[] = [];
  let at = 0;
  for (const part of tagsAndComments(html)) {
    if ('name' in part) {
      if (tags.length < MAX_ELEMENTS) tags.push(part);
      continue;
    }
    comments.push(part.comment);
    texts.push(html.slice(at, part.end - part.comment.length - '<!---->'.length));
    at = part.end;
  }
  const base = baseOf(tags, url);
  const elements = tags.map((tag) => elementOf(tag, base));
  return { elements, comments, text: texts.join(' ') + html.slice(at), base };
}

/** The first base element counts (HTML section 4.2.3). */
function baseOf(tags: readonly StartTag[], url: string): string {
  const base = tags.find(({ name }) => name === 'base');
  const href = base === undefined ? undefined : attributesOf(base).get('href');
  return href === undefined ? url : (URL.parse(decodeEntities(href), url)?.href ?? url);
}

function elementOf(tag: StartTag, base: string): PageElement {
  const attributes = attributesOf(tag);
  const value = (name: string) => decodeEntities(attributes.get(name) ?? '').trim();
  return {
    tag: tag.name,
    value,
    target: resolve(value('href') || value('src') || value('data'), base),
    source: `<${tag.name} ${tag.attributes}>`,
  };
}

export function resolve(reference: string, base: string): URL | null {
  const url = reference === '' || reference.length > MAX_REFERENCE ? null : URL.parse(reference, base);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : null;
}
