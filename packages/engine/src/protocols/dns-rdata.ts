import type { DnskeyRecord, DnsRecords, DnsType, DsRecord } from './dns-answer.ts';

const MAX_TEXT = 1024;

/**
 * A record's data in presentation form (RFC 1035 section 5.1), printable ASCII whatever the record holds, cut after
 * 1,024 characters.
 */
export function rdataText<T extends DnsType>(type: T, record: DnsRecords[T]): string {
  const text = escapeBytes(writers[type](record));
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

const writers: { readonly [T in DnsType]: (record: DnsRecords[T]) => string } = {
  A: (address) => address,
  AAAA: (address) => address,
  NS: absolute,
  CNAME: absolute,
  PTR: absolute,
  MX: ({ preference, exchange }) => `${preference} ${absolute(exchange)}`,
  TXT: quoted,
  SOA: (soa) =>
    [
      absolute(soa.mname),
      absolute(soa.rname),
      soa.serial,
      soa.refresh,
      soa.retry,
      soa.expire,
      soa.minimum,
    ].join(' '),
  CAA: ({ critical, tag, value }) => `${critical ? 128 : 0} ${tag} ${quoted(value)}`,
  SRV: ({ priority, weight, port, target }) => `${priority} ${weight} ${port} ${absolute(target)}`,
  TLSA: ({ usage, selector, matchingType, data }) => `${usage} ${selector} ${matchingType} ${data}`,
  DS: dsText,
  DNSKEY: dnskeyText,
  RRSIG: ({
    typeCovered,
    algorithm,
    labels,
    originalTtl,
    expiration,
    inception,
    keyTag,
    signer,
    signature,
  }) =>
    `TYPE${typeCovered} ${algorithm} ${labels} ${originalTtl} ${expiration} ${inception} ${keyTag} ${absolute(signer)} ${signature}`,
  NSEC3PARAM: ({ hashAlgorithm, flags, iterations, salt }) =>
    `${hashAlgorithm} ${flags} ${iterations} ${salt === '' ? '-' : salt}`,
  CDS: dsText,
  CDNSKEY: dnskeyText,
};

function dsText({ keyTag, algorithm, digestType, digest }: DsRecord): string {
  return `${keyTag} ${algorithm} ${digestType} ${digest}`;
}

function dnskeyText({ flags, protocol, algorithm, publicKey }: DnskeyRecord): string {
  return `${flags} ${protocol} ${algorithm} ${publicKey}`;
}

function absolute(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

function quoted(text: string): string {
  return `"${text.slice(0, MAX_TEXT).replace(/["\\]/g, '\\$&')}"`;
}

/** Octets that are no printable ASCII as `\DDD`, those of UTF-8 when the text has any such character. */
function escapeBytes(text: string): string {
  let escaped = '';
  for (const character of text.slice(0, MAX_TEXT * 2)) {
    if (/^[\x20-\x7e]$/.test(character)) escaped += character;
    else
      for (const byte of new TextEncoder().encode(character)) escaped += `\\${String(byte).padStart(3, '0')}`;
  }
  return escaped;
}

/**
 * The mailbox that an SOA's RNAME encodes: the first dot that is not escaped stands for "@" (RFC 1035 section 8).
 * null when it holds no mailbox.
 */
export function rnameMailbox(rname: string): string | null {
  const [, local = '', domain = ''] = /^((?:[^\\.]|\\.)+)\.(.+)$/.exec(rname.slice(0, 255)) ?? [];
  const mailbox = `${local.replace(/\\(.)/g, '$1')}@${domain.replace(/\.$/, '')}`;
  return /^[a-z0-9.!#$&'*+/=?^_{|}~-]+@[a-z0-9.-]+$/i.test(mailbox) ? mailbox : null;
}
