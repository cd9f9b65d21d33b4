import { createHash } from 'node:crypto';
import {
  analysisItemSchema,
  analysisSchema,
  apiKeySchema,
  certificateSchema,
  contactSchema,
  coverageSchema,
  dnsRecordSchema,
  domainItemSchema,
  domainScoreSchema,
  domainSummarySchema,
  findingItemSchema,
  ipAddressSchema,
  omissionSchema,
  problemSchema,
  quotaLineSchema,
  scoreSchema,
  serviceSchema,
  sourceOutcomeSchema,
  subdomainSchema,
} from '@cyborux/contract';
import swagger from '@fastify/swagger';
import reference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';

/** The shapes that get a name of their own in the document. */
const NAMED = {
  Analysis: analysisSchema,
  AnalysisItem: analysisItemSchema,
  ApiKey: apiKeySchema,
  Certificate: certificateSchema,
  Contact: contactSchema,
  Coverage: coverageSchema,
  DnsRecord: dnsRecordSchema,
  DomainItem: domainItemSchema,
  DomainScore: domainScoreSchema,
  DomainSummary: domainSummarySchema,
  Finding: findingItemSchema,
  IpAddress: ipAddressSchema,
  Omission: omissionSchema,
  Problem: problemSchema,
  QuotaLine: quotaLineSchema,
  Score: scoreSchema,
  Service: serviceSchema,
  SourceOutcome: sourceOutcomeSchema,
  Subdomain: subdomainSchema,
};
for (const [id, schema] of Object.entries(NAMED)) z.globalRegistry.add(schema, { id });

const zodToJsonConfig: ZodToJsonConfig = {
  override({ zodSchema, jsonSchema }) {
    // A format says it all; zod's patterns for it are long.
    if (jsonSchema.format) delete jsonSchema.pattern;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    // Lost on numbers in a query, which are read from text.
    const { def } = zodSchema._zod;
    if (def.type === 'default') jsonSchema.default = def.defaultValue as typeof jsonSchema.default;
  },
};
const toJsonSchema = createJsonSchemaTransform({ zodToJsonConfig });
const addComponents = createJsonSchemaTransformObject({ zodToJsonConfig });

const PROBLEMS = {
  400: 'Invalid parameters or body: `detail` names the field and what is allowed.',
  401: 'Missing or invalid API key.',
  403: 'The key lacks the scope, the tier does not include it, or there is no access to the domain.',
  404: 'Not found.',
  409: 'It conflicts with the present state.',
  413: 'The body is too large.',
  429: 'Rate limit or quota exceeded: `Retry-After` tells when to come back.',
  500: 'Internal error.',
  502: 'Stripe does not answer: nothing was changed, and it is safe to try again.',
  503: 'Not ready, or not configured.',
} as const;
type ProblemStatus = keyof typeof PROBLEMS;

interface ProblemAnswer {
  description: string;
  content: { 'application/json': { schema: typeof problemSchema } };
}

/** The problems that a route can answer with. Nearly every route can fail, and counts for the rate limit. */
export function problems<S extends ProblemStatus>(
  ...statuses: readonly S[]
): Record<S | 429 | 500, ProblemAnswer> {
  const all: readonly (S | 429 | 500)[] = [...statuses, 429, 500];
  return Object.fromEntries(all.map((status) => [status, problem(status)])) as Record<
    S | 429 | 500,
    ProblemAnswer
  >;
}

export function problem(status: ProblemStatus): ProblemAnswer {
  return { description: PROBLEMS[status], content: { 'application/json': { schema: problemSchema } } };
}

/** The document is made from the schemas of the routes that are registered after this. */
export async function describeApi(app: FastifyInstance, { version }: { version: string }): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Cyborux',
        version,
        description:
          'Watches the security of internet domains from the outside. Every request carries `Authorization: Bearer <API key>`. ' +
          'Every answer that is not a success is `{"detail", "code", "request_id"}`; `detail` is one sentence for a person. ' +
          '`RateLimit-Policy` and `RateLimit` tell each limit that a request counts for: `q` in `w` seconds, `r` left for `t` seconds.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      security: [{ apiKey: [] }, { session: [] }],
      tags: [
        { name: 'Analyses', description: 'Start them, follow them, cancel them.' },
        { name: 'Domains', description: 'What was found and how it is judged.' },
        { name: 'Sources', description: 'Where it was found, how they did, and their keys.' },
        { name: 'Account', description: 'The user, the keys, the usage.' },
        { name: 'Operator', description: 'Users and the audit log: for operators alone.' },
        { name: 'Billing', description: 'Plans, checkout, the subscription.' },
        { name: 'Operations', description: 'Health and this document.' },
      ],
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'cyb_...' },
          session: { type: 'apiKey', in: 'cookie', name: 'cyborux.session_token' },
        },
      },
    },
    transform: toJsonSchema,
    transformObject: (document) => tidy(addComponents(document)),
  });
}

type OpenApiDocument = ReturnType<typeof addComponents>;

interface Described {
  components: { schemas: Record<string, unknown> };
  paths: Record<
    string,
    Record<string, { summary: string; responses: Record<string, { description: string }> }>
  >;
}

/** Takes out what the generator adds of its own: request forms of shapes that are only answered, empty descriptions. */
function tidy(document: OpenApiDocument): OpenApiDocument {
  const { components, paths } = document as Described;
  for (const name of Object.keys(NAMED)) delete components.schemas[`${name}Input`];
  for (const { summary, responses } of Object.values(paths).flatMap((path) => Object.values(path))) {
    for (const response of Object.values(responses)) {
      if (response.description === 'Default Response') response.description = `${summary}.`;
    }
  }
  return document;
}

type ZodToJsonConfig = NonNullable<Parameters<typeof createJsonSchemaTransform>[0]['zodToJsonConfig']>;

const DOCS_POLICY = {
  'default-src': "'none'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self' data:",
  'connect-src': "'self'",
  'worker-src': "'self' blob:",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** The document, browsable. The page is served from here to its last byte: it works without the internet. */
export async function serveDocs(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, access: 'public' };
  });
  app.addHook('onSend', async (_request, reply, payload) => {
    const policy = Object.entries({ 'script-src': `'self' ${inlineScriptHashes(payload)}`, ...DOCS_POLICY });
    reply.header('content-security-policy', policy.map((directive) => directive.join(' ')).join(';'));
  });
  await app.register(reference, {
    routePrefix: '/docs',
    configuration: {
      url: '/api/openapi.json',
      pageTitle: 'Cyborux API',
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
}

/** CSP sources for the scripts within a page of ours; nobody else has a say in what stands there. */
function inlineScriptHashes(page: unknown): string {
  if (typeof page !== 'string' || !page.startsWith('<!doctype html>')) return '';
  return [...page.matchAll(/<script type="text\/javascript">(.*?)<\/script>/gs)]
    .map(([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
    .join(' ');
}
