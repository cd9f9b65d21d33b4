import { bad, defineTest, good } from './observatory-test.ts';

export const crossOriginResourceSharing = defineTest({
  name: 'cross-origin-resource-sharing',
  outcomes: {
    'cross-origin-resource-sharing-not-implemented': good(0),
    'cross-origin-resource-sharing-implemented-with-public-access': good(0),
    'cross-origin-resource-sharing-implemented-with-restricted-access': good(0),
    'cross-origin-resource-sharing-implemented-with-universal-access': bad(-50),
  },
  resultOf({ cors }) {
    const allowed = cors?.field('access-control-allow-origin');
    if (cors === null || !allowed) return 'cross-origin-resource-sharing-not-implemented';
    if (allowed.slice(0, 256).trim() === '*') {
      return 'cross-origin-resource-sharing-implemented-with-public-access';
    }
    const credentials = cors.field('access-control-allow-credentials')?.trim().toLowerCase();
    return allowed === cors.origin && credentials === 'true'
      ? 'cross-origin-resource-sharing-implemented-with-universal-access'
      : 'cross-origin-resource-sharing-implemented-with-restricted-access';
  },
});
