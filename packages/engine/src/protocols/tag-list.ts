/** One `name=value` of a record such as DKIM's, DMARC's or BIMI's (RFC 6376 section 3.2), with its place in the text. */
export interface Tag {
  /** As written. */
  name: string;
  /** White space around it cut off. */
  value: string;
  /** Indices in the text; `end` is exclusive. */
  start: number;
  end: number;
  valueStart: number;
}

export interface TextProblem {
  start: number;
  end: number;
  message: string;
}

export interface TagList {
  tags: readonly Tag[];
  problems: readonly TextProblem[];
}

const MAX_TAGS = 100;
const NAME = /^[a-z][a-z0-9_]*$/i;

/** Reads the tags of a record in their order. What is none is told as a problem; tags that repeat stay in the list. */
export function parseTags(text: string): TagList {
  const tags: Tag[] = [];
  const problems: TextProblem[] = [];
  let from = 0;
  for (const part of text.split(';', MAX_TAGS)) {
    const [start, end] = trimmed(text, from, from + part.length);
    from += part.length + 1;
    if (start === end) continue;
    const written = text.slice(start, end);
    const equals = written.indexOf('=');
    const [, nameEnd] = trimmed(text, start, start + Math.max(equals, 0));
    const name = text.slice(start, nameEnd);
    if (!NAME.test(name)) {
      problems.push({ start, end, message: `"${written.slice(0, 40)}" is no tag.` });
      continue;
    }
    const [valueStart] = trimmed(text, start + equals + 1, end);
    tags.push({ name, value: text.slice(valueStart, end), start, end, valueStart });
  }
  return { tags, problems };
}

/** Tags of a name that stands before: only one may (RFC 6376 section 3.2). */
export function repeatedTags(tags: readonly Tag[]): Tag[] {
  return tags.filter(({ name }, index) => tags.findIndex((each) => each.name === name) < index);
}

/** The bounds without the white space of RFC 6376's FWS at both ends. */
function trimmed(text: string, from: number, to: number): [start: number, end: number] {
  let [start, end] = [from, to];
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return [start, end];
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
}
