import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers, type ObservedNameServer } from '../probes/name-servers.ts';
import { delegatedNames, referralsOf } from '../protocols/delegation.ts';
import { type DnsAnswer, isUnknown, recordsOf } from '../protocols/dns-answer.ts';
import { canonicalAddress } from '../protocols/ip-address.ts';
import { servesZone } from '../protocols/server-reply.ts';
import { listText, type ZoneServers, zoneServers } from '../protocols/zone-servers.ts';

export const delegationConsistency = defineCheck({
  id: 'delegation-consistency',
  title: 'The parent zone and the zone name the same servers and addresses',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc1034#section-4.2.2',
    'https://www.rfc-editor.org/rfc/rfc1912#section-2.3',
    'https://www.rfc-editor.org/rfc/rfc9471',
  ],
  needs: { zone: part(nameServers, (seen) => withParent(zoneServers(seen))) },
  findings: {
    'parent-only': {
      severity: 'medium',
      title: 'The parent zone delegates to a name server that the zone does not list',
      remediation:
        'Take the server out of the delegation at the registrar when it is gone, or add it to the NS records of the zone.',
    },
    'child-only': {
      severity: 'low',
      title: 'The zone lists a name server that the parent zone does not delegate to',
      remediation:
        'Add the server to the delegation at the registrar, or take it out of the NS records of the zone.',
    },
    'glue-mismatch': {
      severity: 'medium',
      title: 'The parent zone has another address for a name server than the zone itself',
      remediation:
        'Update the host record (glue) of the name server at the registrar to the addresses that its own zone has.',
    },
    'glue-missing': {
      severity: 'medium',
      title: 'The delegation lacks the address of a name server that lies within the zone',
      remediation:
        'Register the addresses of the server as glue at the registrar: without them a resolver has to know the zone to find the zone.',
    },
  },
  evaluate({ zone }, { entity }) {
    if (zone === null) return notApplicable;
    const parent = delegatedNames(zone.delegation);
    // All of the parent's servers serve the zone too: resolvers never see a delegation.
    if (parent.length === 0) return notApplicable;
    const child = ownNames(zone);
    const known = child.length > 0;
    const parentOnly = known ? parent.filter((name) => !child.includes(name)) : [];
    const childOnly = child.filter((name) => !parent.includes(name));
    const delegated = zone.servers.filter(({ name }) => parent.includes(name));
    const within = delegated.filter(({ name }) => isWithin(name, entity.name));
    const mismatches = within.flatMap(mismatchesOf);
    const bare = within.filter(({ glue }) => glue.length === 0);

    const sides = { parent: listText(parent), zone: listText(child) };
    const findings = [
      ...(parentOnly.length > 0 ? [fail('parent-only', { servers: listText(parentOnly), ...sides })] : []),
      ...(childOnly.length > 0 ? [fail('child-only', { servers: listText(childOnly), ...sides })] : []),
      ...(mismatches.length > 0 ? [fail('glue-mismatch', { addresses: listText(mismatches) })] : []),
      ...(bare.length > 0 ? [fail('glue-missing', { servers: listText(bare.map(({ name }) => name)) })] : []),
    ];
    if (findings.length > 0) return findings;
    if (!known) return open('No name server told which servers the zone has.');
    const doubt = within.find(isDoubtful);
    return doubt === undefined ? pass : open(`The addresses of ${doubt.name} could not be learnt.`);
  },
});

/** Unknown when no server of the parent said anything of the zone. */
function withParent(zone: ReturnType<typeof zoneServers>) {
  if (zone === null || isUnknown(zone)) return zone;
  const { delegation } = zone;
  if (isUnknown(delegation)) return delegation;
  if (delegation.state === 'absent' || referralsOf(delegation).length > 0) return zone;
  return delegation.referrals.map(({ answer }) => answer).find(isUnknown) ?? zone;
}

/** What the servers of the zone list, all of them together. */
function ownNames({ addresses }: ZoneServers): string[] {
  const names = addresses.flatMap(({ NS }) => (servesZone(NS) ? NS.NS : []));
  return [...new Set(names)].sort();
}

/** Glue that no server of the zone knows, though they know the name or deny it. Addresses that glue lacks do no harm. */
function mismatchesOf({ name, glue, own }: ObservedNameServer): string[] {
  return glue.flatMap((address) => {
    const answers = (own ?? []).map(({ A, AAAA }) => (address.includes(':') ? AAAA : A));
    const told = answers.filter((answer) => !isUnknown(answer));
    const listed = addressesOf(answers);
    if (told.length === 0 || listed.includes(address)) return [];
    return [`${name} ${address} (the zone: ${listed.length === 0 ? 'none' : listText(listed)})`];
  });
}

function addressesOf(answers: readonly DnsAnswer<string>[]): string[] {
  const addresses = answers.flatMap(recordsOf).map(canonicalAddress);
  return [...new Set(addresses)].filter((address) => address !== null).sort();
}

/** The parent has an address that the resolvers did not confirm, and nobody else could say. */
function isDoubtful({ glue, own }: ObservedNameServer): boolean {
  if (own === null) return false;
  return glue.some((address) => own.every((each) => isUnknown(address.includes(':') ? each.AAAA : each.A)));
}

function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}
