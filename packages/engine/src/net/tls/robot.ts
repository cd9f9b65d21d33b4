import { constants, type KeyObject, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import { type Unknown, unknown } from '@cyborux/contract';
import { u16, vector } from '../../protocols/tls-bytes.ts';
import type { FlightReader } from '../../protocols/tls-flight.ts';
import { handshakeMessage, records } from '../../protocols/tls-hello.ts';
import { HANDSHAKE, RECORD } from '../../protocols/tls-names.ts';
import type { Presence } from '../../protocols/tls-survey.ts';
import { reactionName, reactionTo } from './after-hello.ts';
import type { Inquiry } from './ask.ts';
import type { OldProtocol } from './openings.ts';
import { asUnknown } from './talk.ts';

/**
 * Does the server tell a well-formed key exchange from ill-formed ones (Bleichenbacher's oracle, ROBOT)? Five key
 * exchanges, none of which opens anything; a server that is sound takes all of them alike (RFC 5246 section 7.4.7.1).
 */
export async function surveyRobot(
  inquiry: Inquiry,
  protocol: OldProtocol,
  rsaSuites: readonly number[],
): Promise<Presence> {
  if (rsaSuites.length === 0) return 'notApplicable';
  const first = await reactionsOf(inquiry, protocol, rsaSuites);
  if ('state' in first) return first;
  if (new Set(first).size === 1) return 'absent';
  // Once is chance: a busy server is slow at times.
  const second = await reactionsOf(inquiry, protocol, rsaSuites);
  if ('state' in second) return second;
  return first.every((reaction, index) => reaction === second[index])
    ? 'present'
    : unknown('failed', 'The server reacts differently from one time to the next.');
}

async function reactionsOf(
  inquiry: Inquiry,
  protocol: OldProtocol,
  suites: readonly number[],
): Promise<string[] | Unknown> {
  const reactions = await Promise.all(
    FORMS.map((form) =>
      reactionTo(inquiry, { protocol, suites }, (flight, version) => keyExchange(flight, version, form)),
    ),
  );
  const names: string[] = [];
  for (const reaction of reactions) {
    if (reaction.state === 'no-flight') return unknown('failed', 'No whole flight came.');
    if (reaction.state !== 'reacted') return asUnknown(reaction);
    names.push(reactionName(reaction));
  }
  return names;
}

/** Blocks of PKCS #1 type 2 around a premaster secret; `size` is the modulus', in octets. */
type Form = (size: number, version: number) => Buffer;

const FORMS: readonly Form[] = [
  (size, version) => block(size, [0, 2], [0], version),
  // Another block type; no separator; a separator in the padding; another version within.
  (size, version) => block(size, [0x41, 0x17], [0], version),
  (size, version) => block(size, [0, 2], [0x11], version),
  (size, version) => withZero(block(size, [0, 2], [0x11], version), 4),
  (size) => block(size, [0, 2], [0], 0x0202),
];

function block(size: number, start: number[], separator: number[], version: number): Buffer {
  const secret = Buffer.concat([u16(version), nonZero(46)]);
  const padding = nonZero(size - start.length - separator.length - secret.length);
  return Buffer.concat([Buffer.from(start), padding, Buffer.from(separator), secret]);
}

function withZero(bytes: Buffer, at: number): Buffer {
  bytes[at] = 0;
  return bytes;
}

function nonZero(length: number): Buffer {
  return randomBytes(length).map((octet) => octet || 1) as Buffer;
}

/** ClientKeyExchange, ChangeCipherSpec, and a Finished that no key fits. */
function keyExchange(flight: FlightReader['flight'], version: number, form: Form): Buffer {
  const key = rsaKeyOf(flight);
  if (key === null) return Buffer.alloc(0);
  const size = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 2048) / 8);
  const plain = form(size, version);
  const secret = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, plain);
  const body = version === 0x0300 ? secret : vector(2, secret);
  return Buffer.concat([
    records(RECORD.handshake, version, handshakeMessage(HANDSHAKE.clientKeyExchange, body)),
    records(RECORD.changeCipherSpec, version, Buffer.of(1)),
    records(RECORD.handshake, version, randomBytes(64)),
  ]);
}

function rsaKeyOf(flight: FlightReader['flight']): KeyObject | null {
  const leaf = flight.certificate?.chain[0];
  if (leaf === undefined) return null;
  try {
    const { publicKey } = new X509Certificate(leaf);
    return publicKey.asymmetricKeyType === 'rsa' ? publicKey : null;
  } catch {
    return null;
  }
}
