/** The types that the validator itself reads (IANA, DNS Parameters). */
export const TYPE = {
  NS: 2,
  CNAME: 5,
  SOA: 6,
  DNAME: 39,
  OPT: 41,
  DS: 43,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  /** In the bitmap of an NSEC: the name does not exist (RFC 9824 section 2). */
  NXNAME: 128,
} as const;

const MNEMONICS: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  HINFO: 13,
  MX: 15,
  TXT: 16,
  RP: 17,
  AFSDB: 18,
  AAAA: 28,
  LOC: 29,
  SRV: 33,
  NAPTR: 35,
  KX: 36,
  CERT: 37,
  DNAME: 39,
  DS: 43,
  SSHFP: 44,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  NSEC3PARAM: 51,
  TLSA: 52,
  SMIMEA: 53,
  CDS: 59,
  CDNSKEY: 60,
  OPENPGPKEY: 61,
  CSYNC: 62,
  ZONEMD: 63,
  SVCB: 64,
  HTTPS: 65,
  SPF: 99,
  URI: 256,
  CAA: 257,
};

const NAMES = new Map(Object.entries(MNEMONICS).map(([mnemonic, code]) => [code, mnemonic]));

/** `A`, `mx`, or `TYPE65280` (RFC 3597 section 5); null when it is no type of records that a zone signs. */
export function typeCode(text: string): number | null {
  const upper = text.toUpperCase();
  const generic = /^TYPE(\d{1,5})$/.exec(upper)?.[1];
  const code = generic === undefined ? MNEMONICS[upper] : Number(generic);
  if (code === undefined || code === 0 || code > 0xffff) return null;
  const unsigned = code === TYPE.RRSIG || code === TYPE.OPT || (code >= 128 && code <= 255);
  return unsigned ? null : code;
}

export function typeText(code: number): string {
  return NAMES.get(code) ?? `TYPE${code}`;
}

/**
 * What stands before, between and after the domain names in the data of the types whose names are compared in lower
 * case (RFC 4034 section 6.2 as corrected by RFC 6840 section 5.1): octets, `name`, or `text` for one
 * character-string. What follows is kept as it is.
 */
export const NAMES_IN_RDATA: ReadonlyMap<number, readonly ('name' | 'text' | number)[]> = new Map<
  number,
  readonly ('name' | 'text' | number)[]
>([
  [2, ['name']],
  [3, ['name']],
  [4, ['name']],
  [5, ['name']],
  [6, ['name', 'name']],
  [7, ['name']],
  [8, ['name']],
  [9, ['name']],
  [12, ['name']],
  [14, ['name', 'name']],
  [15, [2, 'name']],
  [17, ['name', 'name']],
  [18, [2, 'name']],
  [21, [2, 'name']],
  [24, [18, 'name']],
  [26, [2, 'name', 'name']],
  [30, ['name']],
  [33, [6, 'name']],
  [35, [4, 'text', 'text', 'text', 'name']],
  [36, [2, 'name']],
  [39, ['name']],
  [46, [18, 'name']],
]);
