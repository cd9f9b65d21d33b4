import type { Trio } from '../trio.ts';
import { dnssecChain } from './dnssec-chain.ts';
import { dnssecParameters } from './dnssec-parameters.ts';
import { pointers } from './pointers.ts';
import { records } from './records.ts';

/** Faults of signatures and of single records. */
export const dnsRecords: readonly Trio[] = [...dnssecChain, ...dnssecParameters, ...pointers, ...records];
