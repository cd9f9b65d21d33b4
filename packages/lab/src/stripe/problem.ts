/** An answer that is not a success, in Stripe's words. */
export class StripeProblem extends Error {
  override name = 'StripeProblem';
  readonly status: number;
  readonly type: string;
  readonly code: string | undefined;
  readonly param: string | undefined;

  constructor(status: number, type: string, message: string, more: { code?: string; param?: string } = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.code = more.code;
    this.param = more.param;
  }
}

export function invalid(message: string, more: { code?: string; param?: string } = {}): StripeProblem {
  return new StripeProblem(400, 'invalid_request_error', message, more);
}

export function missing(kind: string, id: string, param = 'id'): StripeProblem {
  return new StripeProblem(404, 'invalid_request_error', `No such ${kind}: '${id}'`, {
    code: 'resource_missing',
    param,
  });
}

export function bodyOf({ type, code, param, message }: StripeProblem): object {
  return { error: { type, message, ...(code && { code }), ...(param && { param }) } };
}
