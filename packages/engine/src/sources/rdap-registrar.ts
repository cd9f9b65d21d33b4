import { rdapDomainSchema, registrarUrl, registration } from '../protocols/rdap.ts';
import { rdapBase, rdapBootstrapSchema } from '../protocols/rdap-bootstrap.ts';
import { domainRecord, registrationContacts } from '../protocols/registration-entities.ts';
import { queryBootstrap, queryRdap } from '../rdap-query.ts';
import { defineSource, SourceError } from '../source.ts';

/** A source of its own: where a registrar does not answer, what the registry told stands. */
export const rdapRegistrar = defineSource({
  id: 'rdap-registrar',
  title: 'RDAP of the registrar',
  homepage: 'https://about.rdap.org/',
  requestsPerMinute: 60,
  yields: ['DomainRecord', 'ContactRecord'],
  async *query({ registrable }, { http }) {
    const bootstrap = await queryBootstrap(http, 'dns', rdapBootstrapSchema);
    const base = rdapBase(bootstrap, registrable);
    if (base === null) throw new SourceError('skipped', `no RDAP service is registered for ${registrable}`);
    const registryUrl = `${base}domain/${registrable}`;
    const known = await queryRdap(http, registryUrl, rdapDomainSchema);
    const url = known === null ? undefined : registrarUrl(known, registryUrl);
    if (url === undefined) return;
    const answer = await queryRdap(http, url, rdapDomainSchema);
    if (answer === null) return;
    const { name, registrant, registrar, abuse } = registration(answer);
    if (name !== registrable) throw new SourceError('failed', 'the registrar answered about another domain');
    const told = { abuse, ...(registrant && { registrant }) };
    // Dates, statuses and name servers are the registry's to tell.
    if (registrant !== undefined) yield domainRecord(registrable, told);
    yield* registrationContacts({ ...told, ...(registrar !== undefined && { registrar }) }, url);
  },
});
