import { createHash } from 'node:crypto';
import { z } from 'zod';
import { normaliseName } from './domain-name.ts';
import { internalNames } from './internal-names.ts';
import { mailtoUri } from './mailto.ts';
import { type PageElement, type PageParts, pageParts, resolve } from './page-elements.ts';

/** What a page is made of, in bounded lists. Untrusted text. */
export const pageFactsSchema = z.object({
  url: z.string(),
  /** Of the page's text: another one tells that it changed. */
  sha256: z.string(),
  language: z.string().nullable(),
  generator: z.string().nullable(),
  /** Scripts that are loaded, in order. `integrity`: the element names a hash that browsers know. */
  scripts: z.array(z.object({ url: z.string(), integrity: z.boolean() })),
  frames: z.array(z.string()),
  /** `method` in upper case; `password`: it asks for one. A password field outside of forms counts as one. */
  forms: z.array(z.object({ action: z.string(), method: z.string(), password: z.boolean() })),
  /** What a page of https loads over plain http. `active` can change the page (Mixed Content section 3). */
  insecure: z.array(z.object({ tag: z.string(), url: z.string(), active: z.boolean() })),
  /** Hosts that the page links to or loads from. */
  hosts: z.array(z.string()),
  /** `mailto:` URIs. */
  contacts: z.array(z.string()),
  /** Each cut to 300 characters. */
  comments: z.array(z.string()),
  /** Private addresses and names of internal zones, outside of comments. */
  internal: z.array(z.string()),
  /** Its script and meta elements as they stand, without content. */
  outline: z.string(),
  /** There was more than was read, or than is kept. */
  truncated: z.boolean(),
});
export type PageFacts = z.infer<typeof pageFactsSchema>;

const MAX = { scripts: 100, frames: 20, forms: 20, insecure: 40, hosts: 300, contacts: 20, comments: 50 };
const MAX_INTERNAL = 20;
const MAX_URL = 500;
const MAX_COMMENT = 300;
const MAX_GENERATOR = 100;
const MAX_OUTLINE = 32_768;
const HASH = /(?:^|\s)sha(?:256|384|512)-/i;
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,3}$/i;
const ACTIVE = ['script', 'iframe', 'frame', 'object', 'embed'];
const PASSIVE = ['img', 'audio', 'video', 'source'];

/**
 * @param html a prefix of the page, already bounded by the caller
 * @param truncated the page went on
 */
export function pageFacts(url: string, html: string, truncated: boolean): PageFacts {
  const parts = pageParts(url, html);
  const { elements } = parts;
  const scripts = elements.filter(({ tag, value }) => tag === 'script' && value('src') !== '');
  const outline = outlineOf(elements);
  const generator = elements.find(({ tag, value }) => tag === 'meta' && isWord(value('name'), 'generator'));
  return {
    url: url.slice(0, MAX_URL),
    sha256: createHash('sha256').update(html).digest('hex'),
    language: languageOf(elements),
    generator: generator?.value('content').slice(0, MAX_GENERATOR) || null,
    scripts: scripts
      .flatMap(({ target, value }) =>
        target === null ? [] : [{ url: short(target), integrity: HASH.test(value('integrity')) }],
      )
      .slice(0, MAX.scripts),
    frames: framesOf(elements).slice(0, MAX.frames),
    forms: formsOf(parts, url).slice(0, MAX.forms),
    insecure: (url.startsWith('https:') ? insecureOf(elements) : []).slice(0, MAX.insecure),
    hosts: hostsOf(elements).slice(0, MAX.hosts),
    contacts: contactsOf(elements).slice(0, MAX.contacts),
    comments: parts.comments
      .map((comment) => comment.trim().slice(0, MAX_COMMENT))
      .filter((comment) => comment !== '')
      .slice(0, MAX.comments),
    internal: internalNames(parts.text, MAX_INTERNAL),
    outline: outline.slice(0, MAX_OUTLINE),
    truncated: truncated || outline.length > MAX_OUTLINE || scripts.length > MAX.scripts,
  };
}

function short(url: URL): string {
  return url.href.slice(0, MAX_URL);
}

function isWord(value: string, word: string): boolean {
  return value.toLowerCase() === word;
}

function languageOf(elements: readonly PageElement[]): string | null {
  const language = elements.find(({ tag }) => tag === 'html')?.value('lang') ?? '';
  return LANGUAGE.test(language) ? language : null;
}

function outlineOf(elements: readonly PageElement[]): string {
  return elements
    .filter(({ tag }) => tag === 'script' || tag === 'meta')
    .map(({ tag, source }) => (tag === 'script' ? `${source}</script>` : source))
    .join('');
}

function framesOf(elements: readonly PageElement[]): string[] {
  const frames = elements.filter(({ tag }) => tag === 'iframe' || tag === 'frame');
  return unique(frames.flatMap(({ target }) => (target === null ? [] : [short(target)])));
}

function hostsOf(elements: readonly PageElement[]): string[] {
  const hosts = elements.flatMap(({ target }) => (target === null ? [] : [target.hostname]));
  return unique(hosts.map(normaliseName).filter((name) => name !== null));
}

function contactsOf(elements: readonly PageElement[]): string[] {
  const links = elements.filter(({ tag, value }) => tag === 'a' && /^mailto:/i.test(value('href')));
  const uris = links.map(({ value }) => mailtoUri(value('href').split('?', 1)[0] ?? ''));
  return unique(uris.filter((uri) => uri !== null));
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function insecureOf(elements: readonly PageElement[]): PageFacts['insecure'] {
  return elements.flatMap(({ tag, value, target }) => {
    const isStyle = tag === 'link' && value('rel').toLowerCase().split(/\s+/).includes('stylesheet');
    const active = isStyle || ACTIVE.includes(tag);
    if (target?.protocol !== 'http:' || !(active || PASSIVE.includes(tag))) return [];
    return [{ tag, url: short(target), active }];
  });
}

/** The fields that follow a form are taken to be its own: they are, unless an attribute says otherwise. */
function formsOf({ elements, base }: PageParts, url: string): PageFacts['forms'] {
  const forms: PageFacts['forms'] = [];
  for (const { tag, value } of elements) {
    const asksForPassword = tag === 'input' && isWord(value('type'), 'password');
    const own = tag === 'form' ? value('action') || url : value('formaction');
    const action = resolve(own, base);
    if (action !== null) {
      const method = (value('method') || value('formmethod') || 'get').toUpperCase().slice(0, 10);
      forms.push({ action: short(action), method, password: asksForPassword });
      continue;
    }
    if (!asksForPassword) continue;
    const last = forms.at(-1);
    if (last === undefined) forms.push({ action: url.slice(0, MAX_URL), method: 'GET', password: true });
    else last.password = true;
  }
  return forms;
}
