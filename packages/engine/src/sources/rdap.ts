import type { Entity } from '@cyborux/contract';
import { rdapDomainSchema, registration } from '../protocols/rdap.ts';
import { rdapBase, rdapBootstrapSchema } from '../protocols/rdap-bootstrap.ts';
import type { Registration } from '../protocols/registration.ts';
import { defineSource, SourceError } from '../source.ts';

const BOOTSTRAP = 'https://data.iana.org/rdap/dns.json';
const MAX_BYTES = 1024 * 1024;
const MAX_CONTACTS = 20;

export const rdap = defineSource({
  id: 'rdap',
  title: 'RDAP of the registry',
  homepage: 'https://about.rdap.org/',
  requestsPerMinute: 60,
  yields: ['DomainRecord', 'ContactRecord'],
  async *query({ registrable }, { http }) {
    const bootstrap = await http.json(BOOTSTRAP, rdapBootstrapSchema, { maxBytes: MAX_BYTES });
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
    yield* contacts(facts, url);
  },
});

function domainRecord(name: string, facts: Registration): Entity {
  const { registrar, createdAt, updatedAt, expiresAt, statuses, nameServers, dnssecSigned } = facts;
  return {
    kind: 'DomainRecord',
    name,
    attributes: {
      ...(registrar !== undefined && { registrar }),
      ...(createdAt !== undefined && { created_at: createdAt }),
      ...(updatedAt !== undefined && { updated_at: updatedAt }),
      ...(expiresAt !== undefined && { expires_at: expiresAt }),
      ...(statuses !== undefined && { statuses: [...statuses] }),
      ...(nameServers !== undefined && { name_servers: [...nameServers] }),
      ...(dnssecSigned !== undefined && { dnssec_signed: dnssecSigned }),
    },
  };
}

function* contacts({ abuse, registrant, registrar }: Registration, url: string): Iterable<Entity> {
  for (const uri of abuse.slice(0, MAX_CONTACTS)) yield contact(uri, 'abuse', registrar, url);
  if (registrant === undefined) return;
  // An organization without an address of its own is still to be looked up where it is published.
  const uris = registrant.uris.length > 0 ? registrant.uris : [url];
  for (const uri of uris.slice(0, MAX_CONTACTS))
    yield contact(uri, 'registrant', registrant.organization, url);
}

function contact(uri: string, role: string, organization: string | undefined, url: string): Entity {
  return {
    kind: 'ContactRecord',
    name: uri,
    attributes: {
      contact_type: uri.startsWith('mailto:') ? 'email' : 'url',
      role,
      published_in: url,
      ...(organization !== undefined && { organization }),
    },
  };
}
