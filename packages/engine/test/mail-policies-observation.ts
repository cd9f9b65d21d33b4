import type { MailPoliciesObservation } from '../src/probes/mail-policies.ts';
import type { DnsAnswer } from '../src/protocols/dns-answer.ts';
import type { SpfAnswers } from '../src/protocols/spf-tree.ts';
import { gone, present } from './dns-observation.ts';

/** A key in order, of 2048 bits. */
export const DKIM_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu8Qf9VRgIhTwTqGRcD3vTVxuymoLuBMyq+aDm6PLtiNjmijHZ0cNCWRvBuWVuVrtvAbZNZJveSqLg/NGAFiv/nWCxkbXb9JQ1PXOtEjik7ydYylinCLU/VhA/L0CQjZFTVIQxH5CN0kwn4WtGJWgDgoRvYJNdNqUWceGM3KsiwmYoMa2bABJKJkr9D33XFO6sIqMYgTKFjvJPUa951X6eBqHSNkJdXrbiwKLvKL2pK4CjxE6UQDz0yBnVfFd4t3du2VbMa6Bh1yLssqh4+P6NpQm06dD8eOha4+3n4wVtSsxP0OWYt7XdiKbc6L6bWFfkpHZCB3A8fYqsN0t/ph8cwIDAQAB';

type Changed = Partial<Omit<MailPoliciesObservation, 'spf' | 'dmarc' | 'dkim'>> & {
  /** TXT answers by name. */
  spf?: Record<string, DnsAnswer<string>>;
  addresses?: Record<string, DnsAnswer<string>>;
  dmarc?: Record<string, DnsAnswer<string>>;
  unmade?: DnsAnswer<string>;
  keys?: Record<string, DnsAnswer<string>>;
};

/** What mail-policies sees of a target with one exchanger, a key, and policies in order. */
export function mailSeen(changed: Changed = {}): MailPoliciesObservation {
  const { spf, addresses, dmarc, unmade = gone, keys, ...rest } = changed;
  const lookups = (answers: Record<string, DnsAnswer<string>>) =>
    Object.entries(answers).map(([name, answer]) => ({ name, answer }));
  const MX = present({ preference: 10, exchange: 'mx.acme.test' });
  const tree: SpfAnswers = {
    TXT: lookups({ 'acme.test': present('v=spf1 mx -all'), ...spf }),
    MX: [{ name: 'acme.test', answer: MX }],
    A: lookups({ 'mx.acme.test': present('192.0.2.25'), ...addresses }),
    AAAA: lookups({ 'mx.acme.test': { state: 'absent', reason: 'nodata' }, ...addresses }),
  };
  const walk = {
    '_dmarc.acme.test': present('v=DMARC1; p=reject; rua=mailto:dmarc@acme.test'),
    '_dmarc.test': gone,
    ...dmarc,
  };
  const selectors = Object.entries(keys ?? { s1: present(`v=DKIM1; k=rsa; p=${DKIM_KEY}`) });
  return {
    name: 'acme.test',
    MX,
    spf: tree,
    dmarc: lookups(walk),
    reports: [{ host: 'acme.test', relation: 'internal', consent: null }],
    dkim: { unmade, asked: 30, selectors: selectors.map(([selector, answer]) => ({ selector, answer })) },
    bimi: { lookups: [{ name: 'default._bimi.acme.test', answer: gone }], logo: null, evidence: null },
    ...rest,
  };
}
