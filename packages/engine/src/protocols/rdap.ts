import { z } from 'zod';
import { normaliseName } from './domain-name.ts';
import { isoUtc } from './iso-date.ts';
import { parseJCard } from './jcard.ts';
import { mailtoUri } from './mailto.ts';
import { rdapStatus } from './rdap-status.ts';
import { isWithheld, type Registration } from './registration.ts';

const MAX_LISTED = 200;
const MAX_TEXT = 300;

/** Registries differ in the details: what is not of its form is left out, and the rest is read. */
function listOf<T>(item: z.ZodType<T>) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((values) =>
      values.slice(0, MAX_LISTED).flatMap((value) => {
        const parsed = item.safeParse(value);
        return parsed.success ? [parsed.data] : [];
      }),
    );
}

const text = z.string().transform((value) => value.trim().slice(0, MAX_TEXT));
const optionalText = text.optional().catch(undefined);

// Two levels are enough: the abuse contact lies within the registrar (RFC 9083 section 5.1).
const innerEntity = z.object({
  handle: optionalText,
  roles: listOf(text),
  vcardArray: z.unknown().optional(),
});
const entity = innerEntity.extend({ entities: listOf(innerEntity) });

const redaction = z.object({
  name: z.object({ type: optionalText, description: optionalText }).catch({ type: '', description: '' }),
  prePath: optionalText,
  postPath: optionalText,
  replacementPath: optionalText,
});

/** What is told in place of an object (RFC 9083 section 6); some do so with the status 200. */
export const rdapErrorSchema = z.object({
  errorCode: z.union([z.int(), z.stringFormat('code', /^\d{3}$/).transform(Number)]),
  title: optionalText,
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
  remarks: listOf(z.object({ type: text })),
  notices: listOf(z.object({ type: text })),
});
export type RdapDomain = z.infer<typeof rdapDomainSchema>;
type RdapEntity = RdapDomain['entities'][number];

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

function abuseDesk(entities: readonly RdapEntity[], registrar: RdapEntity | undefined): string[] {
  const within = (registrar?.entities ?? []).filter((each) => hasRole(each, 'abuse'));
  const desks = within.length > 0 ? within : entities.filter((each) => hasRole(each, 'abuse'));
  return unique(desks.flatMap((each) => mailUris(each.vcardArray)));
}

function publishedRegistrant(domain: RdapDomain): Registration['registrant'] | undefined {
  const registrant = domain.entities.find((each) => hasRole(each, 'registrant'));
  if (registrant === undefined || isRedacted(domain, 'organization', 'org')) return undefined;
  const {
    kind,
    name,
    organization = kind === 'org' ? name : undefined,
    contactUris,
  } = parseJCard(registrant.vcardArray);
  // From before RFC 9537, and still met: the field is there, with a text that says that it is not.
  if (organization === undefined || isWithheld(organization)) return undefined;
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

function mailUris(vcard: unknown): string[] {
  return parseJCard(vcard).emails.map((email) => mailtoUri(email) ?? '');
}

function hasRole(each: { roles: readonly string[] }, role: string): boolean {
  return each.roles.some((one) => one.toLowerCase() === role);
}

/** Each non-empty text once, in order of the alphabet. */
function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((each) => each !== '').sort();
}

function present<K extends keyof Registration>(
  key: K,
  value: Registration[K] | undefined,
): Partial<Registration> {
  return value === undefined || value === '' ? {} : { [key]: value };
}
