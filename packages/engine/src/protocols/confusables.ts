/**
 * For each character (or sequence) what looks like it: the classes of Unicode TR39's confusables, lower case first.
 * The list of a class holds the key itself too: all members share it.
 */
export type Confusables = ReadonlyMap<string, readonly string[]>;

/** The largest class of Unicode 15 has about a hundred. */
const MAX_CLASS = 1000;
const ROW = /^\s*([0-9A-Fa-f ]{1,60})\s*;\s*([0-9A-Fa-f ]{1,200})\s*;\s*M[AL]\b/;

/**
 * Reads confusables.txt (UTS #39 section 4: `source ; target ; type # comment`). Two strings look alike when they
 * have one prototype, so each row adds its source to the class of its target. Other lines are passed over.
 * Only what may stand in a host name is kept: the members are folded to lower case.
 */
export function parseConfusables(text: string): Confusables {
  const classes = new Map<string, Set<string>>();
  for (const [source, prototype] of rows(text)) {
    const members = classes.get(prototype) ?? new Set([prototype.toLowerCase()]);
    if (members.size < MAX_CLASS) classes.set(prototype, members.add(source.toLowerCase()));
  }
  return keyed(classes.values());
}

function* rows(text: string): Generator<[string, string]> {
  for (const line of text.split('\n')) {
    const [, source, target] = ROW.exec(line) ?? [];
    const from = chars(source);
    const to = chars(target);
    if (from !== null && to !== null) yield [from, to];
  }
}

/** Null for what is no code point. */
function chars(hex: string | undefined): string | null {
  const codes = (hex ?? '').trim().split(/ +/);
  const points = codes.map((code) => Number.parseInt(code, 16));
  if (points.some((point) => Number.isNaN(point) || point > 0x10ffff)) return null;
  return String.fromCodePoint(...points);
}

/** One list for each member; a member of two classes (`I` of that of `l`, `i` of its own) sees both. */
function keyed(classes: Iterable<ReadonlySet<string>>): Confusables {
  const found = new Map<string, readonly string[]>();
  for (const members of classes) {
    const list = [...members];
    for (const member of list) {
      const known = found.get(member) ?? [];
      if (known.length < MAX_CLASS)
        found.set(member, known.length === 0 ? list : [...new Set([...known, ...list])]);
    }
  }
  return found;
}
