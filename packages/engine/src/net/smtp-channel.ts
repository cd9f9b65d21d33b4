import type { Socket } from 'node:net';
import { readSmtpReply, type SmtpReply } from './smtp-reply.ts';

/** Speaks SMTP over one connection, a command at a time. Lives until `release`. */
export interface SmtpChannel {
  /** Sends a command, if any, and waits for its reply. Null: the connection ended. */
  ask(command: string | null): Promise<SmtpReply | 'malformed' | null>;
  send(command: string): void;
  /** Leaves the connection to TLS. What arrived in the clear is dropped, so that none of it counts as said under TLS. */
  release(): void;
}

export function openSmtpChannel(socket: Socket): SmtpChannel {
  let received = '';
  let isOver = false;
  let wake = () => {};
  const take = (chunk: Buffer) => {
    received += chunk.toString('latin1');
    // Someone who talks without end is not read on until asked again.
    if (received.length > 65_536) socket.pause();
    wake();
  };
  const over = () => {
    isOver = true;
    wake();
  };
  socket.on('data', take);
  socket.once('end', over);
  socket.once('close', over);

  const next = async (): Promise<SmtpReply | 'malformed' | null> => {
    for (;;) {
      const reading = readSmtpReply(received);
      if (reading.state === 'reply') return reading.reply;
      if (reading.state === 'malformed') return 'malformed';
      if (isOver) return null;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      await promise;
    }
  };

  return {
    async ask(command) {
      if (command !== null) {
        received = '';
        socket.resume();
        socket.write(`${command}\r\n`);
      }
      return await next();
    },
    send(command) {
      socket.write(`${command}\r\n`);
    },
    release() {
      received = '';
      socket.pause();
      socket.off('data', take);
      socket.off('end', over);
      socket.off('close', over);
    },
  };
}
