/** What a technology is to the site that uses it. */
export const CATEGORIES = [
  'web-server',
  'cache',
  'proxy',
  /** Answers in the place of the host itself. */
  'cdn',
  /** Hands out libraries to pages of others. */
  'library-host',
  'waf',
  'hosting',
  'runtime',
  'operating-system',
  'web-framework',
  'javascript-framework',
  'javascript-library',
  'css-framework',
  'cms',
  'page-builder',
  'site-generator',
  'e-commerce',
  'wiki',
  'forum',
  'learning',
  'documentation',
  'admin-panel',
  'developer-tool',
  'collaboration',
  'mail-client',
  'remote-access',
  'identity',
  'analytics',
  'tag-manager',
  'advertising',
  'marketing',
  'ab-testing',
  'monitoring',
  'consent',
  'payment',
  'chat',
  'captcha',
  'font',
  'map',
  'video',
  'search',
  'reviews',
  'accessibility',
  'translation',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** One pattern or several, of which any will do; how they are written says `pattern.ts`. */
export type Patterns = string | readonly string[];

/** What gives a technology away. Any one mark is enough. */
export interface Marks {
  /** By field name in lower case; an empty pattern takes any value. */
  headers?: Readonly<Record<string, Patterns>>;
  /** Names of cookies in lower case, whole; with `*` at the end, how they begin. */
  cookies?: readonly string[];
  /** `<meta name>` or `property` in lower case, and its content. */
  meta?: Readonly<Record<string, Patterns>>;
  title?: Patterns;
  /** The URLs of scripts, and what stands in scripts within the page. */
  scripts?: Patterns;
  /** The URLs that the page loads or sends to: scripts, styles, images, frames, forms. Links to elsewhere are none. */
  urls?: Patterns;
  /** The page as it came. For marks that no visible text can be. */
  html?: Patterns;
  /** Domains that aliases (CNAME) of the host lead into; `*` stands for a part of a label. */
  aliases?: readonly string[];
  /** The certificate's issuer as a distinguished name. */
  issuer?: Patterns;
  subject?: Patterns;
  /** MurmurHash3 of the icon in base64, as search engines of services count it. */
  favicon?: readonly number[];
  /** What `challenge` calls the product that answered in the site's place. */
  walls?: readonly string[];
}

/** How a technology is recognised: data alone. */
export interface Signature extends Marks {
  /** The product's name, as its makers write it. */
  name: string;
  vendor?: string;
  category: Category;
  /** Part, vendor and product of its CPE name: `a:f5:nginx`. */
  cpe?: `${'a' | 'o' | 'h'}:${string}:${string}`;
  /** Names of what it cannot do without. */
  implies?: readonly string[];
  /** Marks that others have too: one of them is a guess, two of different kinds are as good as a mark. */
  hints?: Marks;
  /**
   * An excerpt of a response that it is recognised by: field lines, an empty line, the page. A line that begins with a
   * colon tells of something else: `:alias`, `:issuer`, `:subject`, `:favicon`, `:wall`.
   */
  sample: string;
  /** Others that are in the sample of right, beside what is implied. */
  alongside?: readonly string[];
}

export function inCategory(
  category: Category,
  signatures: readonly Omit<Signature, 'category'>[],
): readonly Signature[] {
  return signatures.map((signature) => ({ ...signature, category }));
}
