import { createHash } from 'node:crypto';
import type { TlsExtension } from './tls-extension.ts';
import { protocolOf, TLS_PROTOCOLS } from './tls-names.ts';
import type { ServerHello } from './tls-server-hello.ts';

/**
 * How a server answers a fixed hello, so that servers of one make and configuration look alike:
 * `<version><number of extensions>_<suite>_<hash>`, joined by `-` over the versions, newest first. The version is a digit
 * (SSLv3 0 to TLS 1.3 4), the numbers are in hex, and the hash is the first six octets of the SHA-256 over the
 * extension types in the order of the wire, those of EncryptedExtensions behind a `/`. An open scheme of our own.
 */
export function serverFingerprint(
  answers: readonly { hello: ServerHello; encryptedExtensions: readonly TlsExtension[] }[],
): string {
  const inOrder = answers.toSorted((a, b) => b.hello.version - a.hello.version);
  return inOrder.map(({ hello, encryptedExtensions }) => partOf(hello, encryptedExtensions)).join('-');
}

function partOf(hello: ServerHello, encrypted: readonly TlsExtension[]): string {
  const protocol = protocolOf(hello.version);
  const version = protocol === undefined ? 'x' : TLS_PROTOCOLS.indexOf(protocol) - 1;
  const types = [hello.extensions, encrypted].map((list) => list.map(({ type }) => hex(type, 4)).join(','));
  const count = hex(hello.extensions.length + encrypted.length, 2);
  const hash = createHash('sha256').update(types.join('/')).digest('hex').slice(0, 12);
  return `${version}${count}_${hex(hello.suite, 4)}_${hash}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
