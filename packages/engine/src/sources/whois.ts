import type { Entity } from '@cyborux/contract';
import { rdapBase, rdapBootstrapSchema } from '../protocols/rdap-bootstrap.ts';
import type { Registration } from '../protocols/registration.ts';
import { domainRecord, registrationContacts } from '../protocols/registration-entities.ts';
import { parseWhois, type WhoisAnswer } from '../protocols/whois.ts';
import { queryBootstrap } from '../rdap-query.ts';
import { defineSource, SourceError } from '../source.ts';

const IANA = 'whois.iana.org';
/** The registry, a registry behind it, the registrar. */
const MAX_SERVERS = 3;
/** Servers that want more than the name: DENIC tells of a domain only when asked for one, JPRS in English. */
const LINES: Readonly<Record<string, (name: string) => string>> = {
  'whois.denic.de': (name) => `-T dn,ace ${name}`,
  'whois.jprs.jp': (name) => `${name}/e`,
};

export const whois = defineSource({
  id: 'whois',
  title: 'WHOIS of the registry',
  homepage: 'https://www.iana.org/whois',
  requestsPerMinute: 20,
  yields: ['DomainRecord', 'ContactRecord'],
  async *query({ registrable }, { http, whois: ask, personal, incomplete }) {
    const bootstrap = await queryBootstrap(http, 'dns', rdapBootstrapSchema);
    if (rdapBase(bootstrap, registrable) !== null)
      throw new SourceError('skipped', 'the registry answers over RDAP');
    const suffix = registrable.slice(registrable.lastIndexOf('.') + 1);
    const asked = new Set([IANA]);
    let server = parseWhois(await ask(IANA, suffix)).referral;
    if (server === undefined) throw new SourceError('skipped', `no WHOIS server is registered for ${suffix}`);
    let registered: Registration | null = null;
    while (server !== undefined && !asked.has(server) && asked.size <= MAX_SERVERS) {
      asked.add(server);
      const line = LINES[server]?.(registrable) ?? registrable;
      const answer = parseWhois(await ask(server, line), registrable);
      for (const each of answer.problems) incomplete(`${server}, line ${each.line}: ${each.problem}`);
      if (answer.state === 'registered') {
        registered = joined(registered, published(answer, personal));
        yield* entitiesOf(registrable, registered, server);
      } else if (registered !== null) {
        incomplete(`${server} does not tell of it (${answer.reason})`);
      } else if (answer.state === 'absent' || answer.referral === undefined) {
        if (answer.state === 'absent') return;
        throw new SourceError(outcomeOf(answer), `${server} does not tell of it (${answer.reason})`);
      }
      server = answer.referral;
    }
    if (registered === null) throw new SourceError('failed', 'WHOIS servers refer to each other in a circle');
  },
});

/** Without a holder that may be a person, where the data of persons is not to be told. */
function published(
  { registration, holderIsNamed }: Extract<WhoisAnswer, { state: 'registered' }>,
  personal: boolean,
): Registration {
  if (personal || holderIsNamed !== true) return registration;
  const { registrant: _, ...rest } = registration;
  return rest;
}

/** The registry is the authority; the registrar knows more of the holder. */
function joined(registry: Registration | null, further: Registration): Registration {
  if (registry === null) return further;
  return { ...further, ...registry, abuse: [...new Set([...registry.abuse, ...further.abuse])] };
}

function* entitiesOf(name: string, registration: Registration, server: string): Iterable<Entity> {
  yield domainRecord(name, registration);
  yield* registrationContacts(registration, `whois://${server}/${name}`);
}

function outcomeOf({ reason }: Extract<WhoisAnswer, { state: 'unknown' }>): 'limited' | 'failed' {
  return reason === 'limited' ? 'limited' : 'failed';
}
