import type { ReadResponse } from './observatory-site.ts';
import { bad, defineTest, good } from './observatory-test.ts';
import { structuredToken } from './structured-token.ts';

export const crossOriginResourcePolicy = defineTest({
  name: 'cross-origin-resource-policy',
  outcomes: {
    'corp-not-implemented': good(0),
    'corp-implemented-with-same-origin': good(10),
    'corp-implemented-with-same-site': good(10),
    'corp-implemented-with-cross-origin': good(0),
    'corp-header-invalid': bad(-5),
  },
  resultOf({ page }) {
    const value = page.field('cross-origin-resource-policy')?.slice(0, 256).trim().toLowerCase();
    if (!value) return 'corp-not-implemented';
    if (value === 'same-origin' || value === 'same-site' || value === 'cross-origin') {
      return `corp-implemented-with-${value}`;
    }
    return 'corp-header-invalid';
  },
});

export const crossOriginOpenerPolicy = defineTest({
  name: 'cross-origin-opener-policy',
  outcomes: {
    'coop-not-implemented': good(0),
    'coop-implemented-with-same-origin': good(10),
    'coop-implemented-with-same-origin-allow-popups': good(10),
    'coop-implemented-with-noopener-allow-popups': good(10),
    'coop-implemented-with-unsafe-none': good(0),
    'coop-header-invalid': bad(-5),
  },
  resultOf({ page }) {
    const policy = policyOf(page, 'cross-origin-opener-policy');
    if (policy === undefined) return 'coop-not-implemented';
    switch (policy) {
      case 'same-origin':
      case 'same-origin-allow-popups':
      case 'noopener-allow-popups':
      case 'unsafe-none':
        return `coop-implemented-with-${policy}`;
      default:
        return 'coop-header-invalid';
    }
  },
});

export const crossOriginEmbedderPolicy = defineTest({
  name: 'cross-origin-embedder-policy',
  outcomes: {
    'coep-not-implemented': good(0),
    'coep-implemented-with-require-corp': good(10),
    'coep-implemented-with-credentialless': good(10),
    'coep-implemented-with-unsafe-none': good(0),
    'coep-header-invalid': bad(-5),
  },
  resultOf({ page }) {
    const policy = policyOf(page, 'cross-origin-embedder-policy');
    if (policy === undefined) return 'coep-not-implemented';
    switch (policy) {
      case 'require-corp':
      case 'credentialless':
      case 'unsafe-none':
        return `coep-implemented-with-${policy}`;
      default:
        return 'coep-header-invalid';
    }
  },
});

/** Undefined without the field; null when it holds no token. */
function policyOf(page: ReadResponse, name: string): string | null | undefined {
  const value = page.field(name);
  return value ? structuredToken(value.slice(0, 1024).trim()) : undefined;
}
