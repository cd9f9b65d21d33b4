import type { Entity } from '@cyborux/contract';
import type { Registration } from './registration.ts';

const MAX_CONTACTS = 20;

export function domainRecord(name: string, facts: Registration): Entity {
  const { registrar, registrant, createdAt, updatedAt, expiresAt, statuses, nameServers, dnssecSigned } =
    facts;
  return {
    kind: 'DomainRecord',
    name,
    attributes: {
      ...(registrar !== undefined && { registrar }),
      ...(registrant !== undefined && { registrant: registrant.organization }),
      ...(createdAt !== undefined && { created_at: createdAt }),
      ...(updatedAt !== undefined && { updated_at: updatedAt }),
      ...(expiresAt !== undefined && { expires_at: expiresAt }),
      ...(statuses !== undefined && { statuses: [...statuses] }),
      ...(nameServers !== undefined && { name_servers: [...nameServers] }),
      ...(dnssecSigned !== undefined && { dnssec_signed: dnssecSigned }),
    },
  };
}

/** Whom to turn to, each told with the URL that publishes it. */
export function* registrationContacts(
  { abuse, registrant, registrar }: Registration,
  url: string,
): Iterable<Entity> {
  yield* abuseContacts(abuse, registrar, url);
  if (registrant === undefined) return;
  // An organization without an address of its own is still to be looked up where it is published.
  const places = url.startsWith('https:') ? [url] : [];
  const uris = registrant.uris.length > 0 ? registrant.uris : places;
  for (const uri of uris.slice(0, MAX_CONTACTS))
    yield contact(uri, 'registrant', registrant.organization, url);
}

/** The desk that takes reports of abuse. */
export function* abuseContacts(
  uris: readonly string[],
  organization: string | undefined,
  url: string,
): Iterable<Entity> {
  for (const uri of uris.slice(0, MAX_CONTACTS)) yield contact(uri, 'abuse', organization, url);
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
