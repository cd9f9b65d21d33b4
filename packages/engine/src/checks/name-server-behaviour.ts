import { defineCheck, fail, type Judgement, notApplicable, open, part, pass } from '../check.ts';
import { type AskedAddress, nameServers } from '../probes/name-servers.ts';
import { isAnswered, type ServerReply, servesZone } from '../protocols/server-reply.ts';
import { answeringServers, listText, serverText, silenceOn, soaReply } from '../protocols/zone-servers.ts';

export const nameServerBehaviour = defineCheck({
  id: 'name-server-behaviour',
  title: 'Name servers answer unusual questions as they should',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc8906#section-3',
    'https://www.rfc-editor.org/rfc/rfc4074#section-4',
    'https://www.rfc-editor.org/rfc/rfc3597#section-2',
  ],
  needs: { zone: part(nameServers, answeringServers) },
  findings: {
    aaaa: {
      severity: 'low',
      title: 'A name server gives a wrong answer to a question for IPv6 addresses',
      remediation:
        'Update the name server, or the load balancer in front of it: a name without AAAA records is answered with NOERROR and no records. Resolvers may take the whole name for absent otherwise.',
    },
    'unknown-type': {
      severity: 'low',
      title: 'A name server gives a wrong answer to a question for a type that it does not know',
      remediation:
        'Update the name server, or the device in front of it: a name without records of a type, be it known or not, is answered with NOERROR and no records.',
    },
    case: {
      severity: 'info',
      title: 'A name server does not repeat the question in the case in which it was asked',
      remediation:
        'Update the name server: resolvers that vary the case against forged answers may reject what it says.',
    },
    'upward-referral': {
      severity: 'info',
      title: 'A name server refers strangers to the root servers',
      remediation:
        'Let it answer REFUSED to questions about zones that it does not have; remove the root hints and recursion from its configuration.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const findings: Judgement<'aaaa' | 'unknown-type' | 'case' | 'upward-referral'>[] = [];
    for (const [finding, faultOf] of [
      ['aaaa', (asked: AskedAddress) => wrongRcode(asked, asked.AAAA)],
      ['unknown-type', (asked: AskedAddress) => wrongRcode(asked, asked.unknownType)],
      ['case', otherCase],
      ['upward-referral', upward],
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
      silenceOn(zone, ({ AAAA }) => AAAA) ??
      silenceOn(zone, ({ unknownType }) => unknownType) ??
      silenceOn(zone, ({ recursion }) => recursion);
    return silence === null ? pass : open(silence);
  },
});

/** REFUSED comes from limits of rate too; the others contradict the SOA record that the name has. */
function wrongRcode(asked: AskedAddress, reply: ServerReply | null): string | null {
  if (soaReply(asked) === null || !isAnswered(reply)) return null;
  return ['NXDOMAIN', 'NOTIMP', 'FORMERR'].includes(reply.rcode)
    ? `${reply.rcode}, though the name exists`
    : null;
}

function otherCase({ SOA }: AskedAddress): string | null {
  return isAnswered(SOA) && !SOA.sameCase ? 'the name in another case' : null;
}

function upward({ recursion }: AskedAddress): string | null {
  if (!isAnswered(recursion) || servesZone(recursion) || recursion.SOA !== null) return null;
  return recursion.refersTo.includes('') ? `${recursion.rcode}, with the root servers` : null;
}
