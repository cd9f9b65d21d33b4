import { constants, privateDecrypt } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { records } from '@cyborux/engine/protocols/tls-hello.ts';
import { ALERT, HANDSHAKE, RECORD } from '@cyborux/engine/protocols/tls-names.ts';
import {
  createHandshakeJoiner,
  createRecordReader,
  type HandshakeMessage,
  type TlsRecord,
} from '@cyborux/engine/protocols/tls-record.ts';
import { type Listener, openListener } from '../listener.ts';
import { parseClientHello, parseSsl2ClientHello } from './client-hello.ts';
import { agreed, serverFlight, ssl2ServerHello, type TlsScript } from './flight.ts';
import { modernFlight } from './modern.ts';

const HANDSHAKE_FAILURE = 40;
const DECODE_ERROR = 50;
const HEARTBEAT_REQUEST = 1;
const HEARTBEAT_RESPONSE = 2;
/** Type, length and the padding that has to be there (RFC 6520 section 4). */
const HEARTBEAT_LEAST = 19;

/** Speaks the script on a port of loopback. */
export async function startScriptedTls(script: TlsScript): Promise<Listener> {
  return await openListener(createServer((socket) => converse(socket, script)));
}

function converse(socket: Socket, script: TlsScript): void {
  const reader = createRecordReader();
  const joiner = createHandshakeJoiner();
  let version = 0x0301;
  let hasCcs = false;
  let isSsl2: boolean | null = null;
  let early = Buffer.alloc(0);

  const alert = (description: number) =>
    socket.end(records(RECORD.alert, version, Buffer.of(2, description)));

  let tickets: Buffer | null = null;

  const takeHello = ({ body, raw }: HandshakeMessage) => {
    const hello = parseClientHello(body);
    if (hello === null) return alert(DECODE_ERROR);
    const choice = agreed(script, hello);
    if (choice === null) return alert(HANDSHAKE_FAILURE);
    version = choice.version;
    if (version === 0x0304) {
      const flight = modernFlight(script, raw, hello, choice.suite);
      tickets = flight.tickets;
      return socket.write(flight.bytes);
    }
    socket.write(inRecords(serverFlight(script, hello, version, choice.suite), version, script.fragment));
  };

  const takeRecord = (record: TlsRecord) => {
    if (version === 0x0304 && record.type !== RECORD.handshake) {
      // The client's Finished comes sealed; nobody looks whether it is right.
      if (record.type === RECORD.applicationData && tickets !== null) socket.end(tickets);
      else if (record.type === RECORD.alert) socket.end();
      return;
    }
    if (record.type === RECORD.alert) return socket.end();
    if (record.type === RECORD.heartbeat) return answerHeartbeat(socket, script, version, record.body);
    if (record.type === RECORD.changeCipherSpec) {
      hasCcs = true;
      return script.earlyCcs || keyExchanged ? undefined : alert(ALERT.unexpectedMessage);
    }
    if (hasCcs) return alert(ALERT.badRecordMac);
    for (const message of joiner.push(record.body)) {
      const { type, body } = message;
      if (type === HANDSHAKE.clientHello) takeHello(message);
      else if (type === HANDSHAKE.clientKeyExchange) {
        keyExchanged = true;
        if (script.oracle && !isWellFormed(script, body)) alert(DECODE_ERROR);
      }
    }
  };
  let keyExchanged = false;

  socket.on('data', (chunk: Buffer) => {
    if (isSsl2 === null) {
      early = Buffer.concat([early, chunk]);
      isSsl2 = (early[0] ?? 0) >= 0x80;
    } else if (isSsl2) {
      early = Buffer.concat([early, chunk]);
    }
    if (isSsl2) return answerSsl2(socket, script, early);
    for (const record of reader.push(chunk)) if (socket.writable) takeRecord(record);
    if (reader.isBroken()) socket.end();
  });
}

function inRecords(flight: Buffer, version: number, size = flight.length): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < flight.length; at += size) {
    parts.push(records(RECORD.handshake, version, flight.subarray(at, at + size)));
  }
  return Buffer.concat(parts);
}

function answerSsl2(socket: Socket, script: TlsScript, bytes: Buffer): void {
  if (bytes.length < 2 || bytes.length < 2 + (bytes.readUInt16BE(0) & 0x7fff)) return;
  const hello = script.ssl2 === undefined ? null : parseSsl2ClientHello(bytes.subarray(3));
  if (hello === null) socket.destroy();
  else socket.write(ssl2ServerHello(script, hello.kinds));
}

function answerHeartbeat(socket: Socket, script: TlsScript, version: number, body: Buffer): void {
  if (script.heartbeat === undefined || body.length < 3 || body[0] !== HEARTBEAT_REQUEST) return;
  const length = body.readUInt16BE(1);
  if (script.heartbeat === 'sound' && HEARTBEAT_LEAST + length > body.length) return;
  const response = Buffer.concat([
    Buffer.of(HEARTBEAT_RESPONSE),
    body.subarray(1, 3),
    Buffer.alloc(length + 16),
  ]);
  socket.write(records(RECORD.heartbeat, version, response));
}

/** Is it a block of type 2 with its zero in the right place? */
function isWellFormed(script: TlsScript, body: Buffer): boolean {
  if (script.key === undefined) return false;
  const { RSA_NO_PADDING } = constants;
  const block = privateDecrypt({ key: script.key, padding: RSA_NO_PADDING }, body.subarray(2));
  return block[0] === 0 && block[1] === 2 && block.indexOf(0, 2) === block.length - 49;
}
