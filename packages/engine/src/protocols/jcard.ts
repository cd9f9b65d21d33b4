/** What a jCard (RFC 7095) says of whom to turn to. Untrusted text, in the order of the card. */
export interface JCard {
  /** `fn`: the name as it is written out. */
  name?: string;
  organization?: string;
  /** RFC 6350 section 6.1.4, lower case: `individual`, `org` ... */
  kind?: string;
  emails: readonly string[];
  /** `contact-uri` (RFC 8605): a form, where no mail address is published. */
  contactUris: readonly string[];
}

const MAX_PROPERTIES = 200;
const MAX_TEXT = 500;

/** Reads the value of `vcardArray`. What is not of its form is left out; nothing throws. */
export function parseJCard(value: unknown): JCard {
  const texts = new Map<string, string[]>();
  const listed: unknown = Array.isArray(value) ? value[1] : undefined;
  for (const property of Array.isArray(listed) ? listed.slice(0, MAX_PROPERTIES) : []) {
    if (!Array.isArray(property) || typeof property[0] !== 'string') continue;
    const name = property[0].toLowerCase();
    // RFC 7095 section 3.3: name, parameters, type, and then one value or several.
    const found = property
      .slice(3)
      .map(firstText)
      .filter((text) => text !== '');
    texts.set(name, [...(texts.get(name) ?? []), ...found]);
  }
  const all = (name: string) => texts.get(name) ?? [];
  const [name] = all('fn');
  const [organization] = all('org');
  const [kind] = all('kind');
  return {
    ...(name === undefined ? {} : { name }),
    ...(organization === undefined ? {} : { organization }),
    ...(kind === undefined ? {} : { kind: kind.toLowerCase() }),
    emails: all('email'),
    contactUris: all('contact-uri'),
  };
}

/** A structured value (RFC 7095 section 3.3.1.3) leads with its main part: the organization before its units. */
function firstText(value: unknown): string {
  const text: unknown = Array.isArray(value) ? value[0] : value;
  return typeof text === 'string' ? text.trim().slice(0, MAX_TEXT) : '';
}
