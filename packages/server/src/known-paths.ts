import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from './errors.ts';
import { notFound } from './problems.ts';

/** Answers what no route takes: 405 with `Allow` where another method would do, 404 elsewhere. Register it before the routes. */
export function refuseUnknownRoutes(app: FastifyInstance): void {
  const methodsOf = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsOf.get(url) ?? new Set(['OPTIONS']);
    methodsOf.set(url, methods);
    for (const each of [method].flat()) methods.add(each);
  });
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = [...methodsOf]
      .filter(([url]) => matches(url, path))
      .flatMap(([, methods]) => [...methods]);
    if (allowed.length === 0) throw notFound();
    const allow = [...new Set(allowed)].sort().join(', ');
    if (request.method === 'OPTIONS') return reply.code(204).header('allow', allow).send();
    throw wrongMethod(request, allow);
  });
}

function wrongMethod(request: FastifyRequest, allow: string): ProblemError {
  return new ProblemError(405, 'wrong_method', `${request.method} is not possible here: ${allow} are.`, {
    allow,
  });
}

/** @param pattern a route's own: `/api/analyses/:id` */
function matches(pattern: string, path: string): boolean {
  const parts = path.split('/');
  const expected = pattern.split('/');
  if (parts.length !== expected.length) return false;
  return expected.every((part, index) =>
    part.startsWith(':') ? parts[index] !== '' : part === parts[index],
  );
}
