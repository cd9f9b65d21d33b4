import type { PageSpec } from './spec.ts';
import type { PageRequest, Reply } from './web-reply.ts';
import { tricks } from './web-tricks.ts';

/** What a page answers to a request. The spec's headers come first, as they are. */
export function replyTo(page: PageSpec | 'redirect-to-https', request: PageRequest): Reply {
  if (page === 'redirect-to-https') {
    return plainText(301, 'Moved.\n', [['Location', `https://${request.host}${request.path}`]]);
  }
  const other = pageAt(page, request.path.split('?', 1)[0] ?? '/');
  if (other !== undefined) return replyTo(other, { ...request, path: '/' });
  const reply: Reply = {
    status: page.status ?? 200,
    headers: withContentType(page.headers ?? []),
    body: page.body ?? `<!doctype html><html lang="en"><title>${request.host}</title><p>Hello.</p></html>\n`,
  };
  return page.trick === undefined ? reply : tricks[page.trick](request, reply);
}

function pageAt({ paths = {}, elsewhere }: PageSpec, path: string): PageSpec | undefined {
  if (Object.hasOwn(paths, path)) return paths[path];
  return path === '/' ? undefined : elsewhere;
}

/** The answer to a Host that is not at this address. */
export const noSuchSite: Reply = plainText(404, 'No such site here.\n', []);

function withContentType(headers: NonNullable<PageSpec['headers']>): Reply['headers'] {
  if (headers.some(([name]) => name.toLowerCase() === 'content-type')) return headers;
  return [...headers, ['Content-Type', 'text/html; charset=utf-8']];
}

function plainText(status: number, body: string, headers: Reply['headers']): Reply {
  return { status, headers: [...headers, ['Content-Type', 'text/plain; charset=utf-8']], body };
}
