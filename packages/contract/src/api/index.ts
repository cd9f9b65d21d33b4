export * from './account.ts';
export * from './admin.ts';
export * from './analyses.ts';
export * from './billing.ts';
export * from './domains.ts';
export * from './entities.ts';
export * from './findings.ts';
export { ENTITY_SORT_FIELDS, type EntityQuery, entityQuerySchema } from './list-query.ts';
export * from './mail-plan.ts';
