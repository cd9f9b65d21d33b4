import { type DmarcRecord, type Policy, parse } from './dmarc-record.ts';
import { parseTags, repeatedTags, type Tag, type TextProblem } from './tag-list.ts';
import { trimWsp } from './wsp.ts';

export type DmarcIssueCode =
  /** A receiver discards the tag, or the whole record (RFC 9989 sections 4.7, 4.10.1). */
  | 'syntax'
  /** No report can go there; the policy stands all the same. */
  | 'report-uri'
  /** Tags of RFC 7489 that RFC 9989 no longer has. */
  | 'obsolete-tag';

export interface DmarcIssue extends TextProblem {
  code: DmarcIssueCode;
  tag: string | null;
}

export interface DmarcLint {
  record: DmarcRecord | null;
  issues: readonly DmarcIssue[];
}

const POLICIES = ['none', 'quarantine', 'reject'];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  p: POLICIES,
  sp: POLICIES,
  np: POLICIES,
  adkim: ['r', 's'],
  aspf: ['r', 's'],
  psd: ['y', 'n', 'u'],
  t: ['y', 'n'],
};
const OBSOLETE = ['pct', 'rf', 'ri'];
const FAILURE_OPTIONS = ['0', '1', 'd', 's'];

/** What is amiss with a record, each with its place in the text. */
export function lint(text: string): DmarcLint {
  const record = parse(text);
  if (record === null) {
    return {
      record,
      issues: [{ code: 'syntax', tag: 'v', start: 0, end: text.length, message: 'v=DMARC1; must lead.' }],
    };
  }
  const { tags, problems } = parseTags(text);
  const named = tags.map((tag) => ({ ...tag, name: tag.name.toLowerCase() }));
  const repeated = repeatedTags(named);
  const issues: DmarcIssue[] = problems.map((each) => ({ ...each, code: 'syntax', tag: null }));
  for (const tag of named) {
    if (repeated.includes(tag))
      issues.push(issue('syntax', tag, `The tag ${tag.name} stands more than once.`));
    else issues.push(...aboutTag(tag));
  }
  return { record, issues: issues.sort((a, b) => a.start - b.start) };
}

function aboutTag(tag: Tag): DmarcIssue[] {
  const { name } = tag;
  const value = tag.value.toLowerCase();
  const allowed = ALLOWED[name];
  if (allowed !== undefined && !allowed.includes(value)) {
    return [issue('syntax', tag, `${name} must be one of ${allowed.join(', ')}.`)];
  }
  if (OBSOLETE.includes(name)) return [issue('obsolete-tag', tag, `${name} is no longer part of DMARC.`)];
  if (
    name === 'fo' &&
    !value
      .split(':')
      .map(trimWsp)
      .every((each) => FAILURE_OPTIONS.includes(each))
  ) {
    return [issue('syntax', tag, 'fo must be made of 0, 1, d and s.')];
  }
  if (name !== 'rua' && name !== 'ruf') return [];
  // The record's own reader is the judge of each URI.
  const faulty = parse(`v=DMARC1; ${name}=${tag.value}`)?.problems ?? [];
  return faulty.map((message) => issue('report-uri', tag, message));
}

function issue(code: DmarcIssueCode, { name, start, end }: Tag, message: string): DmarcIssue {
  return { code, tag: name, start, end, message };
}

const STRICTNESS: { readonly [P in Policy]: number } = { none: 0, quarantine: 1, reject: 2 };

/** Does the one ask for less than the other? */
export function isWeaker(one: Policy, other: Policy): boolean {
  return STRICTNESS[one] < STRICTNESS[other];
}
