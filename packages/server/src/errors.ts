/** A request that cannot be served, with the answer that it gets: thrown anywhere, turned into `{detail, code, request_id}` in one place. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly status: number;
  /** A stable word for programs. */
  readonly code: string;
  readonly headers: Record<string, string>;

  /** @param detail one sentence for a person */
  constructor(status: number, code: string, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}
