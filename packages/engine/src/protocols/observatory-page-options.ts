import { pagePolicies } from './observatory-content-security-policy.ts';
import { bad, defineTest, good } from './observatory-test.ts';

export const xContentTypeOptions = defineTest({
  name: 'x-content-type-options',
  outcomes: {
    'x-content-type-options-nosniff': good(0),
    'x-content-type-options-not-implemented': bad(-5),
    'x-content-type-options-header-invalid': bad(-5),
  },
  resultOf({ page }) {
    const value = page.field('x-content-type-options');
    if (!value) return 'x-content-type-options-not-implemented';
    return value.slice(0, 256).trim().toLowerCase() === 'nosniff'
      ? 'x-content-type-options-nosniff'
      : 'x-content-type-options-header-invalid';
  },
});

export const xFrameOptions = defineTest({
  name: 'x-frame-options',
  outcomes: {
    'x-frame-options-implemented-via-csp': good(5),
    'x-frame-options-sameorigin-or-deny': good(5),
    'x-frame-options-allow-from-origin': good(0),
    'x-frame-options-not-implemented': bad(-20),
    'x-frame-options-header-invalid': bad(-20),
  },
  resultOf(site) {
    const policies = pagePolicies(site);
    if (policies !== null && policies !== 'none' && policies.directives.has('frame-ancestors')) {
      return 'x-frame-options-implemented-via-csp';
    }
    const field = site.page.field('x-frame-options');
    if (!field) return 'x-frame-options-not-implemented';
    const value = field.slice(0, 1024).trim().toLowerCase();
    if (value === 'deny' || value === 'sameorigin') return 'x-frame-options-sameorigin-or-deny';
    return value.startsWith('allow-from')
      ? 'x-frame-options-allow-from-origin'
      : 'x-frame-options-header-invalid';
  },
});
