import { label, TEXTS } from './texts.ts';

const NAME = 'hostile.test';

/** Names in logged certificates, as anyone can have them logged. */
export const LOGGED: readonly string[] = [
  NAME,
  `WWW.${NAME.toUpperCase()}`,
  `${TEXTS.script}.${NAME}`,
  `${TEXTS.formula}.${NAME}`,
  `${TEXTS.colour}.${NAME}`,
  `${TEXTS.bidi}.${NAME}`,
  `${TEXTS.controls}.${NAME}`,
  `${TEXTS.prototype}.${NAME}`,
  `*.*.${NAME}`,
  `a..b.${NAME}`,
  `.${NAME}`,
  `-.${NAME}`,
  `xn--a.${NAME}`,
  `b\u00fccher.${NAME}`,
  `${'a'.repeat(64)}.${NAME}`,
  `${'a.'.repeat(130)}${NAME}`,
  `someone@${NAME}`,
  `evil${NAME}`,
  `${NAME}.evil.example`,
  'www.bank.example',
  '127.0.0.1',
  '',
];

/** Chains that end, that end too late, and that never end. */
export const ALIASES: readonly string[] = [
  ...chain('chain', 8, '203.0.113.77'),
  ...chain('deep', 24, '203.0.113.77'),
  'loop-a 300 CNAME loop-b',
  'loop-b 300 CNAME loop-c',
  'loop-c 300 CNAME loop-a',
  'self 300 CNAME self',
  'outside 300 CNAME promo.acme.test.',
  `strange 300 CNAME ${label(TEXTS.script)}`,
  `${label(TEXTS.script)} 300 A 203.0.113.77`,
];

/** Public names that lead into the analyst's own network. */
export const INWARD: readonly string[] = [
  'loopback 300 A 127.0.0.1',
  'metadata 300 A 169.254.169.254',
  'router 300 A 192.168.1.1',
  'carrier 300 A 100.64.0.1',
  'zero 300 A 0.0.0.0',
  'broadcast 300 A 255.255.255.255',
  'mapped 300 AAAA ::ffff:127.0.0.1',
  'translated 300 AAAA 64:ff9b::7f00:1',
  'local6 300 AAAA ::1',
  'link6 300 AAAA fe80::1',
  'private6 300 AAAA fd00::1',
];

/** Those of them whose addresses are an inner network's as they stand. */
export const PUBLISHED: readonly string[] = INWARD.map((record) => record.split(' ')[0] ?? '').filter(
  (label) => label !== 'translated',
);

/** Labels whose names crawl out of the zone by themselves, to be known to a third party. */
export const ZONE_LABELS: readonly string[] = [
  'chain0',
  'deep0',
  'loop-a',
  'self',
  'outside',
  'strange',
  'pointers',
  ...INWARD.map((record) => record.split(' ')[0] ?? ''),
];

function chain(stem: string, length: number, address: string): string[] {
  const links = Array.from({ length }, (_, index) => `${stem}${index} 300 CNAME ${stem}${index + 1}`);
  return [...links, `${stem}${length} 300 A ${address}`];
}
