import { ProblemError } from './errors.ts';

/** Reads a JSON body strictly (RFC 8259, and I-JSON's unique names, RFC 7493 section 2.3). No bytes: undefined. */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const text = decode(bytes);
  const value = parse(text);
  const twice = repeatedName(text);
  if (twice !== null) throw malformed(`The body has the field "${twice.slice(0, 64)}" twice.`);
  return value;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The body is not valid UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The body is not valid JSON.');
  }
}

function malformed(detail: string): ProblemError {
  return new ProblemError(400, 'malformed_body', detail);
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** The first name that one object has twice. The text is known to be JSON. */
function repeatedName(text: string): string | null {
  const objects: Set<string>[] = [];
  let lastString = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') objects.push(new Set());
    else if (token === '}' || token === ']') objects.pop();
    else if (token !== ':') lastString = token;
    else {
      const name = String(JSON.parse(lastString));
      if (objects.at(-1)?.has(name)) return name;
      objects.at(-1)?.add(name);
    }
  }
  return null;
}
