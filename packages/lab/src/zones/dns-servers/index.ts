import type { Trio } from '../trio.ts';
import { addresses } from './addresses.ts';
import { behaviour } from './behaviour.ts';
import { delegation } from './delegation.ts';
import { soaRecords } from './soa.ts';

/** Faults of name servers, and of what they are told to be. */
export const dnsServers: readonly Trio[] = [...addresses, ...delegation, ...soaRecords, ...behaviour];
