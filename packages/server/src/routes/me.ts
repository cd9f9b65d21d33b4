import { meSchema } from '@cyborux/contract';
import { identityOf } from '../auth.ts';
import type { App } from '../http.ts';
import { problems } from '../openapi.ts';
import { apiKeyItem } from './list-api-keys.ts';

export function me(app: App): void {
  app.get(
    '/api/user/me',
    {
      schema: {
        operationId: 'getMe',
        tags: ['Account'],
        summary: 'Who you are, and with which key or session',
        response: { 200: meSchema, ...problems(401, 403) },
      },
    },
    (request) => {
      const { user, key, session } = identityOf(request);
      return {
        id: user.id,
        email: user.email,
        name: user.name,
        tier: user.tier,
        is_operator: user.isOperator,
        created_at: user.createdAt.toISOString(),
        api_key: key && apiKeyItem(key),
        session: session && { id: session.id, expires_at: session.expiresAt.toISOString() },
      };
    },
  );
}
