import type { AnyProbe } from '../probe.ts';
import { blockLists } from './block-lists.ts';
import { commonNames } from './common-names.ts';
import { dnsRecords } from './dns-records.ts';
import { dnssec } from './dnssec.ts';
import { httpResponse } from './http-response.ts';
import { ipNetwork } from './ip-network.ts';
import { mailExchangers } from './mail-exchangers.ts';
import { mailPolicies } from './mail-policies.ts';
import { mailTlsa } from './mail-tlsa.ts';
import { nameServers } from './name-servers.ts';
import { nsecWalk } from './nsec-walk.ts';
import { reverseNames } from './reverse-names.ts';
import { siteFiles } from './site-files.ts';
import { tlsHandshake } from './tls-handshake.ts';
import { tlsSurvey } from './tls-survey.ts';
import { transportPolicy } from './transport-policy.ts';
import { wordList } from './word-list.ts';
import { zoneTransfer } from './zone-transfer.ts';

/** Every probe: what is not here does not run. */
export const allProbes: readonly AnyProbe[] = [
  blockLists,
  commonNames,
  dnsRecords,
  dnssec,
  httpResponse,
  ipNetwork,
  mailExchangers,
  mailPolicies,
  mailTlsa,
  nameServers,
  reverseNames,
  nsecWalk,
  siteFiles,
  tlsHandshake,
  tlsSurvey,
  transportPolicy,
  wordList,
  zoneTransfer,
];
