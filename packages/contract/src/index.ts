export * from './entity.ts';
export * from './finding.ts';
export * from './observation.ts';
export * from './page.ts';
export * from './problem.ts';
export * from './risk-level.ts';
export * from './scan-event.ts';
export * from './score.ts';
