import { decodeTls, readTls, vector } from './tls-bytes.ts';
import { EXTENSION, type TlsExtension } from './tls-extension.ts';
import { handshakeMessage, records } from './tls-hello.ts';
import { canRead, type KeySchedule, keySchedule, type RecordProtection } from './tls-key-schedule.ts';
import type { KeyShare } from './tls-key-share.ts';
import { HANDSHAKE, RECORD } from './tls-names.ts';
import {
  createHandshakeJoiner,
  createRecordReader,
  type HandshakeMessage,
  type TlsRecord,
} from './tls-record.ts';
import { bodyOf, parseServerHello, readExtensions, type ServerHello } from './tls-server-hello.ts';
import {
  type CertificateMessage,
  parseCertificateRequest,
  parseCertificateStatus,
  parseCertificates,
  parseCertificates13,
  parseServerKeyExchange,
  type ServerKeyExchange,
} from './tls-server-messages.ts';
import { suiteOf } from './tls-suite.ts';

/** What a server said in answer to a hello, as far as it has been read. */
export interface Flight {
  hello: ServerHello | null;
  /** Of TLS 1.3. */
  encryptedExtensions: readonly TlsExtension[];
  certificate: CertificateMessage | null;
  /** DER of an OCSPResponse. */
  staple: Buffer | null;
  keyExchange: ServerKeyExchange | null;
  /** It asks for a client's certificate. */
  request: { signatures: readonly number[] } | null;
  /** The scheme of the CertificateVerify of TLS 1.3. */
  verify: number | null;
  /** A fatal alert. */
  alert: number | null;
  /** Up to ServerHelloDone, the server's Finished, or a HelloRetryRequest. */
  isComplete: boolean;
  /** `unreadable`: TLS 1.3 in a group or with a suite that we cannot compute. */
  oddity: 'not-tls' | 'malformed' | 'unreadable' | null;
  /** After `finish`: the tickets of TLS 1.3, with the octets of early data that each allows. */
  tickets: readonly { lifetime: number; maxEarlyData: number }[];
}

/** Reads one server flight from bytes that arrive in any portions. Never throws. */
export interface FlightReader {
  push(chunk: Buffer): void;
  flight: Readonly<Flight>;
  /** Nothing that follows would be read. */
  isOver(): boolean;
  /** The client's end of a TLS 1.3 handshake (no certificate, Finished, good-bye); null unless the flight is complete. */
  finish(): Buffer | null;
}

/** More than any server says before it waits for the client. */
const MAX_BYTES = 1 << 19;
const FATAL = 2;
const MAX_TICKETS = 8;

