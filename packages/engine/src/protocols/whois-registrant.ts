import { visible } from './control-text.ts';
import { isWithheld } from './registration.ts';
import type { WhoisField } from './whois-fields.ts';

export interface WhoisRegistrant {
  organization: string;
  /** `holder`: it may be the name of a person. */
  kind: 'organization' | 'holder';
}

const MAX_NAME = 300;
const MAX_HANDLES = 5;
const SECTIONS = ['registrant', 'holder', 'owner', 'domain holder'];
const ORGANIZATION = [
  ...[
    'registrant organization',
    'registrant organisation',
    'registrant organization name',
    'registrant company',
  ],
  ...['organization', 'org', 'org name'],
];
const OF_SECTION = ['organization', 'organisation', 'organization name', 'org', 'org name', 'company'];
const HOLDER = ['registrant', 'holder', 'owner', 'domain holder', 'registrant contact organisation'];
const HANDLES = ['holder c', 'registrant', 'holder'];
const PERSON = /^(?:person|individual|physical|natural|private|uk individual)/i;

/**
 * The organisation that holds the domain; undefined where it is withheld, or the holder says to be a person.
 * @param contacts blocks that are objects of their own
 */
export function whoisRegistrant(
  fields: readonly WhoisField[],
  contacts: ReadonlySet<number>,
): WhoisRegistrant | undefined {
  if (isPerson(fields)) return undefined;
  const outside = fields.filter(({ section }) => section === '');
  const within = fields.filter(({ section }) => SECTIONS.includes(section));
  const registrars = blocksOfRegistrars(outside);
  const ofDomain = outside.filter(({ block }) => !contacts.has(block) && !registrars.has(block));
  const organization =
    named(ofDomain, ORGANIZATION) ?? named(within, OF_SECTION) ?? organizationBehindHandle(outside);
  if (organization !== undefined) return { organization, kind: 'organization' };
  const holder = named(ofDomain, HOLDER) ?? named(within, ['', 'name']);
  return holder === undefined ? undefined : { organization: holder, kind: 'holder' };
}

/** A paragraph that leads with the registrar goes on about it. */
function blocksOfRegistrars(fields: readonly WhoisField[]): ReadonlySet<number> {
  const firsts = fields.filter(({ block }, at) => block !== fields[at - 1]?.block);
  return new Set(firsts.filter(({ key }) => key === 'registrar').map(({ block }) => block));
}

function isPerson(fields: readonly WhoisField[]): boolean {
  return fields.some(({ key, section, value }) => {
    const isType =
      key === 'registrant type' ||
      (key === 'type' && SECTIONS.includes(section)) ||
      section === 'registrant type';
    // Eleven digits are a person's number in Brazil (CPF), fourteen a company's (CNPJ).
    const isNumber = key === 'ownerid' && value.replace(/\D/g, '').length === 11;
    return (isType && PERSON.test(value)) || isNumber;
  });
}

/** Registries that tell of contacts as objects of their own, found by their handle. */
function organizationBehindHandle(fields: readonly WhoisField[]): string | undefined {
  for (const handle of fields.filter(({ key }) => HANDLES.includes(key)).slice(0, MAX_HANDLES)) {
    const place = fields.find(
      ({ key, value, block }) => isIdentifier(key) && value === handle.value && block !== handle.block,
    );
    if (place === undefined) continue;
    const contact = fields.filter(({ block }) => block === place.block);
    const isOrganization = contact.some(
      ({ key, value }) => key === 'type' && /^organi[sz]ation/i.test(value),
    );
    return named(contact, OF_SECTION) ?? (isOrganization ? named(contact, ['contact']) : undefined);
  }
  return undefined;
}

function isIdentifier(key: string): boolean {
  return key.startsWith('nic hdl') || key === 'contact';
}

function named(fields: readonly WhoisField[], keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const field = fields.find((each) => each.key === key);
    if (field !== undefined && isName(field.value)) return visible(field.value, MAX_NAME);
  }
  return undefined;
}

/** Neither withheld, nor a handle (`mmr8008-53809`, `SB:ACME`), nor blank. */
function isName(value: string): boolean {
  if (isWithheld(value) || !/\p{L}{2}/u.test(value) || /^n\/?a$/i.test(value)) return false;
  return /\s/.test(value) || !/^[\w:.-]*[\d:][\w:.-]*$/.test(value);
}
