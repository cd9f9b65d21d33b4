import { isCut, rdapDomainSchema, registration } from '../protocols/rdap.ts';
import { rdapBase, rdapBootstrapSchema } from '../protocols/rdap-bootstrap.ts';
import { domainRecord, registrationContacts } from '../protocols/registration-entities.ts';
import { queryBootstrap, queryRdap } from '../rdap-query.ts';
import { defineSource, SourceError } from '../source.ts';

export const rdap = defineSource({
  id: 'rdap',
  title: 'RDAP of the registry',
  homepage: 'https://about.rdap.org/',
  requestsPerMinute: 60,
  yields: ['DomainRecord', 'ContactRecord'],
  async *query({ registrable }, { http, incomplete }) {
    const bootstrap = await queryBootstrap(http, 'dns', rdapBootstrapSchema);
    const base = rdapBase(bootstrap, registrable);
    if (base === null) throw new SourceError('skipped', `no RDAP service is registered for ${registrable}`);
    const url = `${base}domain/${registrable}`;
    const answer = await queryRdap(http, url, rdapDomainSchema);
    if (answer === null) return;
    const facts = registration(answer);
    if (facts.name !== undefined && facts.name !== registrable) {
      throw new SourceError('failed', 'the registry answered about another domain');
    }
    if (isCut(answer)) incomplete('the registry left out a part of it');
    yield domainRecord(registrable, facts);
    yield* registrationContacts(facts, url);
  },
});
