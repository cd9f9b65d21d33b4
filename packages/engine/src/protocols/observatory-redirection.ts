import { bad, defineTest, good } from './observatory-test.ts';

export const redirection = defineTest({
  name: 'redirection',
  outcomes: {
    'redirection-to-https': good(0),
    'redirection-not-needed-no-http': good(0),
    'redirection-all-redirects-preloaded': good(0),
    'redirection-off-host-from-http': bad(-5),
    'redirection-not-to-https-on-initial-redirection': bad(-10),
    'redirection-not-to-https': bad(-20),
    'redirection-missing': bad(-20),
    'redirection-invalid-cert': bad(-20),
  },
  resultOf({ http, isPreloaded }) {
    if (http === null) return 'redirection-not-needed-no-http';
    if (!http.verified) return 'redirection-invalid-cert';
    const route = http.route.map(({ url }) => url);
    if (route.every(({ hostname }) => isPreloaded(hostname))) return 'redirection-all-redirects-preloaded';
    const [first, second] = route;
    if (second === undefined) return 'redirection-missing';
    if (route.at(-1)?.protocol !== 'https:') return 'redirection-not-to-https';
    if (second.protocol === 'http:') return 'redirection-not-to-https-on-initial-redirection';
    if (first?.protocol === 'http:' && first.hostname !== second.hostname) {
      return 'redirection-off-host-from-http';
    }
    return 'redirection-to-https';
  },
});
