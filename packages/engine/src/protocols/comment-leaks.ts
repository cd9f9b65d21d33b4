import { internalNames } from './internal-names.ts';

export interface CommentLeak {
  kind: 'secret' | 'internal';
  /** What it is, without the secret itself. */
  what: string;
}

const SECRETS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY-----/],
  ['an access key of AWS', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a token of GitHub', /\bgh[pousr]_[A-Za-z0-9]{36}/],
  ['a token of Slack', /\bxox[abprs]-[A-Za-z0-9-]{10}/],
  ['a URL with a password', /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,64}:[^\s/@]{1,64}@[^\s/]/i],
];
/** `password: hunter2`; a name alone, or one that is followed by a word of prose, is none. */
const NAMED =
  /\b(pass(?:word|wd)?|pwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret)["']?\s{0,5}[:=]\s{0,5}["']?([^\s"'<>]{4,100})/gi;
/** Places where sources lie on a developer's machine or a server. */
const FILE =
  /(?:\b[A-Z]:\\(?:Users|inetpub|xampp|www|projects)\\|(?:^|[\s"'(=])\/(?:home|var\/www|usr\/share|opt|srv|Users)\/)[\w.-]{2,60}/;
const MAX_NAMES = 5;

/** What a comment gives away; null when it is harmless. */
export function commentLeak(comment: string): CommentLeak | null {
  const secret = SECRETS.find(([, pattern]) => pattern.test(comment));
  if (secret !== undefined) return { kind: 'secret', what: secret[0] };
  for (const [, name = '', value = ''] of comment.matchAll(NAMED)) {
    if (isSecret(value)) return { kind: 'secret', what: `a value for ${name.toLowerCase()}` };
  }
  const names = internalNames(comment, MAX_NAMES);
  if (names.length > 0) return { kind: 'internal', what: names.join(', ') };
  const file = FILE.exec(comment)?.[0].trim();
  return file === undefined ? null : { kind: 'internal', what: file };
}

/** Placeholders and prose have neither digits nor signs. */
function isSecret(value: string): boolean {
  return /[\d!#$%&*+@^]/.test(value) && !/^(?:\{\{|<%|\$\{|%[A-Z_]+%|\*+$|x+$)/i.test(value);
}
