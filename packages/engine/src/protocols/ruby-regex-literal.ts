import type { Ranges } from './ruby-char-set.ts';
import type { Node } from './ruby-regex-syntax.ts';

/** The longest text, in lower case, that stands in whatever the pattern matches; empty when there is none. */
export function neededText(node: Node): string {
  let longest = '';
  let current = '';

  function end(): void {
    if (current.length > longest.length) longest = current;
    current = '';
  }

  function walk(each: Node): void {
    if (each.kind === 'sequence') {
      for (const next of each.nodes) walk(next);
      return;
    }
    if (each.kind === 'group' || each.kind === 'atomic') {
      walk(each.node);
      return;
    }
    if (each.kind === 'place') return;
    const letter = each.kind === 'set' ? letterOf(each.ranges) : '';
    if (letter !== '') {
      current += letter;
      return;
    }
    end();
    if (each.kind === 'repeat' && each.min > 0) {
      walk(each.node);
      end();
    }
  }

  walk(node);
  end();
  return longest;
}

/** The character of a set that has one, or one in both cases. */
function letterOf(ranges: Ranges): string {
  const chars = new Set<string>();
  for (const [from, to] of ranges) {
    if (from !== to) return '';
    chars.add(String.fromCharCode(from).toLowerCase());
  }
  const [only = ''] = chars;
  // Beyond ASCII, the lower case of a whole text is not always that of its characters.
  return chars.size === 1 && only < '\x80' ? only : '';
}