/** @param shares those of the hello, for TLS 1.3 */
export function createFlightReader(clientHello: Buffer, shares: readonly KeyShare[] = []): FlightReader {
  const flight: Flight = {
    hello: null,
    encryptedExtensions: [],
    certificate: null,
    staple: null,
    keyExchange: null,
    request: null,
    verify: null,
    alert: null,
    isComplete: false,
    oddity: null,
    tickets: [],
  };
  const recordReader = createRecordReader();
  const joiner = createHandshakeJoiner();
  const transcript = [clientHello];
  let schedule: KeySchedule | null = null;
  let protection: RecordProtection | null = null;
  let received = 0;
  let isFinished = false;

  const isOver = () => flight.alert !== null || flight.oddity !== null || (flight.isComplete && !isFinished);

  const takeHello = (message: HandshakeMessage) => {
    const hello = parseServerHello(message.body);
    flight.hello = hello;
    if (hello === null) flight.oddity = 'malformed';
    if (hello === null || hello.version < 0x0304) return;
    if (hello.isRetry) {
      flight.isComplete = true;
      return;
    }
    const share = shares.find(({ group }) => group === hello.group);
    const secret = hello.publicKey === null ? null : (share?.agree(hello.publicKey) ?? null);
    if (secret === null || !canRead(hello.suite)) {
      flight.oddity = 'unreadable';
      return;
    }
    schedule = keySchedule(hello.suite, secret, Buffer.concat(transcript));
    protection = schedule.protection(schedule.serverHandshake);
  };

  const takeMessage = (message: HandshakeMessage) => {
    if (isFinished) {
      takeTicket(flight, message);
      return;
    }
    transcript.push(message.raw);
    if (flight.hello === null) {
      if (message.type === HANDSHAKE.serverHello) takeHello(message);
      else flight.oddity = 'malformed';
      return;
    }
    takeLater(flight, flight.hello, message);
  };

  const takeRecord = (record: TlsRecord) => {
    const inner = unprotected(record, protection);
    if (inner === null) flight.oddity = 'malformed';
    else if (inner.type === RECORD.alert && inner.content.length >= 2) {
      // A warning, unrecognized_name above all, ends nothing (RFC 6066 section 3).
      if (inner.content.readUInt8(0) === FATAL || flight.hello === null || protection !== null) {
        flight.alert = inner.content.readUInt8(1);
      }
    } else if (inner.type === RECORD.handshake) {
      for (const message of joiner.push(inner.content)) if (!isOver()) takeMessage(message);
      if (joiner.isBroken()) flight.oddity = 'malformed';
    }
  };

  return {
    flight,
    isOver,
    push(chunk) {
      if (isOver()) return;
      received += chunk.length;
      for (const record of recordReader.push(chunk)) if (!isOver()) takeRecord(record);
      if (isOver()) return;
      if (recordReader.isBroken()) flight.oddity = flight.hello === null ? 'not-tls' : 'malformed';
      else if (received > MAX_BYTES) flight.oddity = 'malformed';
    },
    finish() {
      if (schedule === null || !flight.isComplete || isFinished) return null;
      const sealing = schedule.protection(schedule.clientHandshake);
      const atFinished = Buffer.concat(transcript);
      // RFC 8446 section 4.4.2: a client without a certificate says so.
      const certificate =
        flight.request === null
          ? Buffer.alloc(0)
          : handshakeMessage(HANDSHAKE.certificate, Buffer.concat([vector(1), vector(3)]));
      const verifyData = schedule.finished(
        schedule.clientHandshake,
        Buffer.concat([atFinished, certificate]),
      );
      const messages = Buffer.concat([certificate, handshakeMessage(HANDSHAKE.finished, verifyData)]);
      isFinished = true;
      const { client, server } = schedule.application(atFinished);
      protection = schedule.protection(server);
      const compatibility = records(RECORD.changeCipherSpec, 0x0303, Buffer.of(1));
      const goodBye = schedule.protection(client).seal(RECORD.alert, Buffer.of(1, 0));
      return Buffer.concat([compatibility, sealing.seal(RECORD.handshake, messages), goodBye]);
    },
  };
}

function unprotected(record: TlsRecord, protection: RecordProtection | null) {
  if (record.type !== RECORD.applicationData || protection === null)
    return { type: record.type, content: record.body };
  return protection.open(record.header, record.body);
}

function takeLater(flight: Flight, hello: ServerHello, { type, body }: HandshakeMessage): void {
  const isNew = hello.version >= 0x0304;
  if (type === HANDSHAKE.encryptedExtensions) {
    flight.encryptedExtensions = decodeTls(body, readExtensions) ?? [];
  } else if (type === HANDSHAKE.certificate) {
    flight.certificate = isNew ? parseCertificates13(body) : parseCertificates(body);
    flight.staple = flight.certificate?.staple ?? null;
    if (flight.certificate === null) flight.oddity = 'malformed';
  } else if (type === HANDSHAKE.certificateStatus) {
    flight.staple = parseCertificateStatus(body);
  } else if (type === HANDSHAKE.serverKeyExchange) {
    flight.keyExchange = parseServerKeyExchange(body, suiteOf(hello.suite), hello.version);
  } else if (type === HANDSHAKE.certificateRequest) {
    flight.request = parseCertificateRequest(body, hello.version) ?? { signatures: [] };
  } else if (type === HANDSHAKE.certificateVerify) {
    flight.verify = decodeTls(body, (reader) => reader.u16());
  } else if (type === HANDSHAKE.serverHelloDone || type === HANDSHAKE.finished) {
    flight.isComplete = true;
  }
}

/** NewSessionTicket (RFC 8446 section 4.6.1). */
function takeTicket(flight: Flight, { type, body }: HandshakeMessage): void {
  if (type !== HANDSHAKE.newSessionTicket || flight.tickets.length >= MAX_TICKETS) return;
  const ticket = decodeTls(body, (reader) => {
    const lifetime = reader.take(4).readUInt32BE(0);
    reader.take(4);
    reader.vector(1);
    reader.vector(2);
    const early = bodyOf(readExtensions(reader), EXTENSION.earlyData);
    return { lifetime, maxEarlyData: early === undefined ? 0 : readTls(early).take(4).readUInt32BE(0) };
  });
  if (ticket !== null) flight.tickets = [...flight.tickets, ticket];
}
