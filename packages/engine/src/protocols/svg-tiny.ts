import { SaxesParser, type SaxesTagPlain } from 'saxes';

export interface SvgProblem {
  /** From 1. */
  line: number;
  /** From 0. */
  column: number;
  message: string;
}

export interface SvgFacts {
  /** Octets of the text in UTF-8. */
  bytes: number;
  /** Of the element `title`, at most 200 characters; null without one. */
  title: string | null;
  /** Width by height of the viewBox; null when it cannot be read. */
  ratio: number | null;
  /** What the profile forbids. */
  problems: readonly SvgProblem[];
  /** What mailbox providers like to see otherwise. */
  advice: readonly string[];
}

/** RFC 6170 section 5.2, and the Tiny Portable/Secure profile (draft-svg-tiny-ps-abrotman). */
const MAX_BYTES = 32 * 1024;
/** More than this is not even looked at. */
const MAX_READ = 1_000_000;
const MAX_PROBLEMS = 20;
const MAX_DEPTH = 200;

const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  'a script': ['script', 'handler', 'listener'],
  'a raster image or other media': ['image', 'video', 'audio', 'animation', 'feimage'],
  'an animation': ['animate', 'animatecolor', 'animatemotion', 'animatetransform', 'set', 'mpath', 'discard'],
  'foreign content': ['foreignobject', 'iframe', 'embed', 'object', 'prefetch', 'cursor', 'view'],
  'no part of SVG Tiny': ['style', 'filter', 'mask', 'clippath', 'pattern', 'symbol', 'marker', 'textpath'],
};

/** Looks through an SVG logo as BIMI wants it. Entities are never expanded, and nothing is fetched. */
export function lintSvg(text: string): SvgFacts {
  const bytes = new TextEncoder().encode(text.slice(0, MAX_READ)).length;
  const state: State = { bytes, depth: 0, title: null, ratio: null, problems: [], advice: [] };
  const parser = new SaxesParser();
  const tell = (message: string) => {
    if (state.problems.length >= MAX_PROBLEMS) return;
    state.problems.push({ line: parser.line, column: Math.max(0, parser.column), message });
  };
  if (bytes > MAX_BYTES) tell(`The logo has more than ${MAX_BYTES} octets.`);
  listen(parser, state, tell);
  try {
    parser.write(text.slice(0, MAX_READ)).close();
  } catch (error) {
    if (!(error instanceof NotWellFormed)) throw error;
    tell(`This is no well-formed XML: ${error.message}`);
    return facts(state);
  }
  if (state.title === null || state.title.trim() === '') tell('There is no title.');
  return facts(state);
}

interface State {
  bytes: number;
  depth: number;
  title: string | null;
  ratio: number | null;
  problems: SvgProblem[];
  advice: string[];
}

class NotWellFormed extends Error {
  override name = 'NotWellFormed';
}

function facts({ bytes, title, ratio, problems, advice }: State): SvgFacts {
  return { bytes, title, ratio, problems, advice };
}

function listen(parser: SaxesParser, state: State, tell: (message: string) => void): void {
  let inTitle = false;
  parser.on('error', (error) => {
    throw new NotWellFormed(error.message.slice(0, 200));
  });
  parser.on('doctype', (doctype) => {
    if (/\[|<!ENTITY/i.test(doctype)) tell('A DOCTYPE with declarations may not stand here.');
  });
  parser.on('processinginstruction', ({ target }) => {
    if (target === 'xml-stylesheet') tell('A style sheet may not be drawn in.');
  });
  parser.on('opentag', (tag) => {
    state.depth += 1;
    if (state.depth > MAX_DEPTH) throw new NotWellFormed('it is nested without end');
    if (state.depth === 1) readRoot(tag, state, tell);
    inTitle = state.depth === 2 && tag.name === 'title';
    if (inTitle) state.title ??= '';
    for (const message of faultsOf(tag)) tell(message);
  });
  parser.on('text', (part) => {
    if (inTitle) state.title = `${state.title ?? ''}${part}`.slice(0, 200);
  });
  parser.on('closetag', () => {
    state.depth -= 1;
    inTitle = false;
  });
}

function readRoot({ name, attributes }: SaxesTagPlain, state: State, tell: (message: string) => void): void {
  if (name !== 'svg') {
    tell('The document is no svg.');
    return;
  }
  if (attributes.xmlns !== 'http://www.w3.org/2000/svg') tell('The namespace of SVG is not declared.');
  if (attributes.version !== '1.2') tell('version must be "1.2".');
  if (attributes.baseProfile !== 'tiny-ps') tell('baseProfile must be "tiny-ps".');
  if ('x' in attributes || 'y' in attributes) tell('x and y may not stand on svg.');
  const [, , width = Number.NaN, height = Number.NaN] = (attributes.viewBox ?? '')
    .trim()
    .split(/[ ,]+/, 5)
    .map(Number);
  state.ratio = width > 0 && height > 0 ? width / height : null;
  if (state.ratio === null) state.advice.push('A viewBox tells the shape of the logo.');
  else if (Math.abs(state.ratio - 1) > 0.01) state.advice.push('The logo should be square.');
}

function faultsOf({ name, attributes }: SaxesTagPlain): string[] {
  const local = name.slice(name.indexOf(':') + 1).toLowerCase();
  const kind = Object.keys(FORBIDDEN).find((each) => FORBIDDEN[each]?.includes(local));
  const faults = kind === undefined ? [] : [`<${name.slice(0, 40)}> is ${kind}.`];
  for (const [attribute, value] of Object.entries(attributes)) {
    const key = attribute.slice(attribute.indexOf(':') + 1).toLowerCase();
    if (/^on[a-z]/.test(key)) faults.push(`${attribute.slice(0, 40)} is a script.`);
    const isReference = key === 'href' || key === 'src';
    if (isReference && !value.trim().startsWith('#')) faults.push(`${attribute} leads out of the document.`);
    if (/url\(\s*["']?(?!#)[^\s"')]/i.test(value))
      faults.push(`${attribute.slice(0, 40)} leads out of the document.`);
  }
  return faults;
}
