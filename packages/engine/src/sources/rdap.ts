import { z } from 'zod';
import { isCut, rdapDomainSchema, rdapErrorSchema, registration } from '../protocols/rdap.ts';
import { rdapBase, rdapBootstrapSchema } from '../protocols/rdap-bootstrap.ts';
import { domainRecord, registrationContacts } from '../protocols/registration-entities.ts';
import { defineSource, SourceError } from '../source.ts';

/** Which RDAP service answers for which top-level domain (RFC 9224 section 4). */
export const RDAP_BOOTSTRAP = 'https://data.iana.org/rdap/dns.json';
const MAX_BYTES = 1024 * 1024;
const answerSchema = z.union([rdapErrorSchema, rdapDomainSchema]);

export const rdap = defineSource({
  id: 'rdap',
  title: 'RDAP of the registry',
  homepage: 'https://about.rdap.org/',
  requestsPerMinute: 60,
  yields: ['DomainRecord', 'ContactRecord'],
  async *query({ registrable }, { http, incomplete }) {
    const bootstrap = await http.json(RDAP_BOOTSTRAP, rdapBootstrapSchema, { maxBytes: MAX_BYTES });
    if (bootstrap === null)
      throw new SourceError('failed', 'IANA answered 404 for its list of RDAP services');
    const base = rdapBase(bootstrap, registrable);
    if (base === null) throw new SourceError('skipped', `no RDAP service is registered for ${registrable}`);
    const url = `${base}domain/${registrable}`;
    const headers = { accept: 'application/rdap+json' };
    const answer = await http.json(url, answerSchema, { headers, maxBytes: MAX_BYTES });
    // RFC 7480 section 5.3: the registry has nothing to tell of the name.
    if (answer === null) return;
    if ('errorCode' in answer) {
      const { errorCode, title = '' } = answer;
      if (errorCode === 404) return;
      const outcome = errorCode === 429 ? 'limited' : 'failed';
      throw new SourceError(outcome, `the registry answered with error ${errorCode} ${title}`);
    }
    const facts = registration(answer);
    if (facts.name !== undefined && facts.name !== registrable) {
      throw new SourceError('failed', 'the registry answered about another domain');
    }
    if (isCut(answer)) incomplete('the registry left out a part of it');
    yield domainRecord(registrable, facts);
    yield* registrationContacts(facts, url);
  },
});
