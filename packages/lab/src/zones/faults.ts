import type { ZoneSpec } from '../spec.ts';
import { dnsRecords } from './dns-records/index.ts';
import { dnsServers } from './dns-servers/index.ts';
import { mailPolicy } from './mail-policy/index.ts';
import { mailTransport } from './mail-transport/index.ts';
import { tls } from './tls/index.ts';
import { plant } from './trio.ts';
import { web } from './web/index.ts';
import { webTechnologies } from './web-technologies.ts';

/** One fault each, with siblings that have none and siblings that keep silent. Not part of the demo. */
export const FAULT_ZONES: readonly ZoneSpec[] = plant([
  ...dnsServers,
  ...dnsRecords,
  ...mailPolicy,
  ...mailTransport,
  ...tls,
  ...web,
  webTechnologies,
]);
