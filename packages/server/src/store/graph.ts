import { type Graph, type GraphNode, type GraphQuery, riskRank } from '@cyborux/contract';
import { type Kysely, sql } from 'kysely';
import { entityId, NIL_ID } from '../db/ids.ts';
import type { Database } from '../db/schema.ts';
import { levelOf } from './levels.ts';

/** Longer chains than this have not been seen; what is further away has no path. */
const MAX_PATH = 24;
/** Entities that the way back is looked for among, per step. */
const MAX_PATH_WIDTH = 1_000;
const MAX_EDGES = 5_000;

interface Place {
  db: Kysely<Database>;
  domainId: string;
  /** The domain's own entity, which NIL_ID stands for in `from_id`. */
  rootId: string;
}

type NodeRow = Omit<GraphNode, 'risk_level' | 'first_seen' | 'last_seen' | 'neighbours' | 'hidden'> & {
  risk_level: number;
  first_seen: Date;
  last_seen: Date;
};
type Edge = Graph['edges'][number];

/**
 * What lies around one entity, ring by ring: of each ring the worst risks, so that the answer is never more than a
 * person can look at. Every node but the middle has an edge to one that is nearer to it.
 *
 * @returns null when there is no such entity
 */
export async function graphAround(
  db: Kysely<Database>,
  domain: { id: string; name: string },
  query: GraphQuery,
): Promise<Graph | null> {
  const rootId = entityId(domain.id, `FQDN:${domain.name}`);
  const place = { db, domainId: domain.id, rootId };
  const center = query.node ?? rootId;
  const middle = await nodeRow(place, center);
  if (middle === undefined && query.node !== undefined) return null;

  // Of a domain whose first analysis has just begun, nothing is known yet.
  const nodes = middle === undefined ? [] : [middle];
  let frontier = nodes.map(({ id }) => id);
  let truncated = false;
  for (let distance = 1; distance <= query.depth && frontier.length > 0; distance += 1) {
    const left = query.limit - nodes.length;
    // The first ring of a large domain would take all the room; the next ones tell more.
    const room = distance < query.depth ? Math.ceil(left / 2) : left;
    const ring = await ringOf(place, { frontier, taken: nodes, query, distance, limit: room + 1 });
    if (ring.length > room) truncated = true;
    const shown = ring.slice(0, room);
    nodes.push(...shown);
    frontier = shown.map(({ id }) => id);
  }

  const ids = nodes.map(({ id }) => id);
  const [edges, degrees, path, total] = await Promise.all([
    edgesAmong(place, ids),
    degreesOf(place, ids),
    middle === undefined ? [] : pathTo(place, center),
    countOfEntities(place),
  ]);
  const shown = shownNeighbours(edges);
  return {
    center,
    path,
    nodes: nodes.map((row) => {
      const neighbours = degrees.get(row.id) ?? 0;
      return {
        ...row,
        risk_level: levelOf(row.risk_level),
        first_seen: row.first_seen.toISOString(),
        last_seen: row.last_seen.toISOString(),
        neighbours,
        hidden: Math.max(0, neighbours - (shown.get(row.id)?.size ?? 0)),
      };
    }),
    edges,
    total_nodes: total,
    truncated,
  };
}

const columns = sql.raw('e.id, e.kind, e.name, e.risk_level, e.risk_score, e.first_seen, e.last_seen');

async function nodeRow({ db, domainId }: Place, id: string): Promise<NodeRow | undefined> {
  const { rows } = await sql<NodeRow>`
    select ${columns}, 0 as distance from entities e where domain_id = ${domainId} and id = ${id}
  `.execute(db);
  return rows[0];
}

async function ringOf(
  place: Place,
  ring: { frontier: string[]; taken: NodeRow[]; query: GraphQuery; distance: number; limit: number },
): Promise<NodeRow[]> {
  const { kind: kinds = null, risk_level: levels } = ring.query;
  const ranks = levels?.map(riskRank) ?? null;
  const { rows } = await sql<NodeRow>`
    select ${columns}, ${ring.distance}::int as distance
    from (select distinct far as id from ${edgesAt(place, ring.frontier)} as edge) as beside
    join entities e on e.domain_id = ${place.domainId} and e.id = beside.id
    where e.id <> all(${ring.taken.map(({ id }) => id)}::uuid[])
      and (${kinds}::text[] is null or e.kind = any(${kinds}::text[]))
      and (${ranks}::smallint[] is null or e.risk_level = any(${ranks}::smallint[]))
    order by e.risk_level, e.risk_score desc, e.id
    limit ${ring.limit}
  `.execute(place.db);
  return rows;
}

