export * from './accuracy.ts';
export { type Authority, createAuthority, type IssuedCertificate } from './certificates.ts';
export * from './describe.ts';
export type { Delegation } from './infrastructure.ts';
export * from './lab.ts';
export { NETWORKS, THIRD_PARTIES } from './networks.ts';
export type * from './spec.ts';
export { type StripeOptions, type StripeStandIn, startStripe } from './stripe/stand-in.ts';
export * from './zones/index.ts';
