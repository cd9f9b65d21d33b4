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

/** A domain object (RFC 9083 section 5.3); errors and other objects are refused. */
export const rdapDomainSchema = z.object({
  objectClassName: z.literal('domain'),
  ldhName: optionalText,
  status: listOf(text),
  events: listOf(z.object({ eventAction: text, eventDate: text })),
  entities: listOf(entity),
  nameservers: listOf(z.object({ ldhName: text })),
  secureDNS: z
    .object({
      delegationSigned: z.boolean().optional().catch(undefined),
      dsData: z.array(z.unknown()).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  redacted: listOf(redaction),
});
export type RdapDomain = z.infer<typeof rdapDomainSchema>;
type RdapEntity = RdapDomain['entities'][number];

export function registration(domain: RdapDomain): Registration {
  const registrar = domain.entities.find((each) => hasRole(each, 'registrar'));
  const signed = isSigned(domain.secureDNS);
  const statuses = unique(domain.status.map(rdapStatus));
  const nameServers = unique(domain.nameservers.map((server) => normaliseName(server.ldhName) ?? ''));
  const registrant = publishedRegistrant(domain);
  return {
    ...present('name', normaliseName(domain.ldhName ?? '') ?? undefined),
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

/** Earliest first. */
function eventDates(domain: RdapDomain, action: string): string[] {
  const events = domain.events.filter((event) => event.eventAction.toLowerCase() === action);
  return unique(events.map((event) => isoUtc(event.eventDate) ?? ''));
}

function isSigned(secureDns: RdapDomain['secureDNS']): boolean | undefined {
  if (secureDns?.delegationSigned !== undefined) return secureDns.delegationSigned;
  return secureDns?.dsData === undefined ? undefined : secureDns.dsData.length > 0;
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
  if (registrant === undefined || isOrganizationRedacted(domain)) return undefined;
  const { organization, contactUris } = parseJCard(registrant.vcardArray);
  // From before RFC 9537, and still met: the field is there, with a text that says that it is not.
  if (organization === undefined || isWithheld(organization)) return undefined;
  const forms = contactUris.filter((uri) => uri.startsWith('https://') && URL.canParse(uri));
  return { organization, uris: unique([...mailUris(registrant.vcardArray), ...forms]) };
}

/** RFC 9537 section 4: the redacted field is told by its registered name, or by its JSONPath. */
function isOrganizationRedacted(domain: RdapDomain): boolean {
  return domain.redacted.some(({ name, prePath, postPath, replacementPath }) => {
    if (/\bregistrant organi[sz]ation\b/i.test(name.type ?? name.description ?? '')) return true;
    const paths = [prePath, postPath, replacementPath].filter((path) => path !== undefined);
    return paths.some((path) => /registrant/i.test(path) && /['"]org['"]/.test(path));
  });
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
