import type { MailSpec } from '../../spec.ts';
import { type Trio, trio } from '../trio.ts';
import { mailZone } from './base.ts';

const MX_SILENT = ['@ MX'];

/** Where mail goes, and who answers there. */
export const exchangers: readonly Trio[] = [
  trio({
    name: 'mx-nodata',
    faults: ['mx-address/unresolvable'],
    silent: ['mx1 A', 'mx1 AAAA'],
    zone: (place) => {
      if (!place.faulty) return mailZone(place);
      const zone = mailZone(place, { bare: true, exchanger: null });
      return { ...zone, records: [...(zone.records ?? []), 'mx1 300 TXT "no address any more"'] };
    },
  }),
  trio({
    name: 'mx-literal',
    faults: ['mx-address/literal'],
    silent: MX_SILENT,
    zone: (place) => {
      const good = ['@ 300 MX 10 mx1', '@ 300 MX 20 mx2.hosting.test.'];
      return mailZone(place, { mx: place.faulty ? [...good, '@ 300 MX 30 192.0.2.21.'] : good });
    },
  }),
  trio({
    name: 'mx-private',
    faults: ['mx-address/private', { code: 'private-address/published', at: 'mx1' }],
    open: ['mx-address/private'],
    silent: ['mx1 A', 'mx1 AAAA'],
    zone: (place) => mailZone(place, place.faulty ? { address: '10.20.30.40', exchanger: null } : {}),
  }),
  trio({
    name: 'mx-single',
    faults: ['mx-address/single'],
    silent: MX_SILENT,
    zone: (place) => mailZone(place, place.faulty ? { mx: ['@ 300 MX 10 mx1'] } : {}),
  }),
  trio({
    name: 'null-mx-mixed',
    faults: ['null-mx/mixed'],
    silent: MX_SILENT,
    zone: (place) => ({
      usual: { mx: place.faulty ? ['@ 300 MX 0 .', '@ 300 MX 10 mx2.hosting.test.'] : ['@ 300 MX 0 .'] },
    }),
  }),
  trio({
    name: 'null-mx-sends',
    faults: ['null-mx/sends'],
    silent: MX_SILENT,
    zone: (place) => ({
      usual: {
        mx: ['@ 300 MX 0 .'],
        ...(place.faulty && { spf: ['@ 300 TXT "v=spf1 ip4:192.0.2.20 -all"'] }),
      },
    }),
  }),
  greeting('banner-version', 'smtp-banner/version', (host) => ({ banner: `${host} ESMTP Exim 4.97.1` })),
  greeting('banner-name', 'smtp-banner/name', () => ({ banner: 'localhost ESMTP' })),
  greeting('relay-open', 'open-relay/accepts', () => ({ relay: 'accepted' }), { relay: 'deferred' }),
];

function greeting(
  name: string,
  code: string,
  fault: (host: string) => Partial<MailSpec>,
  silence: Partial<MailSpec> = { behaviour: 'reject-554' },
): Trio {
  return trio({
    name,
    faults: [code],
    zone: (place) => {
      const faulty = place.faulty ? fault(`mx1.${place.name}`) : {};
      return mailZone(place, { exchanger: place.mute ? silence : faulty });
    },
  });
}
