const MAX_DEPTH = 64;

/**
 * What of a JSON text that breaks off (or is cut) can be read: everything up to the last whole item of its innermost
 * list. undefined when there is no such item.
 */
export function readCutJson(text: string): unknown {
  const open: string[] = [];
  let lists = 0;
  let inText = false;
  let end = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (inText) {
      if (char === '\\') at += 1;
      else if (char === '"') inText = false;
      continue;
    }
    if (char === '"') inText = true;
    else if (char === '[' || char === '{') {
      if (open.length === MAX_DEPTH) break;
      if (char === '[') lists += 1;
      open.push(char);
    } else if (char === ']' || char === '}') {
      if (open.pop() === '[') lists -= 1;
      // Within an item of a list only the item as a whole counts.
      if (open.at(-1) !== '[' && lists > 0) continue;
      end = at + 1;
      depth = open.length;
    } else if (char === ',' && open.at(-1) === '[' && isOutermost(open, lists)) {
      end = at;
      depth = open.length;
    }
  }
  if (end === 0) return undefined;
  const closing = open
    .slice(0, depth)
    .toReversed()
    .map((bracket) => (bracket === '[' ? ']' : '}'));
  return parsed(text.slice(0, end) + closing.join(''));
}

/** A list that is not itself part of another list's item. */
function isOutermost(open: readonly string[], lists: number): boolean {
  return lists === 1 || open.every((bracket) => bracket === '[');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
