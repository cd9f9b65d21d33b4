import type { MailProvider } from './mail-providers.ts';

/** Selectors by convention, those in widest use first. Providers with random or dated ones cannot be guessed. */
const COMMON: readonly string[] = [
  ...[
    'default',
    'google',
    'selector1',
    'selector2',
    'dkim',
    'mail',
    's1',
    's2',
    'k1',
    'k2',
    'k3',
    'email',
    'smtp',
  ],
  ...[
    'mx',
    'key1',
    'key2',
    'mandrill',
    'pm',
    'fm1',
    'protonmail',
    'zoho',
    'mailjet',
    'hs1',
    'zendesk1',
    'brevo1',
  ],
  ...['cm', 'kl', 'sig1', 'resend', 'dkim1', 'dk', 's', 'x'],
];

/** Questions that a guess may cost. */
export const MAX_SELECTORS = 36;

/** Selectors that are worth asking for: what the recognised providers give out, then what is common. */
export function selectorsFor(providers: readonly MailProvider[]): string[] {
  const own = providers.flatMap(({ selectors }) => selectors);
  return [...new Set([...own, ...COMMON])].slice(0, MAX_SELECTORS);
}

/** Where a key stands (RFC 6376 section 3.6.2.1). */
export function keyName(selector: string, domain: string): string {
  return `${selector}._domainkey.${domain}`;
}
