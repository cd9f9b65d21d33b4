import { bad, defineTest, good } from './observatory-test.ts';
import { parseReferrerPolicy, SAFE_REFERRER_POLICIES } from './referrer-policy.ts';

export const referrerPolicy = defineTest({
  name: 'referrer-policy',
  outcomes: {
    'referrer-policy-private': good(5),
    'referrer-policy-not-implemented': good(0),
    'referrer-policy-unsafe': bad(-5),
    'referrer-policy-header-invalid': bad(-5),
  },
  resultOf({ page, metaReferrer }) {
    const values = [page.field('referrer-policy'), metaReferrer].filter((value) => value !== null);
    if (values.length === 0) return 'referrer-policy-not-implemented';
    const policy = parseReferrerPolicy(values);
    if (policy === null) return 'referrer-policy-header-invalid';
    return SAFE_REFERRER_POLICIES.includes(policy) ? 'referrer-policy-private' : 'referrer-policy-unsafe';
  },
});
