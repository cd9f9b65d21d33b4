/** RFC 8056 section 2, and the RGP and lifecycle statuses of the IANA registry "RDAP JSON Values". */
const STATUSES = [
  'active',
  'add period',
  'administrative',
  'associated',
  'auto renew period',
  'client delete prohibited',
  'client hold',
  'client renew prohibited',
  'client transfer prohibited',
  'client update prohibited',
  'delete prohibited',
  'inactive',
  'locked',
  'obscured',
  'pending create',
  'pending delete',
  'pending renew',
  'pending restore',
  'pending transfer',
  'pending update',
  'private',
  'proxy',
  'redemption period',
  'removed',
  'renew period',
  'renew prohibited',
  'reserved',
  'server delete prohibited',
  'server hold',
  'server renew prohibited',
  'server transfer prohibited',
  'server update prohibited',
  'transfer period',
  'transfer prohibited',
  'update prohibited',
  'validated',
] as const;

/** EPP's own words (RFC 5731 section 2.3) that are not just spelt differently. */
const RENAMED: readonly (readonly [string, string])[] = [
  ['ok', 'active'],
  ['linked', 'associated'],
];

const BY_LETTERS = new Map([...STATUSES.map((status) => [letters(status), status] as const), ...RENAMED]);

/**
 * `clientTransferProhibited`, with or without the address of its explanation, and `client transfer prohibited` alike as
 * RDAP spells it; another text in lower case.
 */
export function rdapStatus(text: string): string {
  const word = text.slice(0, 200).replace(/[\s(]+https?:.*$/i, '');
  const known = word.length > 100 ? undefined : BY_LETTERS.get(letters(word));
  return known ?? word.trim().toLowerCase().slice(0, 100);
}

/** Is it one of the registry's words (RFC 8056, IANA "RDAP JSON Values"), as `rdapStatus` spells them? */
export function isRdapStatus(text: string): boolean {
  return STATUSES.some((status) => status === text);
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}
