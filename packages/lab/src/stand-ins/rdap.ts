import { isIP } from 'node:net';
import { NETWORKS, networkOf } from '../networks.ts';
import type { KnownTo, NetworkSpec, ZoneSpec } from '../spec.ts';
import { type Answer, cutShort, daysAfter, json, type StandIn, type World } from './stand-in.ts';

type Registration = NonNullable<KnownTo['rdap']>;

const host = 'rdap.registry.test';
const conformance = [
  'rdap_level_0',
  'icann_rdap_response_profile_1',
  'icann_rdap_technical_implementation_guide_1',
];

/** The registry of `test.` and of the lab's addresses and systems: `/domain/<name>` (RFC 9082 section 3.1.3, answers as in RFC 9083). */
export const rdap: StandIn = {
  host,
  domainOf,
  answer: (url, { zones, now }: World) => {
    const allocation = allocationObject(url);
    if (allocation !== null) return answerWith(allocation);
    const name = domainOf(url);
    if (name === null) return failure(404, 'Not Found', 'There is no such object class here.');
    const zone = zones.find((candidate) => candidate.name === name);
    if (zone?.knownTo.rdap === undefined) return failure(404, 'Not Found', `${name} is not registered.`);
    return answerWith(domainObject(zone, zone.knownTo.rdap, now));
  },
  empty: (url) => answerWith({ objectClassName: 'domain', ldhName: domainOf(url) ?? '' }),
  rateLimited: failure(429, 'Too Many Requests', 'You have sent too many queries.'),
  broken: cutShort,
};

function domainOf(url: URL): string | null {
  const [, objectClass, name, ...rest] = url.pathname.split('/');
  if (objectClass !== 'domain' || name === undefined || name === '' || rest.length > 0) return null;
  return name.toLowerCase().replace(/\.$/, '');
}

function domainObject(zone: ZoneSpec, registration: Registration, now: Date): object {
  const self = `https://${host}/domain/${zone.name}`;
  return {
    objectClassName: 'domain',
    handle: `LAB-${zone.name.toUpperCase()}`,
    ldhName: zone.name,
    links: [{ value: self, rel: 'self', href: self, type: 'application/rdap+json' }],
    status: registration.statuses,
    events: [
      event('registration', new Date(registration.createdAt)),
      event('expiration', daysAfter(now, registration.expiresInDays)),
      event('last changed', daysAfter(now, -40)),
      event('last update of RDAP database', now),
    ],
    entities: [registrar(registration), registrant(registration)],
    nameservers: nameServers(zone),
    secureDNS: { zoneSigned: registration.secureDns, delegationSigned: registration.secureDns },
    notices: [
      {
        title: 'Status Codes',
        description: ['For more information on domain status codes, please visit https://icann.org/epp'],
        links: [{ value: self, rel: 'glossary', href: 'https://icann.org/epp', type: 'text/html' }],
      },
    ],
  };
}

/** `/ip/<address>` and `/autnum/<number>` (RFC 9082 sections 3.1.1 and 3.1.2); null for what is not given to anyone. */
function allocationObject(url: URL): object | null {
  const [, objectClass, subject = ''] = decodeURIComponent(url.pathname).split('/');
  if (objectClass === 'ip') {
    const network = isIP(subject) === 0 ? undefined : networkOf(subject);
    return network === undefined
      ? null
      : { objectClassName: 'ip network', ...rangeOf(network), ...holderOf(network) };
  }
  const network = NETWORKS.find(({ asn }) => objectClass === 'autnum' && String(asn) === subject);
  if (network === undefined) return null;
  return {
    objectClassName: 'autnum',
    startAutnum: network.asn,
    endAutnum: network.asn,
    ...holderOf(network),
  };
}

function rangeOf({ prefix }: NetworkSpec): object {
  const [start = '', length] = prefix.split('/');
  return { cidr0_cidrs: [{ [isIP(start) === 4 ? 'v4prefix' : 'v6prefix']: start, length: Number(length) }] };
}

function holderOf({ holder, country }: NetworkSpec): object {
  const [name = '', organization = ''] = holder.replace(/, [A-Z]{2}$/, '').split(' - ');
  const abuse = {
    objectClassName: 'entity',
    roles: ['abuse'],
    vcardArray: vcard(['email', {}, 'text', `abuse@${name.toLowerCase()}.test`]),
  };
  const card = vcard(['kind', {}, 'text', 'org'], ['fn', {}, 'text', organization]);
  return {
    name,
    country,
    entities: [{ objectClassName: 'entity', roles: ['registrant'], vcardArray: card, entities: [abuse] }],
  };
}

function event(eventAction: string, date: Date): object {
  return { eventAction, eventDate: date.toISOString() };
}

function registrar({ registrar: name, abuseEmail }: Registration): object {
  return {
    objectClassName: 'entity',
    handle: '9999',
    roles: ['registrar'],
    publicIds: [{ type: 'IANA Registrar ID', identifier: '9999' }],
    vcardArray: vcard(['fn', {}, 'text', name]),
    entities: [
      {
        objectClassName: 'entity',
        roles: ['abuse'],
        vcardArray: vcard(
          ['fn', {}, 'text', 'Abuse desk'],
          ['tel', { type: 'voice' }, 'uri', 'tel:+1.5555550100'],
          ['email', {}, 'text', abuseEmail],
        ),
      },
    ],
  };
}

function registrant({ registrantOrganization }: Registration): object {
  const organization = registrantOrganization ?? '';
  const redacted = { title: 'REDACTED FOR PRIVACY', description: ['Some of the data has been removed'] };
  return {
    objectClassName: 'entity',
    roles: ['registrant'],
    vcardArray: vcard(['fn', {}, 'text', ''], ['org', { type: 'work' }, 'text', organization]),
    ...(organization === '' && { remarks: [redacted] }),
  };
}

/** jCard (RFC 7095). */
function vcard(...properties: readonly unknown[]): unknown[] {
  return ['vcard', [['version', {}, 'text', '4.0'], ...properties]];
}

function nameServers(zone: ZoneSpec): object[] {
  return [...Map.groupBy(zone.nameServers, (server) => server.name)].map(([ldhName, servers]) => {
    const addresses = servers.map((server) => server.address);
    const v4 = addresses.filter((address) => !address.includes(':'));
    const v6 = addresses.filter((address) => address.includes(':'));
    return {
      objectClassName: 'nameserver',
      ldhName,
      ipAddresses: { ...(v4.length > 0 && { v4 }), ...(v6.length > 0 && { v6 }) },
    };
  });
}

function answerWith(object: object): Answer {
  return json(200, { rdapConformance: conformance, ...object }, 'application/rdap+json');
}

/** RFC 9083 section 6. */
function failure(errorCode: number, title: string, description: string): Answer {
  const body = { rdapConformance: conformance, errorCode, title, description: [description] };
  return json(errorCode, body, 'application/rdap+json');
}
