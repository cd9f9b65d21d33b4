import {
  page,
  pageSchema,
  type SourceItem,
  type SourceQuery,
  sourceItemSchema,
  sourceQuerySchema,
} from '@cyborux/contract';
import { identityOf } from '../../auth.ts';
import type { App } from '../../http.ts';
import { problems } from '../../openapi.ts';
import { usableKeys } from '../../store/source-keys.ts';
import { lastOutcomes, ledgerTotals } from '../../store/source-ledger.ts';
import { listSourceStates } from '../../store/source-states.ts';
import type { RouteDeps } from '../index.ts';
import { sourceItem } from './source-items.ts';

const DAY_MS = 86_400_000;

export function listSources(app: App, deps: Pick<RouteDeps, 'db' | 'now' | 'sourceDesk'>): void {
  app.get(
    '/api/sources',
    {
      schema: {
        operationId: 'listSources',
        tags: ['Sources'],
        summary: 'The sources, and how they did in your analyses',
        description:
          'A source that failed is told apart from one that knows nothing: only `answered` with no entities means the latter.',
        querystring: sourceQuerySchema,
        response: { 200: pageSchema(sourceItemSchema), ...problems(400, 401, 403) },
      },
    },
    async (request) => {
      const { user } = identityOf(request);
      const { query } = request;
      const now = deps.now();
      const [totals, last, states, keys] = await Promise.all([
        ledgerTotals(deps.db, user.id, new Date(now.getTime() - query.days * DAY_MS)),
        lastOutcomes(deps.db, user.id),
        listSourceStates(deps.db),
        usableKeys(deps.db, user.id),
      ]);
      const items = deps.sourceDesk.sources.map((source) => {
        const said = last.get(source.id);
        return sourceItem(source, {
          totals: totals.find((each) => each.source === source.id),
          state: states.get(source.id),
          last: said ? { ...said, at: said.at.toISOString() } : null,
          keys: keys.filter((row) => row.source === source.id),
          configured: deps.sourceDesk.configured[source.id] !== undefined,
          isOperator: user.isOperator,
          now,
        });
      });
      return pageOfItems(items, query);
    },
  );
}

/** Sources are few: they are sorted here. What was never seen comes last, whatever the order. */
function pageOfItems(items: readonly SourceItem[], query: SourceQuery) {
  const { sort_by, q = '', key_needed } = query;
  const part = q.toLowerCase();
  const chosen = items.filter(
    (item) =>
      (key_needed === undefined || item.key_needed === key_needed) &&
      (item.id.includes(part) || item.title.toLowerCase().includes(part)),
  );
  const descends = (query.order ?? (sort_by === 'id' ? 'asc' : 'desc')) === 'desc';
  chosen.sort((a, b) => compare(a[sort_by], b[sort_by], descends) || compare(a.id, b.id, false));
  const start = (query.page - 1) * query.per_page;
  return page(chosen.slice(start, start + query.per_page), chosen.length, query);
}

function compare(a: string | number | null, b: string | number | null, descends: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b === descends ? 1 : -1;
}
