import type { AnyProbe } from '../probe.ts';
import { dnsRecords } from './dns-records.ts';
import { httpResponse } from './http-response.ts';
import { ipNetwork } from './ip-network.ts';
import { mailExchangers } from './mail-exchangers.ts';
import { nameServers } from './name-servers.ts';
import { tlsHandshake } from './tls-handshake.ts';

/** Every probe: what is not here does not run. */
export const allProbes: readonly AnyProbe[] = [
  dnsRecords,
  httpResponse,
  ipNetwork,
  mailExchangers,
  nameServers,
  tlsHandshake,
];
