import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { zoneTransfer as transfers, type ZoneTransferObservation } from '../probes/zone-transfer.ts';
import { isUnknown } from '../protocols/dns-answer.ts';
import { listText } from '../protocols/zone-servers.ts';

export const zoneTransfer = defineCheck({
  id: 'zone-transfer',
  title: 'Name servers do not hand out the whole zone',
  category: 'dns',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc5936#section-5',
    'https://cwe.mitre.org/data/definitions/200.html',
  ],
  needs: { seen: part(transfers, (seen) => (seen.attempts.length === 0 ? emptyReason(seen) : seen)) },
  findings: {
    open: {
      severity: 'high',
      title: 'A name server hands out the whole zone to everyone',
      remediation:
        'Allow zone transfers (AXFR) to your other name servers alone, by address and by TSIG key (BIND: `allow-transfer { key ...; };`). Then look through the records that were readable for internal names and addresses.',
    },
  },
  evaluate({ seen }) {
    if (seen === null) return notApplicable;
    const handedOut = seen.attempts.flatMap(({ server, address, answer }) =>
      answer.state === 'present' ? [{ who: `${server} (${address})`, ...answer }] : [],
    );
    const [first] = handedOut;
    if (first !== undefined) {
      const most = Math.max(...handedOut.map(({ count }) => count));
      return fail('open', {
        servers: listText(handedOut.map(({ who }) => who)),
        records: handedOut.some(({ cut }) => cut === true) ? `${most} or more` : most,
        serial: first.serial,
      });
    }
    const silent = seen.attempts.find(({ answer }) => isUnknown(answer));
    if (silent === undefined) return pass;
    return open(`${silent.server} (${silent.address}) did not say whether it hands out the zone.`);
  },
});

/** Without a server that could be asked: no zone, or nothing that can be known. */
function emptyReason({ NS }: ZoneTransferObservation) {
  return isUnknown(NS) ? NS : null;
}
