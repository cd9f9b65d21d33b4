import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers } from '../probes/name-servers.ts';
import { isAnswered, type ServerReply } from '../protocols/server-reply.ts';
import { answeringServers, listText, serverText, silenceOn } from '../protocols/zone-servers.ts';

export const openResolver = defineCheck({
  id: 'open-resolver',
  title: 'Name servers resolve no foreign names for strangers',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc5358',
    'https://www.rfc-editor.org/rfc/rfc9199#section-3.2',
  ],
  needs: { zone: part(nameServers, answeringServers) },
  findings: {
    recursive: {
      severity: 'medium',
      title: 'A name server of the zone is an open resolver',
      remediation:
        'Switch recursion off on authoritative servers (BIND: `recursion no;`), or allow it to your own networks alone: open resolvers amplify attacks on others, and their cache can be poisoned.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const recursive = zone.addresses.filter(({ recursion }) => hasResolved(recursion));
    if (recursive.length > 0) return fail('recursive', { servers: listText(recursive.map(serverText)) });
    const silence = silenceOn(zone, ({ recursion }) => recursion);
    return silence === null ? pass : open(silence);
  },
});

/** It answered with the records of another's zone, and not as one that serves that zone. */
function hasResolved(reply: ServerReply): boolean {
  return isAnswered(reply) && reply.recursionAvailable && !reply.authoritative && reply.SOA !== null;
}
