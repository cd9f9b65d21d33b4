import { type HostedZone, type ResolveForeign, startNameServer } from './authoritative.ts';
import type { DnsListener } from './dns-listener.ts';
import { createZoneKeys, type ZoneKeys } from './dnssec/keys.ts';
import { delegationSigners, type SigningPlan } from './dnssec/signing.ts';
import { type Delegation, INFRASTRUCTURE_SIGNING, infrastructure } from './infrastructure.ts';
import type { LabNetwork, SigningSpec, ZoneSpec } from './spec.ts';
import { loadZone, type Zone } from './zone.ts';
import { originOf, replaceSets } from './zone-file.ts';

export interface NameServers {
  /** By address. */
  listeners: Map<string, DnsListener>;
  anchors: LabNetwork['anchors'];
}

/** One server for each address, with all the zones that it has. */
export async function startNameServers(
  zones: readonly ZoneSpec[],
  delegations: readonly Delegation[],
  resolveForeign: ResolveForeign,
): Promise<NameServers> {
  const plans = await planSigning(zones);
  const hosted = new Map<string, HostedZone[]>();
  function host(address: string, zone: HostedZone): void {
    const others = hosted.get(address);
    if (others) others.push(zone);
    else hosted.set(address, [zone]);
  }
  for (const { name, records, servers, byName = {} } of infrastructure(zones, delegations, (zone) =>
    signersOf(plans, zone),
  )) {
    const zone = loadZone(name, records, plans.get(name));
    for (const address of servers) host(address, { zone, byName });
  }
  for (const { name, records, nameServers, many } of zones) {
    const common = withMany(loadZone(name, records, plans.get(name)), name, records, many);
    for (const { address, name: _, replace = [], unsigned, ...server } of nameServers) {
      const own = replace.length > 0 || unsigned;
      const plan = unsigned ? undefined : plans.get(name);
      const zone = own ? loadZone(name, replaceSets(records, replace), plan) : common;
      host(address, { zone, ...server });
    }
  }
  const started = [...hosted]
    .filter(([, zones]) => !zones.some(({ port }) => port === 'refused'))
    .map(async ([address, zones]) => [address, await startNameServer(zones, resolveForeign)] as const);
  return { listeners: new Map(await Promise.all(started)), anchors: anchorsOf(plans.get('.')) };
}

/** Until it is asked, a zone of very many records is its apex. */
function withMany(apex: Zone, name: string, records: readonly string[], many: ZoneSpec['many']): Zone {
  if (many === undefined) return apex;
  let nodes: Zone['nodes'] | undefined;
  return {
    ...apex,
    get nodes() {
      nodes ??= loadZone(name, [...records, ...many.records()]).nodes;
      return nodes;
    },
  };
}

async function planSigning(zones: readonly ZoneSpec[]): Promise<Map<string, SigningPlan>> {
  const now = new Date();
  const specs = new Map<string, SigningSpec>(Object.entries(INFRASTRUCTURE_SIGNING));
  for (const { name, signed } of zones) if (signed) specs.set(name, signed);
  const made = [...specs].map(async ([zone, spec]): Promise<[string, SigningPlan]> => {
    const keys: ZoneKeys = await createZoneKeys(spec);
    return [zone, { spec, keys, now }];
  });
  return new Map(await Promise.all(made));
}

function signersOf(plans: ReadonlyMap<string, SigningPlan>, zone: string): string[] {
  const plan = plans.get(zone);
  const signers = plan ? delegationSigners(originOf(zone), plan) : [];
  return signers.map(
    (rdata) =>
      `${zone}. 3600 DS ${rdata.readUInt16BE(0)} ${rdata.readUInt8(2)} ${rdata.readUInt8(3)} ${rdata.toString('hex', 4)}`,
  );
}

function anchorsOf(root: SigningPlan | undefined): LabNetwork['anchors'] {
  const signers = root ? delegationSigners(originOf('.'), root) : [];
  return signers.map((rdata) => ({
    name: '.',
    keyTag: rdata.readUInt16BE(0),
    algorithm: rdata.readUInt8(2),
    digestType: rdata.readUInt8(3),
    digest: rdata.toString('hex', 4),
  }));
}
