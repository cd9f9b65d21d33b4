import { attributesOf, startTags } from './html-tags.ts';

/** How far into a page its encoding may be told (HTML section 4.2.5.4). */
const PRESCAN_BYTES = 1_024;
const HTML_OR_NONE = /^\s*(?:$|text\/html|application\/xhtml\+xml|text\/xml|application\/xml)/i;
const CHARSET = /(?:^|[;\s])charset\s{0,20}=\s{0,20}["']?([^\s;"']{1,40})/i;
const XML_ENCODING = /^<\?xml\s[^>]{0,200}?encoding\s{0,20}=\s{0,20}["']([^"']{1,40})["']/i;
const BYTE_ORDER_MARKS: readonly [mark: readonly number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0xff, 0xfe], 'utf-16le'],
];

/**
 * The encoding of a body, as browsers determine it: byte order mark, then Content-Type, then what the page says of itself
 * (HTML section 13.2.3.2). An encoding that nobody knows is passed over; without any it is UTF-8.
 * @param bytes the body, or a prefix of it
 * @param contentType the field's value; empty when there is none
 * @returns a name that TextDecoder takes
 */
export function charsetOf(bytes: Uint8Array, contentType: string): string {
  const marked = BYTE_ORDER_MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (marked !== undefined) return marked[1];
  const told = encodingOf(CHARSET.exec(contentType)?.[1]);
  if (told !== null) return told;
  return (HTML_OR_NONE.test(contentType) ? prescanned(bytes) : null) ?? 'utf-8';
}

function prescanned(bytes: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, PRESCAN_BYTES));
  const xml = encodingOf(XML_ENCODING.exec(start)?.[1]);
  if (xml !== null) return asciiBased(xml);
  for (const tag of startTags(start)) {
    if (tag.name !== 'meta') continue;
    const attributes = attributesOf(tag);
    const isType = attributes.get('http-equiv')?.trim().toLowerCase() === 'content-type';
    const content = isType ? CHARSET.exec(attributes.get('content') ?? '')?.[1] : undefined;
    const encoding = encodingOf(attributes.get('charset')?.trim() ?? content);
    if (encoding !== null) return asciiBased(encoding);
  }
  return null;
}

/** What could be read as ASCII so far is no UTF-16, whatever it says. */
function asciiBased(encoding: string): string {
  return encoding.startsWith('utf-16') ? 'utf-8' : encoding;
}

function encodingOf(label: string | undefined): string | null {
  if (label === undefined || label === '') return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}
