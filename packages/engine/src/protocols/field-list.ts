import { trimWsp } from './wsp.ts';

/** What is wrong with a text, and where. */
export interface TextProblem {
  /** Index in the text. */
  position: number;
  text: string;
  /** One sentence for a person. */
  message: string;
}

export interface Field {
  name: string;
  value: string;
  /** Index of the name in the text. */
  position: number;
}

const MAX_FIELDS = 100;
const MAX_PROBLEMS = 20;
const MAX_SHOWN = 60;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/;

/**
 * Reads `v=NAMEv1; key=value; ...` as the records of MTA-STS and TLS reporting are written (RFC 8461 section 3.1,
 * RFC 8460 section 3). Of fields of one name the first counts. Never throws.
 */
export function readFields(text: string): { fields: Field[]; problems: TextProblem[] } {
  const fields: Field[] = [];
  const problems: TextProblem[] = [];
  const parts = text.split(';');
  let position = 0;
  for (const [index, part] of parts.entries()) {
    const field = readField(part, position);
    position += part.length + 1;
    const isEnd = index === parts.length - 1;
    if (field === null) {
      if (!isEnd)
        problems.push(problemAt(position - part.length - 1, part, 'Two semicolons enclose nothing.'));
      continue;
    }
    if (!NAME.test(field.name)) {
      problems.push(problemAt(field.position, trimWsp(part), 'That is no "name=value".'));
    } else if (!fields.some(({ name }) => name === field.name)) fields.push(field);
    if (fields.length === MAX_FIELDS || problems.length === MAX_PROBLEMS) break;
  }
  return { fields, problems };
}

export function problemAt(position: number, text: string, message: string): TextProblem {
  return { position, text: text.slice(0, MAX_SHOWN), message };
}

/** Null: nothing but space is there. A name that is empty is told as such. */
function readField(part: string, start: number): Field | null {
  const trimmed = trimWsp(part);
  if (trimmed === '') return null;
  const equals = trimmed.indexOf('=');
  return {
    name: equals === -1 ? '' : trimmed.slice(0, equals),
    value: equals === -1 ? '' : trimmed.slice(equals + 1),
    position: start + part.indexOf(trimmed),
  };
}
