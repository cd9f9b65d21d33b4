import { visible } from './control-text.ts';
import { canonicalPrefix, prefixContains } from './ip-address.ts';
import { rangePrefixes } from './ip-range.ts';
import { mailtoUri } from './mailto.ts';
import type { Allocation } from './rdap-network.ts';
import { isWithheld } from './registration.ts';
import { type WhoisField, whoisFields } from './whois-fields.ts';
import { whoisStatements } from './whois-statement.ts';

export type WhoisNetworkAnswer =
  | ({ state: 'registered'; prefix: string } & Allocation)
  | { state: 'absent' }
  /** `other-network`: it tells of others alone, or of the whole of the address space. */
  | { state: 'unknown'; reason: 'limited' | 'other-network' | 'unrecognised' };

const MAX_TEXT = 262_144;
const MAX_LINES = 5_000;
const MAX_VALUE = 300;
const MAX_NETWORKS = 100;
/** What is larger stands for "not ours", and is nobody's network. */
const SHORTEST = { v4: 8, v6: 16 };

const RANGE = ['inetnum', 'inet6num', 'netrange', 'cidr', 'network number', 'ipv4 address', 'ipv6 address'];
const NAME = ['netname', 'network name'];
const ORGANIZATION = ['organization', 'org name', 'orgname', 'owner', 'organization name', 'custname'];
const COUNTRY = ['country', 'country code'];
const ABUSE = ['orgabuseemail', 'abuse mailbox', 'rabuseemail'];
/** RIPE and APNIC tell it in a comment. */
const ABUSE_COMMENT = /^% abuse contact for .{1,200} is '([^' ]{3,254})'$/i;

/**
 * Reads what a WHOIS server of an address registry (RPSL of RIPE, APNIC and AFRINIC; ARIN; LACNIC; JPNIC; KRNIC) says
 * of the network that an IP address lies in: the smallest of those that it lists. Never throws.
 */
export function parseWhoisNetwork(text: string, address: string): WhoisNetworkAnswer {
  const lines = text.slice(0, MAX_TEXT).split(/\r\n|\n|\r/, MAX_LINES);
  const fields = whoisFields(lines);
  const networks = fields.filter(({ key }) => RANGE.includes(key)).slice(0, MAX_NETWORKS);
  const [smallest] = networks
    .flatMap((field) => prefixesIn(field.value).map((prefix) => ({ prefix, block: field.block })))
    .filter(({ prefix }) => prefixContains(prefix, address) && isNetwork(prefix))
    .sort((a, b) => lengthOf(b.prefix) - lengthOf(a.prefix));
  if (smallest !== undefined)
    return { state: 'registered', prefix: smallest.prefix, ...told(fields, smallest.block, lines) };
  const says = whoisStatements(lines, undefined).map((statement) => statement.says);
  if (says.includes('limited')) return { state: 'unknown', reason: 'limited' };
  if (networks.length > 0) return { state: 'unknown', reason: 'other-network' };
  return says.includes('not-found') ? { state: 'absent' } : { state: 'unknown', reason: 'unrecognised' };
}

function told(fields: readonly WhoisField[], block: number, lines: readonly string[]): Allocation {
  const own = fields.filter((field) => field.block === block);
  const name = firstOf(own, NAME);
  const organization = firstOf(own, ORGANIZATION) ?? organizationBehind(own, fields);
  const country = firstOf(own, COUNTRY)?.toUpperCase();
  return {
    ...(name !== undefined && { name }),
    ...(organization !== undefined && { organization: organization.replace(/ \([A-Z0-9-]{2,20}\)$/, '') }),
    ...(country !== undefined && /^[A-Z]{2}$/.test(country) && { country }),
    abuse: abuseOf(fields, lines),
  };
}

/** RPSL names the organisation by its handle (RFC 2622 has `mnt-by` alone; `org` is of the registries). */
function organizationBehind(own: readonly WhoisField[], fields: readonly WhoisField[]): string | undefined {
  const handle = firstOf(own, ['org']);
  const place = fields.find(({ key, value }) => key === 'organisation' && value === handle);
  return (
    place &&
    firstOf(
      fields.filter(({ block }) => block === place.block),
      ['org name'],
    )
  );
}

function abuseOf(fields: readonly WhoisField[], lines: readonly string[]): string[] {
  const comments = lines.map((line) => ABUSE_COMMENT.exec(line.trim())?.[1] ?? '');
  const desks = fields.filter(({ key }) => ABUSE.includes(key)).map(({ value }) => value);
  const uris = [...comments, ...desks].map(mailtoUri).filter((uri) => uri !== null);
  return [...new Set(uris)].sort();
}

/** `192.0.2.0 - 192.0.2.255`, `192.0.2.0/24, 198.51.100.0/24`, and LACNIC's `192.0.2/24`. */
function prefixesIn(value: string): string[] {
  const [, first, last] = /^([\da-f.:]{2,45}) *- *([\da-f.:]{2,45})(?: |$)/i.exec(value) ?? [];
  if (first !== undefined && last !== undefined) return rangePrefixes(first, last);
  return value
    .split(/[\s,]+/, MAX_NETWORKS)
    .map((part) => canonicalPrefix(part.replace(/^\d{1,3}(?:\.\d{1,3}){0,2}(?=\/)/, quad)))
    .filter((prefix) => prefix !== null);
}

function quad(short: string): string {
  return [...short.split('.'), '0', '0', '0'].slice(0, 4).join('.');
}

function isNetwork(prefix: string): boolean {
  return lengthOf(prefix) >= (prefix.includes(':') ? SHORTEST.v6 : SHORTEST.v4);
}

function lengthOf(prefix: string): number {
  return Number(prefix.slice(prefix.indexOf('/') + 1));
}

function firstOf(fields: readonly WhoisField[], keys: readonly string[]): string | undefined {
  const field = keys.flatMap((key) => fields.filter((each) => each.key === key))[0];
  return field === undefined || isWithheld(field.value) ? undefined : visible(field.value, MAX_VALUE);
}
