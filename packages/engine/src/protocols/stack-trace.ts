import { decodeEntities } from './html-text.ts';

const MAX_TEXT = 16_384;
const MAX_SAMPLE = 200;

/** How the traces and messages of errors look. Each is linear in the text: what repeats is bounded. */
const TRACES: readonly (readonly [platform: string, pattern: RegExp])[] = [
  [
    'Java',
    /\bat (?:[\w$]{1,60}[./]){1,12}[\w$<>]{1,60}\((?:[\w$]{1,60}\.(?:java|kt|scala|groovy):\d{1,6}|Native Method|Unknown Source)\)/,
  ],
  ['Python', /Traceback \(most recent call last\):\s{1,10}File "[^"\n]{1,200}", line \d{1,6}/],
  ['.NET', /\bat [\w.<>`+]{3,200}\([^)\n]{0,200}\) in (?:[A-Z]:\\|\/)[^\n<:]{1,200}:line \d{1,6}/],
  ['ASP.NET', /Server Error in '[^'\n]{1,100}' Application[\s\S]{0,4000}Stack Trace:/],
  ['Ruby', /[\w./-]{1,200}\.rb:\d{1,6}:in ['`][^'`\n]{1,100}'/],
  [
    'Node.js',
    /\bat (?:[\w.<>$ [\]]{1,100} \()?(?:file:\/\/)?(?:\/|[A-Z]:\\)[\w@./\\-]{1,200}\.[cm]?[jt]s:\d{1,6}:\d{1,6}\)?/,
  ],
  ['Go', /\bgoroutine \d{1,9} \[running\]:/],
  [
    'PHP',
    /(?:Fatal error|Parse error|Warning|Notice|Deprecated)(?:<\/b>)?:\s{1,5}[^\n]{1,300} in (?:<b>)?(?:\/|[A-Z]:\\)[^<\n]{1,200}(?:<\/b>)? on line (?:<b>)?\d{1,6}/,
  ],
  ['PHP', /#0 (?:\/|[A-Z]:\\)[^\n(]{1,200}\(\d{1,6}\): [^\n]{1,200}\(/],
  ['Django', /You're seeing this error because you have <code>DEBUG = True<\/code>/],
  [
    'a database',
    /You have an error in your SQL syntax; check the manual|\bORA-\d{5}: |SQLSTATE\[[0-9A-Z]{5}\]|\bpg_(?:query|exec)\(\): /,
  ],
];

export interface StackTrace {
  platform: string;
  /** One line of it. Untrusted text. */
  sample: string;
}

/** The trace of an error in a page that was meant for its developers; null when there is none. */
export function stackTrace(body: string): StackTrace | null {
  const text = decodeEntities(body.slice(0, MAX_TEXT));
  for (const [platform, pattern] of TRACES) {
    const sample = pattern.exec(text)?.[0];
    if (sample === undefined) continue;
    return { platform, sample: sample.replace(/\s+/g, ' ').slice(0, MAX_SAMPLE) };
  }
  return null;
}
