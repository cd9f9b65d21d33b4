import { Readable } from 'node:stream';
import { eventsHeadersSchema, eventsQuerySchema } from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { identityOf } from '../auth.ts';
import type { Notifications } from '../db/notifications.ts';
import type { Database } from '../db/schema.ts';
import { streamEvents } from '../event-stream.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { notFound } from '../problems.ts';
import { findAnalysis } from '../store/analysis-pages.ts';
import { readEvents, readState } from '../store/event-feed.ts';
import { idParams } from './params.ts';

const HEARTBEAT_MS = 15_000;

export function analysisEvents(
  app: App,
  { db, notifications }: { db: Kysely<Database>; notifications: Pick<Notifications, 'subscribe'> },
): void {
  const stopping = new AbortController();
  app.addHook('preClose', async () => stopping.abort());
  app.get(
    '/api/analyses/:id/events',
    {
      // A HEAD request would follow the analysis to its end to tell nothing.
      exposeHeadRoute: false,
      schema: {
        operationId: 'followAnalysis',
        tags: ['Analyses'],
        summary: 'Follow an analysis: Server-Sent Events',
        description:
          'Every stored event as `id` (its number), `event` (its type) and `data` (JSON), in order. The last one is `end`, ' +
          'without an id, with the state in which the analysis ended. Reconnect with `Last-Event-ID` to go on.',
        params: idParams,
        querystring: eventsQuerySchema,
        headers: eventsHeadersSchema,
        response: {
          200: {
            description: 'The events.',
            content: { 'text/event-stream': { schema: z.any().meta({ type: 'string' }) } },
          },
          ...problems(400, 401, 403, 404),
        },
      },
    },
    async (request, reply) => {
      const analysis = await findAnalysis(db, identityOf(request).user.id, request.params.id);
      if (!analysis) throw notFound('You have no such analysis.');
      const ids = { domainId: analysis.domainId, analysisId: analysis.id };
      const observations = request.query.include !== undefined;
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const events = streamEvents(
        {
          read: (after) => readEvents(db, ids, { after, observations }),
          state: () => readState(db, ids),
          subscribe: (listener) => notifications.subscribe(analysis.id, listener),
        },
        {
          after: request.headers['last-event-id'] ?? request.query.after,
          heartbeatMs: HEARTBEAT_MS,
          signal: AbortSignal.any([gone.signal, stopping.signal]),
        },
      );
      reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
      return reply.send(Readable.from(events));
    },
  );
}
