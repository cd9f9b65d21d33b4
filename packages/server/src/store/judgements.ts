import { type Finding, riskRank, type ScanResult, type Verdict } from '@cyborux/contract';
import { coverageOf, findingRisk } from '@cyborux/engine';
import { type Kysely, sql, type Transaction } from 'kysely';
import { entityId, findingId } from '../db/ids.ts';
import type { Database } from '../db/schema.ts';
import type { WriteScope } from './inventory.ts';

const BEST = 4;

/** A finding that is known is renewed, and open again when it was resolved. */
export async function upsertFindings(
  trx: Transaction<Database>,
  scope: WriteScope,
  findings: readonly Finding[],
): Promise<void> {
  if (findings.length === 0) return;
  const rows = new Map(findings.map((finding) => [finding.fingerprint, findingRow(scope.domainId, finding)]));
  await sql`
    insert into findings (
      domain_id, id, fingerprint, code, check_id, category, entity_id, entity, affects, severity, confidence, optional,
      title, evidence, remediation, refs, risk_level, risk_score, state, first_seen, last_seen, last_analysis_id
    )
    select ${scope.domainId}::uuid, id, fingerprint, code, check_id, category, entity_id, entity, affects, severity,
      confidence, optional, title, evidence, remediation, refs, severity, risk_score,
      'open', ${scope.now}::timestamptz, ${scope.now}::timestamptz, ${scope.analysisId}::uuid
    from jsonb_to_recordset(${JSON.stringify([...rows.values()])}::jsonb) as row (
      id uuid, fingerprint text, code text, check_id text, category text, entity_id uuid, entity text, affects text[],
      severity smallint, confidence text, optional boolean, title text, evidence jsonb, remediation text, refs text[],
      risk_score real
    )
    on conflict (domain_id, id) do update set
      code = excluded.code, check_id = excluded.check_id, category = excluded.category, entity_id = excluded.entity_id,
      entity = excluded.entity, affects = excluded.affects, severity = excluded.severity,
      confidence = excluded.confidence, optional = excluded.optional, title = excluded.title,
      evidence = excluded.evidence, remediation = excluded.remediation, refs = excluded.refs,
      risk_level = excluded.risk_level, risk_score = excluded.risk_score,
      state = 'open', resolved_at = null,
      last_seen = greatest(findings.last_seen, excluded.last_seen), last_analysis_id = excluded.last_analysis_id
  `.execute(trx);
}

function findingRow(domainId: string, finding: Finding) {
  return {
    id: findingId(domainId, finding.fingerprint),
    fingerprint: finding.fingerprint,
    code: finding.code,
    check_id: finding.check,
    category: finding.category,
    entity_id: entityId(domainId, finding.entity),
    entity: finding.entity,
    affects: finding.affects,
    severity: riskRank(finding.severity),
    confidence: finding.confidence,
    optional: finding.optional,
    title: finding.title,
    evidence: finding.evidence,
    remediation: finding.remediation,
    refs: finding.references,
    risk_score: findingRisk(finding),
  };
}

export async function upsertVerdicts(
  trx: Transaction<Database>,
  scope: WriteScope,
  verdicts: readonly Verdict[],
): Promise<void> {
  if (verdicts.length === 0) return;
  const rows = new Map(
    verdicts.map(({ check, entity, outcome, detail }) => [
      `${check} ${entity}`,
      { check_id: check, entity_id: entityId(scope.domainId, entity), outcome, detail: detail ?? null },
    ]),
  );
  await sql`
    insert into verdicts (domain_id, check_id, entity_id, outcome, detail, analysis_id)
    select ${scope.domainId}::uuid, check_id, entity_id, outcome, detail, ${scope.analysisId}::uuid
    from jsonb_to_recordset(${JSON.stringify([...rows.values()])}::jsonb)
      as row (check_id text, entity_id uuid, outcome text, detail text)
    on conflict (domain_id, check_id, entity_id) do update set
      outcome = excluded.outcome, detail = excluded.detail, analysis_id = excluded.analysis_id
  `.execute(trx);
}

/** What the analysis as a whole says: what is gone, how risky each entity is, how the domain stands. */
export async function applyResult(
  trx: Transaction<Database>,
  scope: WriteScope,
  result: ScanResult,
): Promise<void> {
  await resolveFindings(trx, scope);
  await setRisks(trx, scope);
  // Nothing was observed: what was known of the domain stands.
  if (result.state === 'failed') return;
  await trx
    .updateTable('domains')
    .set({
      last_analysis_id: scope.analysisId,
      last_analysis_at: scope.now,
      score: JSON.stringify(result.score),
      coverage: JSON.stringify(result.coverage),
      score_value: result.score.value,
      risk_level: sql<number>`coalesce(
        (select min(risk_level) from findings where domain_id = ${scope.domainId} and state = 'open'), ${BEST})`,
    })
    .where('id', '=', scope.domainId)
    .execute();
}

/** Resolved is what this analysis could judge and did not find again; what it could not judge stays open. */
async function resolveFindings(trx: Transaction<Database>, scope: WriteScope): Promise<void> {
  await sql`
    update findings f set state = 'resolved', resolved_at = ${scope.now}::timestamptz
    from verdicts v
    where f.domain_id = ${scope.domainId} and f.state = 'open' and f.last_analysis_id <> ${scope.analysisId}
      and v.domain_id = f.domain_id and v.check_id = f.check_id and v.entity_id = f.entity_id
      and v.analysis_id = ${scope.analysisId} and v.outcome <> 'open'
  `.execute(trx);
}

/**
 * The risk of each entity, from the open findings on it and those that affect it (docs/decisions/0003-scoring.md): also
 * from findings that this analysis could not judge, and so could not take back.
 */
async function setRisks(trx: Transaction<Database>, scope: WriteScope): Promise<void> {
  await sql`
    with backing as (
      select entity as key, severity, risk_score from findings
        where domain_id = ${scope.domainId} and state = 'open'
      union all
      select unnest(affects), severity, risk_score from findings
        where domain_id = ${scope.domainId} and state = 'open'
    ), risks as (
      select key, min(severity) as risk_level,
        (round((100 * (1 - exp(sum(ln(1 - risk_score / 100)))))::numeric, 1))::real as risk_score
      from backing group by key
    ), now as (
      select e.id, coalesce(risks.risk_level, ${BEST}) as risk_level, coalesce(risks.risk_score, 0) as risk_score
      from entities e left join risks on risks.key = e.kind || ':' || e.name
      where e.domain_id = ${scope.domainId} and (risks.key is not null or e.risk_level < ${BEST})
    )
    update entities e set risk_level = now.risk_level, risk_score = now.risk_score
    from now
    where e.domain_id = ${scope.domainId} and e.id = now.id
      and (e.risk_level, e.risk_score) is distinct from (now.risk_level, now.risk_score)
  `.execute(trx);
}

/** Share of the checks that this analysis has answered so far; null when it has judged nothing. */
export async function answeredShare(
  db: Kysely<Database>,
  { domainId, analysisId }: { domainId: string; analysisId: string },
): Promise<number | null> {
  const rows = await db
    .selectFrom('verdicts')
    .select(['check_id as check', 'outcome'])
    .where('domain_id', '=', domainId)
    .where('analysis_id', '=', analysisId)
    .execute();
  const verdicts = rows.map(({ check, outcome }) => ({
    check,
    entity: '',
    outcome: outcome as Verdict['outcome'],
  }));
  return coverageOf(verdicts).share;
}
