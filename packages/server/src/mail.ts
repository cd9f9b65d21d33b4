import { createTransport, type Transporter } from 'nodemailer';
import type { Logger } from 'pino';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The address that the text is about: what the operator needs when there is no mail server. */
  link?: string;
}

export interface Mailer {
  /** Sends aside from what asked for it: whoever waits for an answer learns nothing from how long the mail takes. */
  send(mail: Mail): void;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

const TIMEOUT_MS = 15_000;
const TRIES = 3;
const PAUSE_MS = 2000;

/** Mail over SMTP; without a server the operator finds the links in the log. */
export function openMailer(options: { smtpUrl?: string | undefined; from: string; log: Logger }): Mailer {
  const { smtpUrl, from, log } = options;
  if (smtpUrl === undefined) return logMailer(log);
  const transport = createTransport(
    { url: smtpUrl, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
    { from },
  );
  const sending = new Set<Promise<void>>();
  const closing = new AbortController();
  return {
    send(mail) {
      const sent = deliver(transport, mail, closing.signal)
        .catch((err: unknown) => log.error({ err, subject: mail.subject }, 'mail not sent'))
        .finally(() => sending.delete(sent));
      sending.add(sent);
    },
    async close() {
      closing.abort();
      await Promise.all(sending);
      transport.close();
    },
  };
}

function logMailer(log: Logger): Mailer {
  return {
    send: ({ to, subject, link }) =>
      log.warn({ to, subject, link }, 'no mail server is set up: pass this link on'),
    close: async () => {},
  };
}

/** A server that is away for a moment is asked again; what is being closed tries no more. */
async function deliver(transport: Transporter, mail: Mail, closing: AbortSignal): Promise<void> {
  const { link: _, ...message } = mail;
  for (let tries = 1; ; tries += 1) {
    try {
      await transport.sendMail(message);
      return;
    } catch (error) {
      const status = (error as { responseCode?: number }).responseCode ?? 0;
      if (tries === TRIES || status >= 500 || closing.aborted) throw error;
      await pause(PAUSE_MS * tries, closing);
    }
  }
}

function pause(ms: number, closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      closing.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    closing.addEventListener('abort', done);
  });
}
