import { SaxesParser } from 'saxes';

export interface RecogParam {
  /** The group of the pattern; 0 for a fixed value. */
  position: number;
  name: string;
  value: string;
}

export interface RecogExample {
  text: string;
  /** What must come out of it, among others. */
  attributes: Readonly<Record<string, string>>;
}

export interface RecogEntry {
  pattern: string;
  flags: readonly string[];
  description: string;
  params: readonly RecogParam[];
  examples: readonly RecogExample[];
}

export interface RecogFile {
  /** Of the element `fingerprints`: `matches`, `protocol`, `database_type`, `preference`. */
  attributes: Readonly<Record<string, string>>;
  entries: readonly RecogEntry[];
}

interface OpenEntry extends RecogEntry {
  params: RecogParam[];
  examples: RecogExample[];
}

/**
 * Reads a file of fingerprints in Recog's format. Examples in base64 are decoded, bytes that are no UTF-8 as latin-1;
 * those kept in files of their own are left out.
 * @throws Error when it is not well-formed XML, or has no fingerprints
 */
export function parseRecog(xml: string): RecogFile {
  let attributes: Record<string, string> | null = null;
  const entries: OpenEntry[] = [];
  let text = '';
  let example: Record<string, string> = {};
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.on('cdata', (part) => {
    text += part;
  });
  parser.on('opentag', ({ name, attributes: given }) => {
    text = '';
    if (name === 'fingerprints') attributes ??= given;
    if (name === 'fingerprint') entries.push(opened(given));
    if (name === 'param') entries.at(-1)?.params.push(paramOf(given));
    if (name === 'example') example = given;
  });
  parser.on('closetag', ({ name }) => {
    const entry = entries.at(-1);
    if (name === 'description' && entry !== undefined) entry.description = text.trim();
    if (name === 'example' && example._filename === undefined) entry?.examples.push(exampleOf(text, example));
  });
  parser.write(xml).close();
  if (attributes === null) throw new Error('The XML has no element "fingerprints".');
  return { attributes, entries };
}

function opened({ pattern = '', flags = '' }: Record<string, string>): OpenEntry {
  return {
    pattern,
    flags: flags.split(/[\s,|]+/).filter(Boolean),
    description: '',
    params: [],
    examples: [],
  };
}

function paramOf({ pos = '0', name = '', value = '' }: Record<string, string>): RecogParam {
  return { position: Number(pos), name, value };
}

function exampleOf(text: string, { _encoding, ...attributes }: Record<string, string>): RecogExample {
  return { text: _encoding === 'base64' ? decoded(text) : text, attributes };
}

function decoded(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  const utf8 = bytes.toString('utf8');
  return utf8.includes('\uFFFD') ? bytes.toString('latin1') : utf8;
}
