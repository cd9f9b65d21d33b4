import { z } from 'zod';
import { parseJCard } from './jcard.ts';
import { mailtoUri } from './mailto.ts';
import { isWithheld } from './registration.ts';

const MAX_LISTED = 200;
const MAX_TEXT = 300;

/** Registries differ in the details: what is not of its form is left out, and the rest is read. */
export function listOf<T>(item: z.ZodType<T>) {
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

export const text = z.string().transform((value) => value.trim().slice(0, MAX_TEXT));
export const optionalText = text.optional().catch(undefined);

// Two levels are enough: the abuse contact lies within the registrar (RFC 9083 section 5.1).
const innerEntity = z.object({
  handle: optionalText,
  roles: listOf(text),
  vcardArray: z.unknown().optional(),
});
export const entity = innerEntity.extend({ entities: listOf(innerEntity) });

/** What is told in place of an object (RFC 9083 section 6); some do so with the status 200. */
export const rdapErrorSchema = z.object({
  errorCode: z.union([z.int(), z.stringFormat('code', /^\d{3}$/).transform(Number)]),
  title: optionalText,
});

export type RdapEntity = z.infer<typeof entity>;

/** The organisation of a card, unless it is a text that says that there is none to be told. */
export function organizationOf({ vcardArray }: Pick<RdapEntity, 'vcardArray'>): string | undefined {
  const { kind, name, organization = kind === 'org' ? name : undefined } = parseJCard(vcardArray);
  // From before RFC 9537, and still met: the field is there, with a text that says that it is not.
  return organization === undefined || isWithheld(organization) ? undefined : organization;
}

/** `mailto:` URIs of the desk for abuse: that of the party responsible, or else one beside it. */
export function abuseDesk(entities: readonly RdapEntity[], responsible: RdapEntity | undefined): string[] {
  const within = (responsible?.entities ?? []).filter((each) => hasRole(each, 'abuse'));
  const desks = within.length > 0 ? within : entities.filter((each) => hasRole(each, 'abuse'));
  return unique(desks.flatMap((each) => mailUris(each.vcardArray)));
}

export function mailUris(vcard: unknown): string[] {
  return parseJCard(vcard).emails.map((email) => mailtoUri(email) ?? '');
}

export function hasRole(each: { roles: readonly string[] }, role: string): boolean {
  return each.roles.some((one) => one.toLowerCase() === role);
}

/** Each non-empty text once, in order of the alphabet. */
export function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((each) => each !== '').sort();
}
