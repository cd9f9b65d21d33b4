/** A start tag, and where the text behind it begins. */
export interface StartTag {
  /** Lower case. */
  name: string;
  attributes: string;
  end: number;
}

/** Elements whose content is text, never tags (HTML, "parsing elements that contain only text"). */
const RAW_TEXT = new Set(['script', 'style', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes', 'title']);
const TAG_NAME = /[a-z][^\s/>]{0,40}/iy;
const ATTRIBUTE = /([^\s"'<>/=]{1,100})(?:\s{0,100}=\s{0,100}(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?/g;

/** A comment, and where the text behind it begins. */
export interface Comment {
  comment: string;
  end: number;
}

/** The start tags of a page, without its comments. */
export function* startTags(html: string): Generator<StartTag> {
  for (const part of tagsAndComments(html)) if ('name' in part) yield part;
}

/**
 * The start tags and the comments of a page, in time linear in its length: the content of scripts is passed over.
 * @param html a prefix of a page, already bounded by the caller
 */
export function* tagsAndComments(html: string): Generator<StartTag | Comment> {
  let at = 0;
  for (;;) {
    at = html.indexOf('<', at);
    if (at === -1) return;
    if (html.startsWith('<!--', at)) {
      const close = html.indexOf('-->', at + 4);
      if (close === -1) return;
      yield { comment: html.slice(at + 4, close), end: close + 3 };
      at = close + 3;
      continue;
    }
    TAG_NAME.lastIndex = at + 1;
    const name = TAG_NAME.exec(html)?.[0].toLowerCase();
    if (name === undefined) {
      at += 1;
      continue;
    }
    const end = tagEnd(html, at + 1 + name.length);
    if (end === -1) return;
    yield { name, attributes: html.slice(at + 1 + name.length, end - 1), end };
    at = RAW_TEXT.has(name) ? textEnd(html, name, end) : end;
  }
}

/** Behind the `>` that closes the tag; one inside of quotes does not. */
function tagEnd(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length; at += 1) {
    const char = html.charAt(at);
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if ((char === '"' || char === "'") && /[=\s]/.test(html.charAt(at - 1))) quote = char;
    else if (char === '>') return at + 1;
  }
  return -1;
}

/** Where the end tag of an element of mere text begins, or the end of the page. */
export function textEnd(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}[\\s/>]`, 'gi');
  close.lastIndex = from;
  return close.exec(html)?.index ?? html.length;
}

/** The attributes of a tag, names in lower case; the first of a name counts. */
export function attributesOf(tag: StartTag): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of tag.attributes.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, double ?? single ?? bare ?? '');
  }
  return attributes;
}
