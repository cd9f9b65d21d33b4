import { parseDomain } from '@cyborux/engine/protocols/domain-name.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { identityOf } from '../auth.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../errors.ts';
import { type DomainAccess, findDomainAccess } from '../store/domains.ts';

declare module 'fastify' {
  interface FastifyRequest {
    domain: DomainAccess | null;
  }
}

/** Every route of the prefix `/api/domains/:domain` passes here. Whether someone else analysed the domain does not show. */
export function verifyDomainAccess(app: FastifyInstance, { db }: { db: Kysely<Database> }): void {
  app.decorateRequest('domain', null);
  app.addHook('preValidation', async (request) => {
    const { domain } = request.params as { domain: string };
    const parsed = parseDomain(domain);
    if (!parsed.ok) throw new ProblemError(400, 'invalid_domain', parsed.reason);
    request.domain = await findDomainAccess(db, identityOf(request).user.id, parsed.target.name);
    domainOf(request);
  });
}

/** @throws ProblemError 403 */
export function domainOf(request: FastifyRequest): DomainAccess {
  if (request.domain) return request.domain;
  throw new ProblemError(
    403,
    'no_domain_access',
    'You have no access to this domain: start an analysis of it with `POST /api/analyze-domain` to gain it.',
  );
}
