import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { nameServers } from '../probes/name-servers.ts';
import { isAnswered, type ServerReply } from '../protocols/server-reply.ts';
import { answeringServers, listText, serverText, silenceOn } from '../protocols/zone-servers.ts';

/** A number with a dot in it: `none of your business` gives nothing away. */
const VERSION = /\d\.\d/;

export const nameServerVersion = defineCheck({
  id: 'name-server-version',
  title: 'Name servers keep their version to themselves',
  category: 'dns',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc4892', 'https://cwe.mitre.org/data/definitions/200.html'],
  needs: { zone: part(nameServers, answeringServers) },
  findings: {
    disclosed: {
      severity: 'info',
      title: 'A name server tells its version to everyone',
      remediation:
        'Switch the answer off (BIND: `version none;`, NSD: `hide-version: yes`, Knot: `version: ""`), and keep the software up to date all the same.',
    },
  },
  evaluate({ zone }) {
    if (zone === null) return notApplicable;
    const told = zone.addresses.flatMap((asked) => {
      const version = versionIn(asked.version);
      return version === null ? [] : [`${serverText(asked)}: ${version}`];
    });
    if (told.length > 0) return fail('disclosed', { 'version.bind': listText(told) });
    const silence = silenceOn(zone, ({ version }) => version);
    return silence === null ? pass : open(silence);
  },
});

function versionIn(reply: ServerReply): string | null {
  if (!isAnswered(reply) || reply.rcode !== 'NOERROR') return null;
  return reply.TXT.find((text) => VERSION.test(text)) ?? null;
}