/** `near` is one of the ids, `far` what an edge joins it to, in either direction. */
function edgesAt({ domainId, rootId }: Place, ids: readonly string[]) {
  return sql`(
    select case from_id when ${NIL_ID} then ${rootId}::uuid else from_id end as near, entity_id as far
    from entity_provenance where domain_id = ${domainId} and from_id = any(${origins(rootId, ids)}::uuid[])
    union all
    select entity_id, case from_id when ${NIL_ID} then ${rootId}::uuid else from_id end
    from entity_provenance where domain_id = ${domainId} and entity_id = any(${ids}::uuid[])
  )`;
}

function origins(rootId: string, ids: readonly string[]): readonly string[] {
  return ids.includes(rootId) ? [...ids, NIL_ID] : ids;
}

async function edgesAmong({ db, domainId, rootId }: Place, ids: readonly string[]): Promise<Edge[]> {
  const { rows } = await sql<{
    from: string;
    to: string;
    modules: string[];
    first_seen: Date;
    last_seen: Date;
  }>`
    select origin as "from", entity_id as "to", array_agg(distinct module order by module) as modules,
      min(first_seen) as first_seen, max(last_seen) as last_seen
    from (
      select *, case from_id when ${NIL_ID} then ${rootId}::uuid else from_id end as origin from entity_provenance
      where domain_id = ${domainId} and entity_id = any(${ids}::uuid[]) and from_id = any(${origins(rootId, ids)}::uuid[])
    ) as way
    where origin <> entity_id
    group by origin, entity_id
    order by origin, entity_id
    limit ${MAX_EDGES}
  `.execute(db);
  return rows.map((row) => ({
    ...row,
    first_seen: row.first_seen.toISOString(),
    last_seen: row.last_seen.toISOString(),
  }));
}

async function degreesOf(place: Place, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ near: string; degree: number }>`
    select near, count(distinct far)::int as degree from ${edgesAt(place, ids)} as edge
    where near <> far group by near
  `.execute(place.db);
  return new Map(rows.map(({ near, degree }) => [near, degree]));
}

/** From the domain itself down to the entity, both included; empty when no chain leads there. */
async function pathTo(place: Place, id: string): Promise<string[]> {
  const towards = new Map<string, string | null>([[id, null]]);
  let steps = [id];
  for (let step = 0; step < MAX_PATH && steps.length > 0 && !towards.has(place.rootId); step += 1) {
    const ways = await originsOf(place, steps);
    const next = ways.filter(({ origin }) => !towards.has(origin));
    for (const { origin, found } of next) if (!towards.has(origin)) towards.set(origin, found);
    steps = [...new Set(next.map(({ origin }) => origin))];
  }
  const path: string[] = [];
  for (let at = towards.has(place.rootId) ? place.rootId : null; at !== null; at = towards.get(at) ?? null) {
    path.push(at);
  }
  return path;
}

async function originsOf({ db, domainId, rootId }: Place, ids: readonly string[]) {
  const { rows } = await sql<{ origin: string; found: string }>`
    select distinct case from_id when ${NIL_ID} then ${rootId}::uuid else from_id end as origin, entity_id as found
    from entity_provenance where domain_id = ${domainId} and entity_id = any(${ids}::uuid[])
    order by 1, 2 limit ${MAX_PATH_WIDTH}
  `.execute(db);
  return rows;
}

async function countOfEntities({ db, domainId }: Place): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select coalesce(sum(count), 0)::int as total from entity_counts where domain_id = ${domainId}
  `.execute(db);
  return rows[0]?.total ?? 0;
}

function shownNeighbours(edges: readonly Edge[]): Map<string, Set<string>> {
  const shown = new Map<string, Set<string>>();
  const join = (a: string, b: string) => {
    const others = shown.get(a) ?? new Set();
    shown.set(a, others.add(b));
  };
  for (const { from, to } of edges) {
    join(from, to);
    join(to, from);
  }
  return shown;
}
