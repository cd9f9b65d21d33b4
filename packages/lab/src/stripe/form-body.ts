/** What a bracketed form can say: text, lists, and named parts within parts. */
export type FormValue = string | FormValue[] | FormFields;
export interface FormFields {
  [name: string]: FormValue;
}

const MAX_DEPTH = 8;

/**
 * Reads `a[b][0][c]=1&d[]=2` the way Stripe's API does: brackets nest, numbered or empty ones make lists.
 * A name that is given twice counts as given last.
 */
export function parseForm(text: string): FormFields {
  const root: Branch = new Map();
  for (const [name, value] of new URLSearchParams(text)) put(root, pathOf(name), value);
  return Object.fromEntries([...root].map(([name, branch]) => [name, plain(branch)]));
}

type Branch = Map<string, Branch | string>;

function pathOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0 || !/^(?:\[[^[\]]*\])+$/.test(name.slice(open))) return [name];
  const inner = name.slice(open + 1, -1).split('][');
  return [name.slice(0, open), ...inner].slice(0, MAX_DEPTH);
}

function put(root: Branch, path: readonly string[], value: string): void {
  let branch = root;
  for (const step of path.slice(0, -1)) {
    const there = branch.get(step);
    const next: Branch = there instanceof Map ? there : new Map();
    branch.set(step, next);
    branch = next;
  }
  const last = path.at(-1) ?? '';
  branch.set(last === '' ? String(branch.size) : last, value);
}

function plain(branch: Branch | string): FormValue {
  if (typeof branch === 'string') return branch;
  const names = [...branch.keys()];
  if (names.every((name) => /^\d+$/.test(name))) return [...branch.values()].map(plain);
  return Object.fromEntries([...branch].map(([name, inner]) => [name, plain(inner)]));
}
