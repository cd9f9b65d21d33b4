import type { Site } from '../src/protocols/technologies/clues.ts';

/** Reads the sample of a signature: field lines, an empty line, the page. */
export function siteOf(sample: string): Site {
  const [first = '', ...others] = sample.split('\n\n');
  if (first.startsWith('<')) return { html: sample };
  const site: Site = { html: others.join('\n\n') };
  const headers: [string, string][] = [];
  for (const line of first.split('\n')) {
    if (!line.startsWith(':')) {
      const colon = line.indexOf(':');
      headers.push([line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]);
      continue;
    }
    const [kind, text = ''] = line.slice(1).split(/ (.*)/, 2);
    if (kind === 'alias') site.aliases = [text];
    else if (kind === 'issuer' || kind === 'subject') site[kind] = text;
    else if (kind === 'favicon') site.favicon = Number(text);
    else if (kind === 'wall') site.walls = [text];
    else throw new Error(`A sample tells of ${kind}`);
  }
  return { ...site, headers };
}
