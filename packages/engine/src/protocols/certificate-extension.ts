import { contentOf, DER, DerError, readElement, readOid, readSequence, readUnsigned } from './der.ts';

const TLS_FEATURE = '1.3.6.1.5.5.7.1.24';
const SIGNED_TIMESTAMPS = '1.3.6.1.4.1.11129.2.4.2';
/** status_request as a TLS extension (RFC 6066 section 8). */
const STATUS_REQUEST = 5;

/** Does the certificate demand a staple (RFC 7633)? False when it cannot be read. */
export function mustStaple(derBase64: string): boolean {
  return (
    fromExtension(derBase64, TLS_FEATURE, (value) =>
      readSequence(readElement(value)).some((feature) => readUnsigned(feature) === STATUS_REQUEST),
    ) ?? false
  );
}

/** How many signed certificate timestamps are embedded (RFC 6962 section 3.3)? Zero when it cannot be read. */
export function embeddedTimestamps(derBase64: string): number {
  const count = fromExtension(derBase64, SIGNED_TIMESTAMPS, (value) =>
    timestampCount(Buffer.from(contentOf(readElement(value), DER.octetString))),
  );
  return count ?? 0;
}

/** Entries of a SignedCertificateTimestampList, however many are whole. */
export function timestampCount(list: Buffer): number {
  let count = 0;
  for (let at = 2; at + 2 <= list.length; ) {
    const end = at + 2 + list.readUInt16BE(at);
    if (end > list.length) break;
    count += 1;
    at = end;
  }
  return count;
}

/** Null when there is no such extension, or what is there cannot be read. */
function fromExtension<T>(derBase64: string, id: string, read: (value: Uint8Array) => T): T | null {
  try {
    const [body] = readSequence(readElement(Buffer.from(derBase64, 'base64')));
    const explicit = readSequence(body).find(({ tag }) => tag === 0xa3);
    if (explicit === undefined) return null;
    for (const extension of readSequence(readElement(explicit.content))) {
      const parts = readSequence(extension);
      if (readOid(parts[0]) !== id) continue;
      return read(contentOf(parts.at(-1), DER.octetString));
    }
    return null;
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}
