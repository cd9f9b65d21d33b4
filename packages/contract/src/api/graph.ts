import { z } from 'zod';
import { ENTITY_KINDS } from '../entity.ts';
import { riskLevelSchema } from '../risk-level.ts';
import { instant, oneOf, someOf, wholeNumber } from './fields.ts';
import { riskLevelField } from './list-query.ts';

export const MAX_GRAPH_NODES = 500;

export const graphQuerySchema = z.object({
  node: z
    .uuid({ error: 'must be the id of an entity' })
    .optional()
    .describe('The entity in the middle. Left out: the domain itself.'),
  depth: wholeNumber(1, 4).default(2).describe('Steps from the middle to the outermost nodes.'),
  limit: wholeNumber(1, MAX_GRAPH_NODES).default(150).describe('Nodes at most; of more, the worst risks.'),
  kind: someOf(ENTITY_KINDS)
    .optional()
    .describe('Kinds of entity to show, comma separated: `FQDN,IPAddress`.'),
  risk_level: riskLevelField,
});
export type GraphQuery = z.infer<typeof graphQuerySchema>;

export const graphNodeSchema = z.object({
  id: z.uuid(),
  kind: oneOf(ENTITY_KINDS),
  name: z.string(),
  risk_level: riskLevelSchema,
  risk_score: z.number(),
  first_seen: instant,
  last_seen: instant,
  /** Steps from the middle. */
  distance: z.int(),
  /** Entities that an edge leads to, in the whole inventory. */
  neighbours: z.int(),
  /** Of these, the ones that this answer leaves out: ask again with the node in the middle to see them. */
  hidden: z.int(),
});

/** `to` was found by looking at `from`. */
export const graphEdgeSchema = z.object({
  from: z.uuid(),
  to: z.uuid(),
  /** Ids of the modules that led from the one to the other. */
  modules: z.array(z.string()),
  first_seen: instant,
  last_seen: instant,
});

export const graphSchema = z.object({
  /** Id of the node in the middle. */
  center: z.uuid(),
  /** Ids from the domain itself to the middle, by the fewest steps: how it was found. */
  path: z.array(z.uuid()),
  /** The nearest first, among these the worst risk first. */
  nodes: z.array(graphNodeSchema),
  edges: z.array(graphEdgeSchema),
  /** Entities in the whole inventory. */
  total_nodes: z.int(),
  /** There is more within `depth` than `nodes` shows. */
  truncated: z.boolean(),
});
export type Graph = z.infer<typeof graphSchema>;
export type GraphNode = z.infer<typeof graphNodeSchema>;
