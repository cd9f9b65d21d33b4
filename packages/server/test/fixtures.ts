import { randomUUID } from 'node:crypto';
import type { AnalysisState, EntityKey } from '@cyborux/contract';
import type { Insertable, Kysely } from 'kysely';
import { entityId, findingId } from '../src/db/ids.ts';
import type { Database } from '../src/db/schema.ts';
import { insertObservations } from '../src/store/observations.ts';

/** A domain of the user, as an analysis would have made it. */
export async function insertDomain(
  db: Kysely<Database>,
  userId: string,
  name: string,
  columns: Partial<Insertable<Database['domains']>> = {},
): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('domains')
    .values({
      id,
      user_id: userId,
      name,
      registrable: name,
      last_analysis_id: null,
      last_analysis_at: null,
      score: null,
      coverage: null,
      score_value: null,
      ...columns,
    })
    .execute();
  return id;
}

export async function insertAnalysis(
  db: Kysely<Database>,
  {
    userId,
    domainId,
    state = 'running',
    createdAt = new Date(),
  }: { userId: string; domainId: string; state?: AnalysisState; createdAt?: Date },
): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('analyses')
    .values({ id, domain_id: domainId, user_id: userId, state, created_at: createdAt })
    .execute();
  return id;
}

export async function insertEvents(
  db: Kysely<Database>,
  ids: { domainId: string; analysisId: string },
  events: readonly { seq: number; type: string; body: object }[],
): Promise<void> {
  await db
    .insertInto('analysis_events')
    .values(
      events.map(({ seq, type, body }) => ({
        domain_id: ids.domainId,
        analysis_id: ids.analysisId,
        seq,
        key: `key-${seq}`,
        type,
        body: JSON.stringify(body),
      })),
    )
    .execute();
}

export interface EntityFixture {
  kind: string;
  name: string;
  attributes?: Record<string, unknown>;
  risk_level?: number;
  risk_score?: number;
  first_seen?: string;
  last_seen?: string;
}

export async function insertEntities(
  db: Kysely<Database>,
  domainId: string,
  entities: readonly EntityFixture[],
): Promise<void> {
  await db
    .insertInto('entities')
    .values(
      entities.map((entity) => ({
        domain_id: domainId,
        id: entityId(domainId, `${entity.kind}:${entity.name}`),
        kind: entity.kind,
        name: entity.name,
        attributes: JSON.stringify(entity.attributes ?? {}),
        sources: ['crtsh'],
        risk_level: entity.risk_level ?? 4,
        risk_score: entity.risk_score ?? 0,
        first_seen: entity.first_seen ?? '2026-01-01T00:00:00Z',
        last_seen: entity.last_seen ?? '2026-02-01T00:00:00Z',
        last_analysis_id: randomUUID(),
      })),
    )
    .execute();
}

/** Each way is what was found, by which module, from what; null: from the domain itself. */
export async function insertProvenance(
  db: Kysely<Database>,
  domainId: string,
  ways: readonly (readonly [EntityKey, string, EntityKey | null])[],
): Promise<void> {
  await db
    .insertInto('entity_provenance')
    .values(
      ways.map(([found, module, from]) => ({
        domain_id: domainId,
        entity_id: entityId(domainId, found),
        module,
        ...(from !== null && { from_id: entityId(domainId, from) }),
        first_seen: '2026-01-01T00:00:00Z',
        last_seen: '2026-02-01T00:00:00Z',
      })),
    )
    .execute();
}

export interface FindingFixture {
  code: string;
  entity: EntityKey;
  severity: number;
  state?: 'open' | 'resolved';
  category?: string;
  confidence?: string;
  risk_score?: number;
  title?: string;
}

/** @returns the ids, in the order of the findings */
export async function insertFindings(
  db: Kysely<Database>,
  domainId: string,
  findings: readonly FindingFixture[],
): Promise<string[]> {
  const rows = findings.map((finding) => {
    const fingerprint = `${finding.code} ${finding.entity}`;
    return {
      domain_id: domainId,
      id: findingId(domainId, fingerprint),
      fingerprint,
      code: finding.code,
      check_id: finding.code.split('/')[0] ?? '',
      category: finding.category ?? 'web',
      entity_id: entityId(domainId, finding.entity),
      entity: finding.entity,
      affects: ['TLSCertificate:00ff'],
      severity: finding.severity,
      confidence: finding.confidence ?? 'confirmed',
      optional: false,
      title: finding.title ?? 'A title',
      evidence: JSON.stringify([{ label: 'Header', value: '<script>' }]),
      remediation: 'Repair it.',
      refs: ['https://www.rfc-editor.org/rfc/rfc6797'],
      risk_level: finding.severity,
      risk_score: finding.risk_score ?? 10,
      state: finding.state ?? ('open' as const),
      first_seen: '2026-01-01T00:00:00Z',
      last_seen: '2026-02-01T00:00:00Z',
      resolved_at: finding.state === 'resolved' ? '2026-02-01T00:00:00Z' : null,
      last_analysis_id: randomUUID(),
    };
  });
  await db.insertInto('findings').values(rows).execute();
  return rows.map((row) => row.id);
}

export async function insertObservation(
  db: Kysely<Database>,
  ids: { domainId: string; analysisId: string },
  { module, entity, at }: { module: string; entity: string; at: string },
  value: object,
): Promise<void> {
  await db
    .insertInto('observations')
    .values({
      domain_id: ids.domainId,
      analysis_id: ids.analysisId,
      module,
      entity_id: entityId(ids.domainId, entity),
      entity,
      observed_at: at,
      value: JSON.stringify(value),
    })
    .execute();
}

/** What an analysis saw of the mail policies of a domain that has an SPF record and nothing else. */
export async function insertMailPolicies(
  db: Kysely<Database>,
  ids: { userId: string; domainId: string },
  name: string,
): Promise<void> {
  const absent = { state: 'absent', reason: 'nodata' };
  const value = {
    name,
    MX: { state: 'present', records: [{ preference: 10, exchange: `mx.${name}` }] },
    spf: {
      TXT: [{ name, answer: { state: 'present', records: ['v=spf1 ip4:192.0.2.1 ~all'] } }],
      MX: [],
      A: [],
      AAAA: [],
    },
    dmarc: [{ name: `_dmarc.${name}`, answer: absent }],
    reports: [],
    dkim: { unmade: absent, asked: 30, selectors: [] },
    bimi: { lookups: [], logo: null, evidence: null },
  };
  const analysisId = await insertAnalysis(db, { ...ids, state: 'completed' });
  const entity = `FQDN:${name}` as const;
  await db
    .transaction()
    .execute((trx) =>
      insertObservations(trx, { domainId: ids.domainId, analysisId, now: new Date() }, [
        { module: 'mail-policies', entity, at: '2026-02-01T00:00:00.000Z', value },
      ]),
    );
}
