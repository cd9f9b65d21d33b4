import { defineCheck, fail, type Judgement, notApplicable, open, part, pass } from '../check.ts';
import { type AskedAddress, nameServers } from '../probes/name-servers.ts';
import {
  type Answered,
  isAnswered,
  SMALL_PAYLOAD,
  servesZone,
  UNKNOWN_OPTION,
} from '../protocols/server-reply.ts';
import { answeringServers, listText, serverText, silenceOn } from '../protocols/zone-servers.ts';

export const edns = defineCheck({
  id: 'edns',
  title: 'Name servers speak EDNS as it is written',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc6891#section-6.1',
    'https://www.rfc-editor.org/rfc/rfc6891#section-7',
    'https://www.rfc-editor.org/rfc/rfc8906#section-8.2',
  ],
  needs: { zone: part(nameServers, answeringServers) },
  findings: {
    unsupported: {
      severity: 'low',
      title: 'A name server does not support EDNS',
      remediation:
        'Update the name server, or the firewall or load balancer in front of it: without EDNS there is no DNSSEC, and no answer above 512 bytes over UDP.',
    },
    truncation: {
      severity: 'low',
      title: 'A name server does not keep to the size of answers that was asked for',
      remediation:
        'Update the name server, or the device in front of it: an answer over UDP must fit into the size that the asker states, and when it is cut it still carries the OPT record.',
    },
    version: {
      severity: 'info',
      title: 'A name server does not refuse an unknown version of EDNS',
      remediation: 'Update the name server: a version above 0 is to be answered with BADVERS.',
    },
    'unknown-option': {
      severity: 'info',
      title: 'A name server stumbles over an unknown EDNS option',
      remediation: 'Update the name server: options that it does not know are to be ignored.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const findings: Judgement<'unsupported' | 'truncation' | 'version' | 'unknown-option'>[] = [];
    for (const [finding, faultOf] of [
      ['unsupported', unsupported],
      ['truncation', oversized],
      ['version', wrongVersion],
      ['unknown-option', wrongOption],
    ] as const) {
      const faulty = zone.addresses.flatMap((asked) => {
        const fault = faultOf(asked);
        return fault === null ? [] : [{ who: serverText(asked), fault }];
      });
      const [first] = faulty;
      if (first === undefined) continue;
      findings.push(fail(finding, { servers: listText(faulty.map(({ who }) => who)), answer: first.fault }));
    }
    if (findings.length > 0) return findings;
    const silence =
      silenceOn(zone, ({ SOA }) => SOA) ??
      silenceOn(zone, (asked) => asked.edns?.version1 ?? null) ??
      silenceOn(zone, (asked) => asked.edns?.unknownOption ?? null) ??
      silenceOn(zone, (asked) => asked.edns?.small ?? null);
    return silence === null ? pass : open(silence);
  },
});

/** It answers without an OPT record what it has, or refuses with FORMERR or NOTIMP what it answers without EDNS. */
function unsupported({ SOA, plain }: AskedAddress): string | null {
  if (!isAnswered(SOA) || SOA.edns !== null) return null;
  if (servesZone(SOA)) return 'no OPT record';
  const isConfused = SOA.rcode === 'FORMERR' || SOA.rcode === 'NOTIMP';
  return isConfused && servesZone(plain) ? `${SOA.rcode}, and NOERROR without EDNS` : null;
}

function oversized({ edns }: AskedAddress): string | null {
  const reply = edns?.small ?? null;
  if (!isAnswered(reply)) return null;
  if (reply.bytes > SMALL_PAYLOAD) return `${reply.bytes} bytes, where ${SMALL_PAYLOAD} were asked for`;
  return reply.truncated && reply.edns === null ? 'a truncated answer without an OPT record' : null;
}

function wrongVersion({ edns }: AskedAddress): string | null {
  const reply = edns?.version1 ?? null;
  if (!isAnswered(reply) || reply.rcode === 'BADVERS' || mayBeLimited(reply)) return null;
  return `${reply.rcode} to version 1`;
}

function wrongOption({ edns }: AskedAddress): string | null {
  const reply = edns?.unknownOption ?? null;
  if (!isAnswered(reply) || mayBeLimited(reply)) return null;
  if (reply.rcode !== 'NOERROR') return `${reply.rcode} to an unknown option`;
  return reply.edns?.options.includes(UNKNOWN_OPTION) ? 'the option came back' : null;
}

/** Refusals and failures come from limits of rate too. */
function mayBeLimited({ rcode }: Answered): boolean {
  return rcode === 'REFUSED' || rcode === 'SERVFAIL';
}
