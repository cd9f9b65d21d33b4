import { z } from 'zod';
import { normaliseName } from './domain-name.ts';
import { isoUtc } from './iso-date.ts';
import { parseJCard } from './jcard.ts';
import {
  abuseDesk,
  entity,
  hasRole,
  listOf,
  mailUris,
  optionalText,
  organizationOf,
  type RdapEntity,
  text,
  unique,
} from './rdap-object.ts';
import { rdapStatus } from './rdap-status.ts';
import type { Registration } from './registration.ts';

const redaction = z.object({
  name: z.object({ type: optionalText, description: optionalText }).catch({ type: '', description: '' }),
  prePath: optionalText,
  postPath: optionalText,
  replacementPath: optionalText,
});

/** A domain object (RFC 9083 section 5.3); errors and other objects are refused. */
export const rdapDomainSchema = z.object({
  objectClassName: z.literal('domain'),
  ldhName: optionalText,
  unicodeName: optionalText,
  status: listOf(text),
  events: listOf(z.object({ eventAction: text, eventDate: text })),
  entities: listOf(entity),
  nameservers: listOf(z.object({ ldhName: optionalText, unicodeName: optionalText })),
  secureDNS: z
    .object({
      delegationSigned: z.boolean().optional().catch(undefined),
      dsData: z.array(z.unknown()).optional().catch(undefined),
      keyData: z.array(z.unknown()).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  redacted: listOf(redaction),
  links: listOf(z.object({ rel: text, href: text, type: optionalText })),
  remarks: listOf(z.object({ type: text })),
  notices: listOf(z.object({ type: text })),
});
export type RdapDomain = z.infer<typeof rdapDomainSchema>;

export function registration(domain: RdapDomain): Registration {
  const registrar = domain.entities.find((each) => hasRole(each, 'registrar'));
  const signed = isSigned(domain.secureDNS);
  const statuses = unique(domain.status.map(rdapStatus));
  const nameServers = unique(domain.nameservers.map((server) => nameOf(server) ?? ''));
  const registrant = publishedRegistrant(domain);
  return {
    ...present('name', nameOf(domain)),
    ...present('registrar', registrar && registrarName(registrar)),
    ...present('createdAt', eventDates(domain, 'registration').at(0)),
    ...present('updatedAt', eventDates(domain, 'last changed').at(-1)),
    ...present('expiresAt', eventDates(domain, 'expiration').at(-1)),
    ...present('statuses', statuses.length === 0 ? undefined : statuses),
    ...present('nameServers', nameServers.length === 0 ? undefined : nameServers),
    ...present('dnssecSigned', signed),
    abuse: abuseDesk(domain.entities, registrar),
    ...present('registrant', registrant),
  };
}

/** Is a part of the object missing that would be there at another time? (RFC 9083 section 10.2.1) */
export function isCut({ remarks, notices }: RdapDomain): boolean {
  const causes = /^object truncated due to (?:excessive load|load|unexplainable reasons?)$/i;
  return [...remarks, ...notices].some(({ type }) => causes.test(type));
}

/**
 * Where the registrar tells more of the same domain: a link of the relation `related` to another RDAP service, over
 * https. What a registry that keeps no holders is to give.
 */
export function registrarUrl({ links }: RdapDomain, askedUrl: string): string | undefined {
  const isOther = (url: URL | null) =>
    url?.protocol === 'https:' &&
    url.host !== URL.parse(askedUrl)?.host &&
    /\/domain\/[^/]+$/i.test(url.pathname);
  return links
    .filter(
      ({ rel, type }) => rel.toLowerCase() === 'related' && /^application\/rdap\+json\b/i.test(type ?? ''),
    )
    .map(({ href }) => URL.parse(href))
    .find(isOther)?.href;
}

/** RFC 9083 section 5.3: the name in letters, digits and hyphens; the other one may be all that there is. */
function nameOf({
  ldhName,
  unicodeName,
}: {
  ldhName?: string | undefined;
  unicodeName?: string | undefined;
}) {
  return normaliseName(ldhName ?? '') ?? normaliseName(unicodeName ?? '') ?? undefined;
}

/** Earliest first. */
function eventDates(domain: RdapDomain, action: string): string[] {
  const events = domain.events.filter((event) => event.eventAction.toLowerCase() === action);
  return unique(events.map((event) => isoUtc(event.eventDate) ?? ''));
}

/** undefined when it is not told, or told in two ways. */
function isSigned(secureDns: RdapDomain['secureDNS']): boolean | undefined {
  const { delegationSigned, dsData, keyData } = secureDns ?? {};
  const lists = [dsData, keyData].filter((list) => list !== undefined);
  const listed = lists.length === 0 ? undefined : lists.some((list) => list.length > 0);
  if (delegationSigned === false && listed === true) return undefined;
  return delegationSigned ?? listed;
}

function registrarName(registrar: RdapEntity): string | undefined {
  const card = parseJCard(registrar.vcardArray);
  return card.name ?? card.organization ?? registrar.handle;
}

function publishedRegistrant(domain: RdapDomain): Registration['registrant'] | undefined {
  const registrant = domain.entities.find((each) => hasRole(each, 'registrant'));
  if (registrant === undefined || isRedacted(domain, 'organization', 'org')) return undefined;
  const organization = organizationOf(registrant);
  if (organization === undefined) return undefined;
  const { contactUris } = parseJCard(registrant.vcardArray);
  const forms = contactUris.filter((uri) => uri.startsWith('https://') && URL.canParse(uri));
  const mails = isRedacted(domain, 'email', 'email') ? [] : mailUris(registrant.vcardArray);
  return { organization, uris: unique([...mails, ...forms]) };
}

/**
 * RFC 9537 section 4: what is redacted of the registrant is told by its registered name, or by its JSONPath. By either
 * it may be there still: emptied, cut, or replaced.
 */
function isRedacted(domain: RdapDomain, field: 'organization' | 'email', property: 'org' | 'email'): boolean {
  return domain.redacted.some(({ name, prePath, postPath, replacementPath }) => {
    const told = (name.type ?? name.description ?? '')
      .toLowerCase()
      .replaceAll('organisation', 'organization');
    if (told.includes(`registrant ${field}`)) return true;
    const paths = [prePath, postPath, replacementPath].filter((path) => path !== undefined);
    return paths.some((path) => isRegistrantPath(path, domain) && namesProperty(path, property));
  });
}

function isRegistrantPath(path: string, domain: RdapDomain): boolean {
  const [, index] = /^\$\.entities\[(\d{1,3})\]/.exec(path) ?? [];
  const entityAt = index === undefined ? undefined : domain.entities[Number(index)];
  return entityAt === undefined ? /registrant/i.test(path) : hasRole(entityAt, 'registrant');
}

/** The property itself, or the card or the entity that it is in. */
function namesProperty(path: string, property: string): boolean {
  if (/^\$\.entities\[(?:\d+|\?\((?:(?!\)\]).)*\))\]$/.test(path)) return true;
  return (
    path.includes(`'${property}'`) ||
    path.includes(`"${property}"`) ||
    /vcardArray['"]?\]?(?:\[1\])?$/.test(path)
  );
}

function present<K extends keyof Registration>(
  key: K,
  value: Registration[K] | undefined,
): Partial<Registration> {
  return value === undefined || value === '' ? {} : { [key]: value };
}
