import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Problem } from '@cyborux/contract';
import { visible } from '@cyborux/engine/protocols/control-text.ts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ProblemError } from './errors.ts';

/** Where every answer that is not a success is made: whatever was thrown becomes `{detail, code, request_id}`. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error);
  // What was foreseen needs no stack to be understood.
  if (problem === error && problem.status >= 500) request.log.warn({ code: problem.code }, 'request refused');
  else if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
  return (
    reply
      .code(problem.status)
      .headers(problem.headers)
      .header('x-request-id', request.id)
      .header('cache-control', 'no-store')
      // Some requests fail before the hook that sets the other security headers.
      .header('x-content-type-options', 'nosniff')
      .type('application/json; charset=utf-8')
      .send(bodyOf(problem, request.id))
  );
}

/** Answers what Node could not even parse as a request, on the bare socket. */
export function sendSocketProblem(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const problem = socketProblem(error.code);
  const requestId = randomUUID();
  const body = JSON.stringify(bodyOf(problem, requestId));
  const head = [
    'HTTP/1.1 400 Bad Request',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  else socket.destroy(error);
}

function bodyOf(problem: ProblemError, requestId: string): Problem {
  return { detail: visible(problem.message, 1000), code: problem.code, request_id: requestId };
}

function socketProblem(code: string | undefined): ProblemError {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new ProblemError(
      400,
      'headers_too_large',
      'The address and headers of the request are too large together.',
    );
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new ProblemError(400, 'request_too_slow', 'The request did not arrive in time.');
  }
  return new ProblemError(400, 'malformed_request', 'That is not a valid HTTP request.');
}

const FRAMEWORK_PROBLEMS: Record<string, readonly [status: number, code: string, detail: string]> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    400,
    'wrong_content_type',
    'The body must be JSON: send it with `Content-Type: application/json`.',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'body_too_large', 'The body is too large: at most 64 KiB are taken.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    400,
    'malformed_request',
    'The body is not as long as `Content-Length` says.',
  ],
  FST_ERR_BAD_URL: [400, 'malformed_path', 'The path has a malformed percent-encoding.'],
  FST_ERR_MAX_PARAM_LENGTH: [404, 'not_found', 'There is nothing at this address.'],
};

export function notFound(detail = 'There is nothing at this address.'): ProblemError {
  return new ProblemError(404, 'not_found', detail);
}

function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error as FastifyError);
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>;
  const known = FRAMEWORK_PROBLEMS[code];
  if (known) return new ProblemError(...known);
  if (statusCode >= 400 && statusCode < 500) {
    return new ProblemError(400, 'malformed_request', 'The request could not be read.');
  }
  return new ProblemError(500, 'internal', 'Internal error.');
}

/** One sentence about the first thing that is wrong. A path parameter that cannot be an id names nothing. */
function invalid(error: FastifyError): ProblemError {
  if (error.validationContext === 'params') return notFound();
  const [first] = error.validation ?? [];
  const field = (first?.instancePath ?? '').split('/').filter(Boolean)[0];
  const code = error.validationContext === 'body' ? 'invalid_body' : 'invalid_parameters';
  return new ProblemError(
    400,
    code,
    `${field ? `\`${field}\` ` : ''}${first?.message ?? 'The request is invalid'}.`,
  );
}
