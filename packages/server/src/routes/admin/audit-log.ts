import {
  type AuditItem,
  auditFilterSchema,
  auditLineSchema,
  auditQuerySchema,
  pageSchema,
} from '@cyborux/contract';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../db/schema.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';
import { type AuditFilter, type AuditLine, listAudit, readAudit } from '../../store/audit.ts';
import { streamed } from './streamed.ts';

export function auditLog(app: App, { db }: { db: Kysely<Database> }): void {
  app.get(
    '/api/admin/audit-log',
    {
      config: { access: 'operator' },
      schema: {
        operationId: 'listAuditLog',
        tags: ['Operator'],
        summary: 'Who did what on whom, from where and when; the latest first',
        querystring: auditQuerySchema,
        response: { 200: pageSchema(auditLineSchema), ...problems(400, 401, 403) },
      },
    },
    async (request) => {
      const { actor, act, subject, ...rest } = request.query;
      const { items, ...envelope } = await listAudit(db, { actor, act, subject }, rest);
      return { items: items.map(auditItem), ...envelope };
    },
  );
  app.get(
    '/api/admin/audit-log/export',
    {
      // A HEAD request would read everything to tell nothing.
      exposeHeadRoute: false,
      config: { access: 'operator' },
      schema: {
        operationId: 'exportAuditLog',
        tags: ['Operator'],
        summary: 'The audit log as newline-delimited JSON, in the order in which it was written',
        querystring: auditFilterSchema,
        response: {
          200: {
            description: 'One line of JSON for each act.',
            content: { 'application/x-ndjson': { schema: z.any().meta({ type: 'string' }) } },
          },
          ...problems(400, 401, 403),
        },
      },
    },
    async (request, reply) =>
      reply.type('application/x-ndjson; charset=utf-8').send(await streamed(lines(db, request.query))),
  );
}

async function* lines(db: Kysely<Database>, filter: AuditFilter): AsyncGenerator<string> {
  for await (const line of readAudit(db, filter)) yield `${JSON.stringify(auditItem(line))}\n`;
}

export function auditItem(line: AuditLine): AuditItem {
  return { ...line, at: line.at.toISOString() };
}
