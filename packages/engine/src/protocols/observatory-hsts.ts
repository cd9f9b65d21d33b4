import { bad, defineTest, good } from './observatory-test.ts';

/** 180 days: what the documentation calls six months is 15,768,000, but the algorithm is lenient. */
const SIX_MONTHS = 15_552_000;

export const strictTransportSecurity = defineTest({
  name: 'strict-transport-security',
  outcomes: {
    'hsts-preloaded': good(5),
    'hsts-implemented-max-age-at-least-six-months': good(0),
    'hsts-implemented-max-age-less-than-six-months': bad(-10),
    'hsts-not-implemented': bad(-20),
    'hsts-header-invalid': bad(-20),
    'hsts-not-implemented-no-https': bad(-20),
    'hsts-invalid-cert': bad(-20),
  },
  resultOf({ host, https, isPreloaded }) {
    if (https === null) return 'hsts-not-implemented-no-https';
    if (isPreloaded(host)) return 'hsts-preloaded';
    if (!https.verified) return 'hsts-invalid-cert';
    const value = https.field('strict-transport-security')?.slice(0, 1024).toLowerCase();
    if (value === undefined) return 'hsts-not-implemented';
    const directive = value
      .split(';')
      .map((each) => each.trim())
      .findLast((each) => each.startsWith('max-age='));
    if (value.includes(',') || directive === undefined) return 'hsts-header-invalid';
    // A value that is no number is not "less than" either, so the algorithm lets it pass.
    return Number.parseInt(directive.slice(8, 128), 10) < SIX_MONTHS
      ? 'hsts-implemented-max-age-less-than-six-months'
      : 'hsts-implemented-max-age-at-least-six-months';
  },
});
