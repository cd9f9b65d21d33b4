import { DER, type DerElement, DerError, readElement, readOid, readSequence } from './der.ts';

export interface X509Name {
  /** One key per relative name; equal ones are the same for RFC 5280 section 7.1. Empty: the empty name. */
  keys: readonly string[];
  /** All of `keys` as one. */
  key: string;
  /** emailAddress attributes. */
  emails: readonly string[];
  /** DER. */
  raw: Uint8Array;
}

const EMAIL = '1.2.840.113549.1.9.1';
/** By universal tag number: UTF8String, PrintableString, TeletexString, IA5String, UniversalString, BMPString. */
const DECODERS: Readonly<Record<number, (bytes: Uint8Array) => string>> = {
  12: (bytes) => Buffer.from(bytes).toString('utf8'),
  19: (bytes) => Buffer.from(bytes).toString('latin1'),
  20: (bytes) => Buffer.from(bytes).toString('latin1'),
  22: (bytes) => Buffer.from(bytes).toString('latin1'),
  28: (bytes) => wide(bytes, 4),
  30: (bytes) => wide(bytes, 2),
};

/** Reads a distinguished name. Throws a DerError. */
export function readName(element: DerElement | undefined): X509Name {
  const emails: string[] = [];
  const keys = readSequence(element).map((relative) => {
    const attributes = readSequence(relative, DER.set).map((attribute) => {
      const [type, value, ...rest] = readSequence(attribute);
      if (value === undefined || rest.length > 0) throw new DerError('attribute');
      const id = readOid(type);
      const text = DECODERS[value.tag]?.(value.content);
      if (id === EMAIL && text !== undefined) emails.push(text);
      return `${id}=${text === undefined ? Buffer.from(value.raw).toString('hex') : `"${prepared(text)}"`}`;
    });
    if (attributes.length === 0) throw new DerError('relative name');
    return JSON.stringify(attributes.sort());
  });
  return { keys, key: keys.join(), emails, raw: element?.raw ?? new Uint8Array() };
}

/** RFC 4518 in what certificates need of it: case and the amount of space do not count. */
function prepared(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
}

function wide(bytes: Uint8Array, size: 2 | 4): string {
  if (bytes.length % size !== 0) throw new DerError('string');
  const view = Buffer.from(bytes);
  let text = '';
  for (let at = 0; at < view.length; at += size) {
    const point = view.readUIntBE(at, size);
    if (point > 0x10ffff) throw new DerError('string');
    text += String.fromCodePoint(point);
  }
  return text;
}

/** A general name (RFC 5280 section 4.2.1.6); forms that we do not compare keep only their number. */
export type GeneralName =
  | { form: 'dns' | 'email' | 'uri'; value: string }
  | { form: 'ip'; value: Uint8Array }
  | { form: 'directory'; value: X509Name }
  | { form: 'other'; number: number };

export function readGeneralName(element: DerElement): GeneralName {
  const text = () => Buffer.from(element.content).toString('latin1');
  switch (element.tag) {
    case 0x81:
      return { form: 'email', value: text() };
    case 0x82:
      return { form: 'dns', value: text() };
    case 0x86:
      return { form: 'uri', value: text() };
    case 0x87:
      return { form: 'ip', value: element.content };
    case 0xa4:
      return { form: 'directory', value: readName(readElement(element.content)) };
    default:
      if ((element.tag & 0xc0) !== 0x80) throw new DerError('general name');
      return { form: 'other', number: element.tag & 0x1f };
  }
}
