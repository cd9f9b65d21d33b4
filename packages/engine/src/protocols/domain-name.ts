import { domainToASCII, domainToUnicode } from 'node:url';
import { parse as parseSuffix } from 'tldts';
import type { Target } from '../scope.ts';

/** RFC 1035 section 3.1: 255 octets on the wire are 253 characters of text. */
const MAX_NAME = 253;
const MAX_LABEL = 63;
/** Longer than any URL worth reading a name from. */
const MAX_INPUT = 4096;

/** Top-level names that never lead anywhere on the public internet (RFC 6761, 6762, 7686, 9476, ICANN's `internal`). */
const RESERVED = new Set(['localhost', 'local', 'invalid', 'onion', 'alt', 'internal', 'arpa']);

const LDH_LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const DNS_LABEL = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/;
/** The URL Standard's "ends in a number": whoever dials such a name dials an address. */
const NUMERIC = /^(?:[0-9]+|0x[0-9a-f]*)$/;

export type ParsedDomain = { ok: true; target: Target } | { ok: false; reason: string };

/** Reads what a person typed or pasted as the domain to analyse. `reason` is one sentence for them. */
export function parseDomain(input: string): ParsedDomain {
  const host = hostOf(input);
  if (!host.ok) return host;
  const ascii = toAscii(host.text);
  if (ascii === null) {
    return refuse('That is not a domain name: it has characters that no domain name may have.');
  }
  const name = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
  const fault = faultOf(name);
  if (fault !== null) return refuse(fault);
  const { domain, publicSuffix } = parseSuffix(name, { allowPrivateDomains: true, validateHostname: false });
  if (domain === null) {
    return refuse(
      `"${publicSuffix ?? name}" is a public suffix, under which others register; enter a domain below it.`,
    );
  }
  return { ok: true, target: { name, registrable: domain } };
}

/** Is it a hostname (RFC 1123 section 2.1) in the form that we store: lower-case A-labels, no trailing dot? */
export function isHostname(name: string): boolean {
  return isNameOf(name, LDH_LABEL);
}

/**
 * A name that a source found, in the form that we store; null when it is none. `*.` is stripped; underscores may
 * stand, for `_dmarc.example.com` is a name of the DNS although no hostname.
 */
export function normaliseName(found: string): string | null {
  if (found.length > MAX_INPUT) return null;
  let text = found.trim();
  while (text.startsWith('*.')) text = text.slice(2);
  const ascii = toAscii(text);
  if (ascii === null) return null;
  const name = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
  return isNameOf(name, DNS_LABEL) ? name : null;
}

/** The names above, nearest first, the root left out: `b.example.com` has `example.com` and `com`. */
export function parentNames(name: string): string[] {
  const labels = name.split('.');
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
}

function isNameOf(name: string, label: RegExp): boolean {
  if (name.length === 0 || name.length > MAX_NAME) return false;
  const labels = name.split('.');
  if (NUMERIC.test(labels.at(-1) ?? '')) return false;
  return labels.every((each) => each.length <= MAX_LABEL && label.test(each));
}

type Host = { ok: true; text: string } | { ok: false; reason: string };

/** The host of a bare name or a URL. */
function hostOf(input: string): Host {
  if (input.length > MAX_INPUT)
    return refuse('That is far too long for a domain name: at most 253 characters.');
  const text = input.trim();
  if (text === '') return refuse('Enter a domain, for example "example.com".');
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) return refuse('A domain name has no control characters.');
  if (/\s/u.test(text))
    return refuse('A domain name has no spaces; enter one domain, for example "example.com".');
  const withoutScheme = text.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, '');
  const authority = withoutScheme.split(/[/?#\\]/, 1)[0] ?? '';
  if (authority.includes('@')) {
    return refuse('Enter the domain alone, without a user name, password or e-mail address before "@".');
  }
  if (authority.includes('[') || authority.split(':').length > 2) return refuse(ADDRESS);
  const [host = '', port] = authority.split(':');
  if (port !== undefined && !isPort(port)) return refuse(`":${port}" is no port; enter the domain alone.`);
  if (host === '') return refuse('There is no host name in that; enter a domain, for example "example.com".');
  return { ok: true, text: host };
}

const ADDRESS = 'That is an IP address; enter a domain name, for example "example.com".';

function isPort(port: string): boolean {
  return /^[0-9]{0,5}$/.test(port) && Number(port) <= 65_535;
}

/** Lower-case A-labels by UTS 46, or null when there is no mapping. ASCII is left alone but for its case. */
function toAscii(text: string): string | null {
  // domainToASCII decodes per cent signs as the host of a URL has them.
  if (text.includes('%')) return null;
  const lower = text.toLowerCase();
  if (/^[\0-\x7f]*$/.test(lower) && !/(?:^|\.)xn--/.test(lower)) return lower;
  const ascii = domainToASCII(text);
  if (ascii === '') return null;
  const unicode = domainToUnicode(ascii);
  // An A-label that does not decode is handed through as it is, by both.
  if (/(?:^|\.)xn--/.test(unicode) || domainToASCII(unicode) !== ascii) return null;
  return ascii;
}

/** What keeps an ASCII name without a trailing dot from being a public host name; null when nothing does. */
function faultOf(name: string): string | null {
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  if (NUMERIC.test(last)) return ADDRESS;
  if (labels.includes(''))
    return 'A domain name has no empty labels: two dots stand side by side, or one leads.';
  if (name.length > MAX_NAME)
    return `A domain name has at most ${MAX_NAME} characters; this one has ${name.length}.`;
  const long = labels.find((label) => label.length > MAX_LABEL);
  if (long !== undefined) {
    return `A label of a domain name has at most ${MAX_LABEL} characters; "${long.slice(0, 12)}…" has ${long.length}.`;
  }
  if (name.includes('_')) {
    return 'A host name has no underscores; enter the domain itself, for example "example.com".';
  }
  if (labels.some((label) => label.startsWith('-') || label.endsWith('-'))) {
    return 'A label of a domain name neither starts nor ends with a hyphen.';
  }
  if (!labels.every((label) => LDH_LABEL.test(label))) {
    return 'That is not a domain name: only letters, digits, hyphens and dots may stand in it.';
  }
  if (RESERVED.has(last))
    return `Names under ".${last}" are not on the public internet; enter a public domain.`;
  return null;
}

function refuse(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
