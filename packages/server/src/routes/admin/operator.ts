import type { FastifyRequest } from 'fastify';
import type { Operator } from '../../actions/change-user.ts';
import { identityOf } from '../../auth.ts';

export function operatorOf(request: FastifyRequest): Operator {
  return { actor: identityOf(request).user.id, address: request.ip };
}
