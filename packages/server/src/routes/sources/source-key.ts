import { deleteSourceKeyQuerySchema, putSourceKeySchema, sourceKeySchema } from '@cyborux/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { saveSourceKey } from '../../actions/sources/save-key.ts';
import { identityOf } from '../../auth.ts';
import { ProblemError } from '../../errors.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';
import { notFound } from '../../problems.ts';
import { recordAudit } from '../../store/audit.ts';
import { deleteSourceKey } from '../../store/source-keys.ts';
import type { RouteDeps } from '../index.ts';
import { sourceKeyItem } from './source-items.ts';

const params = z.object({ id: z.string().describe('Id of the source, as `GET /api/sources` tells it.') });

type Deps = Pick<RouteDeps, 'db' | 'now' | 'sourceDesk'>;

export function putSourceKey(app: App, { db, now, sourceDesk }: Deps): void {
  app.put(
    '/api/sources/:id/key',
    {
      config: { access: 'admin' },
      schema: {
        operationId: 'putSourceKey',
        tags: ['Sources'],
        summary: 'Set the key of a source',
        description:
          'The key is tested with one request to the source. One that is refused is not stored, and the former one stays.',
        params,
        body: putSourceKeySchema,
        response: { 200: sourceKeySchema, ...problems(400, 401, 403, 404, 413, 503) },
      },
    },
    async (request) => {
      const source = sourceDesk.sources.find(({ id }) => id === request.params.id);
      if (!source) throw notFound('There is no such source.');
      const { keyBox, openNetwork } = sourceDesk;
      if (keyBox === null) {
        throw new ProblemError(
          503,
          'no_secret_keys',
          'Keys cannot be kept here: the operator has to set CYBORUX_SECRET_KEYS first.',
        );
      }
      const { body } = request;
      const row = await saveSourceKey(
        { db, keyBox, openNetwork, log: sourceDesk.log },
        {
          source,
          key: body.key,
          actor: identityOf(request).user.id,
          address: request.ip,
          userId: holderOf(request, body.for),
          requestsPerDay: body.requests_per_day ?? null,
          requestsPerMonth: body.requests_per_month ?? null,
          now: now(),
        },
      );
      return sourceKeyItem(row, now());
    },
  );
}

export function deleteSourceKeyRoute(app: App, { db, now }: Deps): void {
  app.delete(
    '/api/sources/:id/key',
    {
      config: { access: 'admin' },
      schema: {
        operationId: 'deleteSourceKey',
        tags: ['Sources'],
        summary: 'Delete the key of a source',
        params,
        querystring: deleteSourceKeyQuerySchema,
        response: { 204: z.undefined().describe('Deleted.'), ...problems(400, 401, 403, 404, 413) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const holder = request.query.for;
      // What cannot be stored names nothing.
      const deleted = !id.includes('\0') && (await deleteSourceKey(db, id, holderOf(request, holder)));
      if (!deleted) throw notFound('There is no such key.');
      const entry = { actor: identityOf(request).user.id, act: 'source_key.delete', address: request.ip };
      await recordAudit(db, { ...entry, subject: null, details: { source: id, for: holder }, now: now() });
      return reply.code(204).send();
    },
  );
}

/** @throws ProblemError 403 when someone who is no operator acts for everyone */
function holderOf(request: FastifyRequest, holder: 'own' | 'everyone'): string | null {
  const { user } = identityOf(request);
  if (holder === 'own') return user.id;
  if (user.isOperator) return null;
  throw new ProblemError(403, 'not_operator', 'Keys for everyone are for operators alone.');
}
