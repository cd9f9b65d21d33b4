import { parse as parseHost } from 'tldts';
import { attributesOf, startTags } from './html-tags.ts';
import { decodeEntities } from './html-text.ts';
import { HTML_TYPES, type ObservedSite } from './observatory-site.ts';
import { bad, defineTest, good } from './observatory-test.ts';

/** From the mildest to the worst, by the order of the algorithm, which is not that of the modifiers. */
const RANKED = [
  'sri-implemented-and-all-scripts-loaded-securely',
  'sri-implemented-but-external-scripts-not-loaded-securely',
  'sri-not-implemented-but-external-scripts-loaded-securely',
  'sri-not-implemented-and-external-scripts-not-loaded-securely',
] as const;
type Ranked = (typeof RANKED)[number];

export const subresourceIntegrity = defineTest({
  name: 'subresource-integrity',
  outcomes: {
    'sri-implemented-and-all-scripts-loaded-securely': good(5),
    'sri-implemented-and-external-scripts-loaded-securely': good(5),
    'sri-not-implemented-response-not-html': good(0),
    'sri-not-implemented-but-no-scripts-loaded': good(0),
    'sri-not-implemented-but-all-scripts-loaded-from-secure-origin': good(0),
    'sri-not-implemented-but-external-scripts-loaded-securely': bad(-5),
    'sri-implemented-but-external-scripts-not-loaded-securely': bad(-20),
    'sri-not-implemented-and-external-scripts-not-loaded-securely': bad(-50),
  },
  resultOf(site) {
    const type = site.page.field('content-type')?.split(';')[0] ?? '';
    if (type !== '' && !HTML_TYPES.includes(type)) return 'sri-not-implemented-response-not-html';
    const scripts = scriptsOf(site);
    if (scripts.length === 0) return 'sri-not-implemented-but-no-scripts-loaded';
    const found = scripts.map(rank).filter((each) => each !== null);
    const worst = RANKED.findLast((each) => found.includes(each));
    if (worst !== undefined) return worst;
    return scripts.some(({ foreign }) => foreign)
      ? 'sri-implemented-and-external-scripts-loaded-securely'
      : 'sri-not-implemented-but-all-scripts-loaded-from-secure-origin';
  },
});

interface Script {
  integrity: boolean;
  /** Of another registrable domain, or without a scheme of its own. */
  foreign: boolean;
  secure: boolean;
}

function rank({ integrity, foreign, secure }: Script): Ranked | null {
  if (!foreign) return integrity && secure ? 'sri-implemented-and-all-scripts-loaded-securely' : null;
  if (integrity) return secure ? null : 'sri-implemented-but-external-scripts-not-loaded-securely';
  return secure
    ? 'sri-not-implemented-but-external-scripts-loaded-securely'
    : 'sri-not-implemented-and-external-scripts-not-loaded-securely';
}

function scriptsOf(site: ObservedSite): Script[] {
  const domain = parseHost(site.host).domain;
  const scripts: Script[] = [];
  for (const tag of startTags(site.page.body)) {
    if (tag.name !== 'script') continue;
    const attributes = attributesOf(tag);
    const source = decodeEntities(attributes.get('src') ?? '');
    const integrity = (attributes.get('integrity') ?? '') !== '';
    scripts.push({ integrity: integrity && source !== '', ...placeOf(source, domain, site.secure) });
  }
  return scripts;
}

function placeOf(source: string, domain: string | null, secure: boolean): Omit<Script, 'integrity'> {
  if (/^\/\/[^/]/.test(source)) return { foreign: true, secure: false };
  if (!/^https?:\/\//.test(source)) return { foreign: false, secure };
  return { foreign: parseHost(source).domain !== domain, secure: source.startsWith('https:') };
}
