import { rdapDomainSchema, registration } from '../protocols/rdap.ts';
import { rdapBase, rdapBootstrapSchema } from '../protocols/rdap-bootstrap.ts';
import { domainRecord, registrationContacts } from '../protocols/registration-entities.ts';
import { defineSource, SourceError } from '../source.ts';

/** Which RDAP service answers for which top-level domain (RFC 9224 section 4). */
export const RDAP_BOOTSTRAP = 'https://data.iana.org/rdap/dns.json';
const MAX_BYTES = 1024 * 1024;

export const rdap = defineSource({
  id: 'rdap',
  title: 'RDAP of the registry',
  homepage: 'https://about.rdap.org/',
  requestsPerMinute: 60,
  yields: ['DomainRecord', 'ContactRecord'],
  async *query({ registrable }, { http }) {
    const bootstrap = await http.json(RDAP_BOOTSTRAP, rdapBootstrapSchema, { maxBytes: MAX_BYTES });
    if (bootstrap === null)
      throw new SourceError('failed', 'IANA answered 404 for its list of RDAP services');
    const base = rdapBase(bootstrap, registrable);
    if (base === null) throw new SourceError('skipped', `no RDAP service is registered for ${registrable}`);
    const url = `${base}domain/${registrable}`;
    const headers = { accept: 'application/rdap+json' };
    const answer = await http.json(url, rdapDomainSchema, { headers, maxBytes: MAX_BYTES });
    // RFC 7480 section 5.3: the registry has nothing to tell of the name.
    if (answer === null) return;
    const facts = registration(answer);
    if (facts.name !== undefined && facts.name !== registrable) {
      throw new SourceError('failed', 'the registry answered about another domain');
    }
    yield domainRecord(registrable, facts);
    yield* registrationContacts(facts, url);
  },
});
