import { domainToASCII, domainToUnicode } from 'node:url';
import { getPublicSuffix } from 'tldts';
import type { Confusables } from './confusables.ts';
import { isHostname, parseDomain } from './domain-name.ts';
import { cyrillic, homoglyph } from './lookalike-glyphs.ts';
import * as suffixes from './lookalike-suffixes.ts';
import * as typos from './lookalike-typos.ts';
import * as words from './lookalike-words.ts';
import { encodePunycode } from './punycode.ts';

export interface LookalikeOptions {
  /** Of `parseConfusables`; they add to the table that is built in. */
  confusables?: Confusables;
  /** Put beside the label in the family `dictionary`. */
  words?: readonly string[];
  /** The current list of top-level domains; a list of common ones and all countries' is built in. */
  tlds?: readonly string[];
  /** These alone, in the order of FAMILIES. */
  families?: readonly LookalikeFamily[];
}

export interface Lookalike {
  /** A host name: lower-case A-labels, no trailing dot. */
  name: string;
  /** The first that makes this name. */
  family: LookalikeFamily;
}

interface Subject extends suffixes.Parts {
  characters: readonly string[];
  /** As it stands in the DNS. */
  aLabel: string;
}

type Make = (subject: Subject, options: LookalikeOptions) => Iterable<string>;

/** A family that changes the label and leaves what stands behind it. */
function ofLabel(make: (label: typos.Label, options: LookalikeOptions) => Iterable<string>): Make {
  return function* (subject, options) {
    for (const label of make(subject.characters, options)) yield `${label}.${subject.suffix}`;
  };
}

function tldsOf({ tlds }: LookalikeOptions): readonly string[] {
  return (
    tlds?.map((tld) => domainToUnicode(tld.toLowerCase())).filter((tld) => tld !== '') ?? suffixes.COMMON_TLDS
  );
}

/** From the narrowest to the widest, so that a name gets the most telling family. */
const MAKERS = {
  'strip-hyphen': ofLabel(typos.stripHyphen),
  omission: ofLabel(typos.omission),
  repetition: ofLabel(typos.repetition),
  transposition: ofLabel(typos.transposition),
  plural: ofLabel(typos.plural),
  'vowel-swap': ofLabel(typos.vowelSwap),
  hyphenation: ofLabel(typos.hyphenation),
  'numeral-swap': ofLabel(words.numeralSwap),
  homophone: ofLabel(words.homophone),
  misspelling: ofLabel(words.misspelling),
  'missing-dot': suffixes.missingDot,
  various: suffixes.various,
  subdomain: suffixes.subdomain,
  bitsquatting: bitsquatting,
  cyrillic: ofLabel(cyrillic),
  homoglyph: ofLabel((label, { confusables }) => homoglyph(label, confusables)),
  insertion: ofLabel(typos.insertion),
  replacement: ofLabel(typos.replacement),
  'double-replacement': ofLabel(typos.doubleReplacement),
  addition: ofLabel(typos.addition),
  'change-order': ofLabel(typos.changeOrder),
  'sld-swap': suffixes.sldSwap,
  'tld-swap': (subject, options) => suffixes.tldSwap(subject, tldsOf(options)),
  'add-tld': (subject, options) => suffixes.addTld(subject, tldsOf(options)),
  'dot-hyphen-swap': (subject, options) => suffixes.dotHyphenSwap(subject, tldsOf(options)),
  'dynamic-dns': suffixes.dynamicDns,
  combosquatting: ofLabel(words.combosquatting),
  dictionary: ofLabel((label, options) => words.dictionary(label, options.words ?? [])),
} satisfies Record<string, Make>;

export type LookalikeFamily = keyof typeof MAKERS;

/** All families, in the order in which names come. */
export const FAMILIES = Object.keys(MAKERS) as readonly LookalikeFamily[];

/**
 * The names that one could take for the domain, each once, in the same order each time; never the domain itself.
 * All of them can be registered or stand below what can be: a change of the label keeps the public suffix.
 * @param domain a domain or a host below one, in Unicode or A-labels; what `parseDomain` refuses has no look-alikes.
 *   The label that was registered is changed; the names before it appear only where a dot goes missing or comes in.
 */
export function* permutations(domain: string, options: LookalikeOptions = {}): Generator<Lookalike> {
  const parsed = parseDomain(domain);
  if (!parsed.ok) return;
  const { name: original, registrable } = parsed.target;
  const [aLabel = ''] = registrable.split('.', 1);
  const [label = ''] = domainToUnicode(registrable).split('.', 1);
  const subject: Subject = {
    subdomain: domainToUnicode(original.slice(0, -registrable.length).replace(/\.$/, '')),
    label,
    characters: [...label],
    aLabel,
    suffix: domainToUnicode(registrable).slice(label.length + 1),
  };
  const seen = new Set<string>([original, registrable].map(domainToUnicode));
  for (const family of FAMILIES) {
    if (options.families !== undefined && !options.families.includes(family)) continue;
    const make: Make = MAKERS[family];
    for (const candidate of make(subject, options)) {
      if (seen.has(candidate)) continue;
      seen.add(candidate);
      const name = inDns(candidate);
      if (name !== null) yield { name, family };
    }
  }
}

function* bitsquatting({ aLabel, label, suffix }: Subject): Generator<string> {
  for (const flipped of typos.bitsquatting(aLabel)) {
    const unicode = flipped.startsWith('xn--') ? domainToUnicode(flipped) : flipped;
    if (unicode !== '') yield `${unicode}.${suffix}`;
  }
  if (label !== aLabel) for (const flipped of typos.bitsquatting(label)) yield `${flipped}.${suffix}`;
}

const ASCII = /^[\0-\x7f]*$/;
const REGISTRIES = { allowPrivateDomains: false, validateHostname: false, extractHostname: false };

/** The name as it stands in the DNS; null when no registry could have it (RFC 5891 section 4.2.3.1: `--` is reserved). */
function inDns(candidate: string): string | null {
  const name = inAscii(candidate);
  if (name === null || !isHostname(name) || /(?:^|\.)(?!xn)..--/.test(name)) return null;
  return getPublicSuffix(name, REGISTRIES) === name ? null : name;
}

/** Only what UTS 46 leaves as it is: a character that it maps away is seen in no address bar. */
function inAscii(candidate: string): string | null {
  if (!candidate.includes('xn--')) {
    if (ASCII.test(candidate)) return candidate;
    if (allStable(candidate)) return candidate.split('.').map(toALabel).join('.');
  }
  const ascii = domainToASCII(candidate);
  return ascii !== '' && domainToUnicode(ascii) === candidate ? ascii : null;
}

function toALabel(label: string): string {
  return ASCII.test(label) ? label : `xn--${encodePunycode(label)}`;
}

/** Whether UTS 46 leaves a character as it is between letters of ASCII; asked once for each. */
const stable = new Map<string, boolean>();

/** Letters that stand for themselves wherever they stand; marks and Hangul, which join others, and right-to-left do not. */
function allStable(candidate: string): boolean {
  for (const char of candidate) {
    if (char < '\x80') continue;
    let answer = stable.get(char);
    if (answer === undefined) {
      answer = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(char) && isKept(`a${char}a.com`);
      stable.set(char, answer);
    }
    if (!answer) return false;
  }
  return true;
}

function isKept(name: string): boolean {
  const ascii = domainToASCII(name);
  return ascii !== '' && domainToUnicode(ascii) === name;
}
