import { rdapBaseOfSystem, rdapBootstrapSchema } from '../protocols/rdap-bootstrap.ts';
import { rdapSystemSchema, systemAllocation } from '../protocols/rdap-network.ts';
import { abuseContacts } from '../protocols/registration-entities.ts';
import { queryBootstrap, queryRdap } from '../rdap-query.ts';
import { defineSource, SourceError } from '../source.ts';

export const rdapAutnum = defineSource({
  id: 'rdap-autnum',
  title: 'RDAP of registries of autonomous systems',
  homepage: 'https://about.rdap.org/',
  requestsPerMinute: 240,
  accepts: 'AutonomousSystem',
  questions: 10,
  yields: ['AutonomousSystem', 'ContactRecord'],
  async *query({ name }, { http }) {
    const asn = Number(name.slice('AS'.length));
    const bootstrap = await queryBootstrap(http, 'asn', rdapBootstrapSchema);
    const base = rdapBaseOfSystem(bootstrap, asn);
    if (base === null) return;
    const url = `${base}autnum/${asn}`;
    const system = await queryRdap(http, url, rdapSystemSchema);
    if (system === null) return;
    const told = systemAllocation(system, asn);
    if (told === null) throw new SourceError('failed', 'the registry answered about another system');
    const { organization, abuse } = told;
    yield {
      kind: 'AutonomousSystem',
      name,
      attributes: organization === undefined ? {} : { registrant: organization },
    };
    yield* abuseContacts(abuse, organization, url);
  },
});
