import type { Reply } from './dns-listener.ts';
import { lower, type Message, type Question, RCODE, TYPE } from './dns-wire.ts';
import { badVersion, refuse, refusePlainly } from './server-reply.ts';
import type { NameServerQuirk } from './spec.ts';
import { lookUp, type Zone } from './zone.ts';

export type Quirks = ReadonlySet<NameServerQuirk>;

/** NSID, client subnet, expire, cookie, keepalive, padding, chain, key tag, extended error: what IANA's registry has. */
const KNOWN_OPTIONS: ReadonlySet<number> = new Set([3, 8, 9, 10, 11, 12, 13, 14, 15]);
const LARGEST_COMMON_TYPE = 255;

/** The query as the server takes it: OPT left out, the question's case lost. */
export function misread(query: Message, quirks: Quirks): Message {
  const { question } = query;
  return {
    ...query,
    ...(quirks.has('edns-ignored') && { edns: null }),
    ...(quirks.has('case-folded') && question && { question: { ...question, name: lower(question.name) } }),
  };
}

/** What EDNS in the query leads to; null when the question is to be answered. */
export function ednsReply(query: Message, quirks: Quirks): Reply | null {
  const { edns } = query;
  if (!edns) return null;
  if (quirks.has('edns-formerr')) return refusePlainly(query, RCODE.FORMERR);
  if (quirks.has('edns-silent')) return 'silence';
  if ((edns.version ?? 0) > 0) {
    if (quirks.has('edns-version-silent')) return 'silence';
    if (!quirks.has('edns-version-ignored')) return badVersion(query);
  }
  if (unknownOptions(query).length === 0) return null;
  if (quirks.has('edns-option-formerr')) return refuse(query, RCODE.FORMERR);
  return quirks.has('edns-option-silent') ? 'silence' : null;
}

export function unknownOptions({ edns }: Message): readonly { code: number; bytes: Uint8Array }[] {
  return (edns?.options ?? []).filter(({ code }) => !KNOWN_OPTIONS.has(code));
}

/** What the question leads to; null when it is to be answered. */
export function questionReply(
  query: Message,
  { name, type }: Question,
  zone: Zone,
  quirks: Quirks,
): Reply | null {
  if (quirks.has('case-silent') && name !== lower(name)) return 'silence';
  if (type > LARGEST_COMMON_TYPE && type !== TYPE.CAA) {
    if (quirks.has('unknown-type-silent')) return 'silence';
    if (quirks.has('unknown-type-notimp')) return refuse(query, RCODE.NOTIMP);
  }
  if (type !== TYPE.AAAA || !lacks(zone, name)) return null;
  if (quirks.has('aaaa-silent')) return 'silence';
  if (quirks.has('aaaa-servfail')) return refuse(query, RCODE.SERVFAIL);
  return quirks.has('aaaa-nxdomain') ? refuse(query, RCODE.NXDOMAIN) : null;
}

function lacks(zone: Zone, name: string): boolean {
  const { rcode, answers, cut } = lookUp(zone, name, TYPE.AAAA);
  return rcode === RCODE.NOERROR && cut === null && answers.length === 0;
}
