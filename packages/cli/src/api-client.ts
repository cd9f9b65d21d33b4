import type { ScanEvent } from '@cyborux/contract';
import { EventSourceParserStream } from 'eventsource-parser/stream';

/** A client of the REST API, as anyone could write it. */
export class ApiClient {
  readonly #base: string;
  readonly #key: string;

  constructor(base: string, key: string) {
    this.#base = base;
    this.#key = key;
  }

  async get<T>(path: string): Promise<T> {
    return this.#json(path, {});
  }

  async post<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    return this.#json(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  /** The events of an analysis to its end, taken up again where a connection broke. */
  async *events(analysisId: string): AsyncGenerator<ScanEvent, void, void> {
    let last = '0';
    while (true) {
      const response = await this.#fetch(`/api/analyses/${analysisId}/events`, {
        headers: { accept: 'text/event-stream', 'last-event-id': last },
      });
      if (response.body === null) throw new Error('The server sent no event stream.');
      const stream = response.body
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream());
      for await (const { event, id, data } of stream) {
        if (event === 'end') return;
        if (id !== undefined) last = id;
        yield JSON.parse(data) as ScanEvent;
      }
    }
  }

  async #json<T>(path: string, init: RequestInit): Promise<T> {
    return (await (await this.#fetch(path, init)).json()) as T;
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(new URL(path, this.#base), {
      ...init,
      headers: { authorization: `Bearer ${this.#key}`, ...init.headers },
    });
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new Error(
      `${init.method ?? 'GET'} ${path} answered ${response.status}: ${problem.detail ?? 'no detail'}`,
    );
  }
}
