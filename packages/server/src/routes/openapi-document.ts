import { z } from 'zod';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';

export function openapiDocument(app: App): void {
  app.get(
    '/api/openapi.json',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getOpenapi',
        tags: ['Operations'],
        summary: 'This document',
        security: [],
        response: { 200: z.record(z.string(), z.unknown()), ...problems() },
      },
    },
    () => ({ ...app.swagger() }),
  );
}
