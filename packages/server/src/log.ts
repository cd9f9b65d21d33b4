import { visible } from '@cyborux/engine/protocols/control-text.ts';
import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';
import pretty from 'pino-pretty';

const MAX_TEXT = 4096;
const MAX_DEPTH = 6;
const MAX_ITEMS = 100;
const SECRET_FIELD = /^(?:authorization|cookie|set-cookie|password|secret|token|api_?key|key)$/i;
const API_KEY = /cyb_[0-9A-Za-z]{8,}/g;
const REDACTED = '[redacted]';

/**
 * Structured logs: JSON lines, or readable ones for a person at a terminal. Whatever comes from outside is
 * neutralised on its way (one line, no escapes, no bidi controls), and secrets are left out wherever they stand.
 * @param options.to default: stderr
 */
export function createLog(
  options: { level?: string; pretty?: boolean; color?: boolean; to?: DestinationStream } = {},
): Logger {
  const to = options.to ?? destination({ fd: 2, sync: true });
  return pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => clean(fields, 0) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, log) {
          Reflect.apply(log, this, cleanArguments(args));
        },
      },
      serializers: {
        err: (error: unknown) => error,
        req: (request: { method?: string; url?: string }) => ({
          method: request.method,
          url: text(request.url ?? ''),
        }),
        res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
      },
    },
    options.pretty ? readable(to, options.color ?? false) : to,
  );
}

function readable(to: DestinationStream, colorize: boolean): DestinationStream {
  const format = pretty.prettyFactory({ colorize, translateTime: 'SYS:HH:MM:ss.l' });
  return { write: (line) => void to.write(format(line)) };
}

/** An error that is logged without a message lends its own; that one is untrusted too. */
function cleanArguments([first, ...rest]: readonly unknown[]): unknown[] {
  const error = first instanceof Error ? first : errorWithin(first);
  const message = rest.length === 0 && error ? [error.message] : rest;
  return [first, ...message].map((each) => (typeof each === 'string' ? text(each) : each));
}

function errorWithin(value: unknown): Error | undefined {
  if (typeof value !== 'object' || value === null || !('err' in value)) return undefined;
  return value.err instanceof Error ? value.err : undefined;
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return '[deeper]';
  if (value instanceof Error) return cleanError(value, depth);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => clean(item, depth + 1));
  const prototype = Object.getPrototypeOf(value);
  // Requests and the like have their serializers.
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ITEMS)
      .map(([name, field]) => [text(name), SECRET_FIELD.test(name) ? REDACTED : clean(field, depth + 1)]),
  );
}

function cleanError(error: Error & { code?: unknown }, depth: number): Record<string, unknown> {
  return {
    type: text(error.name),
    message: text(error.message),
    ...(error.code === undefined ? {} : { code: clean(error.code, depth + 1) }),
    // The frames alone: what stands above them is the message again, in as many lines as it likes.
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map(text)
      .join('\n'),
    ...(error.cause === undefined ? {} : { cause: clean(error.cause, depth + 1) }),
  };
}

function text(value: string): string {
  return visible(value.slice(0, 4 * MAX_TEXT).replace(API_KEY, `cyb_${REDACTED}`), MAX_TEXT);
}
