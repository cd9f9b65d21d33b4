import { addressVersion } from '../protocols/ip-address.ts';
import { rdapBaseOfAddress, rdapBootstrapSchema } from '../protocols/rdap-bootstrap.ts';
import { networkAllocation, prefixOf, rdapNetworkSchema } from '../protocols/rdap-network.ts';
import { abuseContacts } from '../protocols/registration-entities.ts';
import { queryBootstrap, queryRdap } from '../rdap-query.ts';
import { defineSource, SourceError } from '../source.ts';

/** What is larger stands for "not ours" in the databases of the registries, and is nobody's network. */
const SHORTEST = { 4: 8, 6: 16 };

export const rdapIp = defineSource({
  id: 'rdap-ip',
  title: 'RDAP of address registries',
  homepage: 'https://about.rdap.org/',
  requestsPerMinute: 240,
  accepts: 'IPAddress',
  questions: 20,
  yields: ['Netblock', 'ContactRecord'],
  async *query({ name }, { http }) {
    const version = addressVersion(name) ?? 4;
    const bootstrap = await queryBootstrap(http, `ipv${version}`, rdapBootstrapSchema);
    const base = rdapBaseOfAddress(bootstrap, name);
    // Nobody is registered as the one to tell of it, so that nobody has it.
    if (base === null) return;
    const url = `${base}ip/${name}`;
    const network = await queryRdap(http, url, rdapNetworkSchema);
    if (network === null) return;
    const { prefixes, organization, country, abuse } = networkAllocation(network);
    const prefix = prefixOf(prefixes, name);
    if (prefix === undefined) throw new SourceError('failed', 'the registry answered about another network');
    if (Number(prefix.split('/')[1]) < SHORTEST[version]) return;
    yield {
      kind: 'Netblock',
      name: prefix,
      attributes: {
        ...(country !== undefined && { country }),
        ...(organization !== undefined && { registrant: organization }),
      },
    };
    yield* abuseContacts(abuse, organization, url);
  },
});
