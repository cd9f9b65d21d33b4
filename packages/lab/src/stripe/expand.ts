/**
 * Puts objects in place of their ids where the request asked for it: `latest_invoice`, `data.customer`,
 * `latest_invoice.customer`. What cannot be expanded stays as it is.
 */
export function expand(answer: object, paths: readonly string[], find: (id: string) => object | undefined) {
  const copy: unknown = structuredClone(answer);
  for (const path of paths) expandOne(copy, path.split('.'), find);
  return copy as object;
}

function expandOne(at: unknown, path: readonly string[], find: (id: string) => object | undefined): void {
  const [step, ...rest] = path;
  if (step === undefined || typeof at !== 'object' || at === null) return;
  if (Array.isArray(at)) {
    for (const each of at) expandOne(each, path, find);
    return;
  }
  const fields = at as Record<string, unknown>;
  const value = fields[step];
  if (typeof value === 'string') {
    const found = find(value);
    if (found) fields[step] = structuredClone(found);
  }
  expandOne(fields[step], rest, find);
}
