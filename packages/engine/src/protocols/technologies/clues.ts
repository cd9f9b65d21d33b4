import { parseSetCookie } from '../cookie.ts';
import { attributesOf, startTags, textEnd } from '../html-tags.ts';
import { decodeEntities } from '../html-text.ts';
import { htmlTitle } from '../html-title.ts';

/** What is known of a site, however it was come by. Only what is there is looked at. */
export interface Site {
  /** Header fields of its responses; names in lower case. */
  headers?: readonly (readonly [name: string, value: string])[];
  /** A page, or a prefix of it. */
  html?: string;
  /** Names that the host is an alias of. */
  aliases?: readonly string[];
  /** Distinguished names of its certificate. */
  issuer?: string;
  subject?: string;
  /** MurmurHash3 of its icon in base64. */
  favicon?: number;
  /** Products that answered in its place. */
  walls?: readonly string[];
}

/** A page's texts in lower case, each bounded, in which marks are looked for. */
export interface PageTexts {
  html: string;
  scripts: string;
  urls: string;
  title: string;
  /** As it is written. */
  plainTitle: string;
  /** By name. */
  meta: ReadonlyMap<string, readonly string[]>;
}

const MAX_PAGE = 131_072;
const MAX_URL = 500;
const MAX_CONTENT = 300;
const MAX_TAGS = 20_000;

/** Attributes that make a browser load or send something. Where an `a` leads to says nothing about the page. */
const LOADED: Readonly<Record<string, readonly string[]>> = {
  script: ['src'],
  link: ['href'],
  img: ['src', 'data-src'],
  iframe: ['src', 'data-src'],
  source: ['src', 'srcset'],
  video: ['src', 'poster'],
  form: ['action'],
};

export function pageTexts(page: string): PageTexts {
  const html = page.slice(0, MAX_PAGE);
  const scripts: string[] = [];
  const urls: string[] = [];
  const meta = new Map<string, string[]>();
  let tags = 0;
  for (const tag of startTags(html)) {
    tags += 1;
    if (tags > MAX_TAGS) break;
    if (tag.name === 'script') scripts.push(html.slice(tag.end, textEnd(html, 'script', tag.end)));
    const loaded = LOADED[tag.name];
    if (loaded === undefined && tag.name !== 'meta') continue;
    const attributes = attributesOf(tag);
    for (const name of loaded ?? []) {
      const url = attributes.get(name);
      if (url === undefined || url === '') continue;
      urls.push(decodeEntities(url.slice(0, MAX_URL)));
      if (tag.name === 'script') scripts.push(urls.at(-1) ?? '');
    }
    if (tag.name !== 'meta') continue;
    const name = (attributes.get('name') ?? attributes.get('property') ?? '').toLowerCase();
    const content = decodeEntities((attributes.get('content') ?? '').slice(0, MAX_CONTENT)).toLowerCase();
    if (name !== '') meta.set(name, [...(meta.get(name) ?? []).slice(0, 4), content]);
  }
  const plainTitle = htmlTitle(html) ?? '';
  return {
    html: html.toLowerCase(),
    scripts: scripts.join('\n').toLowerCase(),
    urls: urls.join('\n').toLowerCase(),
    title: plainTitle.toLowerCase(),
    plainTitle,
    meta,
  };
}

/** In lower case; those of a nameless or malformed field are none. */
export function cookieNames(headers: readonly (readonly [name: string, value: string])[]): string[] {
  const cookies = headers.flatMap(([name, value]) => (name === 'set-cookie' ? [parseSetCookie(value)] : []));
  return [...new Set(cookies.flatMap((cookie) => (cookie?.name ? [cookie.name.toLowerCase()] : [])))];
}
