import { type Trio, trio } from '../trio.ts';
import { hostedTrio, hostingWith, ownTrio } from './servers.ts';

/** More text than fits into 512 bytes. */
const LONG_TEXTS = Array.from({ length: 4 }, (_, index) => `@ 300 TXT "${`note ${index} `.repeat(25)}"`);

/** What single servers do: serve the zone or not, keep to the protocol or not, and tell what they should not. */
export const behaviour: readonly Trio[] = [
  ...(['lame', 'refuse', 'servfail', 'not-authoritative'] as const).map((each) =>
    hostedTrio({
      name: `ns-lame-${each}`,
      faults: ['name-server-lame/lame'],
      fault: { behaviour: each },
      mute: { behaviour: 'silent' },
    }),
  ),
  trio({
    name: 'ns-refused',
    faults: ['name-server-unreachable/refused'],
    zone({ ownServers, faulty, mute }) {
      const own = ownServers();
      const wish = {
        ...(faulty && { port: 'refused' as const }),
        ...(mute && { behaviour: 'silent' as const }),
      };
      return { nameServers: [...own.slice(0, 2), ...own.slice(2).map((server) => ({ ...server, ...wish }))] };
    },
  }),
  trio({
    name: 'ns-refused-ipv6',
    faults: ['name-server-unreachable/refused'],
    zone({ ownServers, faulty, mute }) {
      const own = ownServers();
      const wish = {
        ...(faulty && { port: 'refused' as const }),
        ...(mute && { behaviour: 'silent' as const }),
      };
      return { nameServers: [...own.slice(0, 3), ...own.slice(3).map((server) => ({ ...server, ...wish }))] };
    },
  }),
  ownTrio({
    name: 'ns-no-tcp',
    faults: ['name-server-tcp/no-tcp'],
    fault: { port: 'tcp-refused' },
    mute: { port: 'tcp-silent' },
  }),
  ownTrio({
    name: 'ns-open-resolver',
    faults: ['open-resolver/recursive'],
    fault: { recursion: 'open' },
    mute: { recursion: 'silent' },
  }),
  ownTrio({
    name: 'ns-version',
    faults: ['name-server-version/disclosed'],
    fault: { version: '9.18.24-1-Debian' },
    mute: { version: null },
  }),
  trio({
    name: 'ns-transfer',
    faults: ['zone-transfer/open'],
    zone({ address, faulty, mute }) {
      const transfer = faulty ? 'allowed' : 'silent';
      return {
        nameServers: hostingWith(faulty || mute ? { transfer } : {}),
        hosts: [{ label: 'build', addresses: [address()] }],
      };
    },
  }),
  ...(
    [
      ['edns-formerr', []],
      // Nobody gets to see signatures: it is as if there were none.
      ['edns-ignored', ['dnssec/unsigned']],
    ] as const
  ).map(([quirk, more]) =>
    trio({
      name: `ns-${quirk}`,
      faults: ['edns/unsupported', ...more],
      open: ['edns/unsupported'],
      zone: ({ ownServers, faulty, mute }) => ({
        nameServers: ownServers({
          ...(faulty && { quirks: [quirk] }),
          ...(mute && { quirks: ['edns-silent'] }),
        }),
        ...(faulty && { signed: false }),
      }),
    }),
  ),
  hostedTrio({
    name: 'ns-edns-version',
    faults: ['edns/version'],
    fault: { quirks: ['edns-version-ignored'] },
    mute: { quirks: ['edns-version-silent'] },
  }),
  ...(['edns-option-formerr', 'edns-option-echoed'] as const).map((quirk) =>
    hostedTrio({
      name: `ns-${quirk}`,
      faults: ['edns/unknown-option'],
      fault: { quirks: [quirk] },
      mute: { quirks: ['edns-option-silent'] },
    }),
  ),
  trio({
    name: 'ns-oversized',
    faults: ['edns/truncation'],
    silent: ['@ TXT'],
    silence: 'silent',
    zone: ({ faulty }) => ({
      nameServers: hostingWith(faulty ? { quirks: ['oversized'] } : {}),
      records: LONG_TEXTS,
    }),
  }),
  hostedTrio({
    name: 'ns-aaaa',
    faults: ['name-server-behaviour/aaaa'],
    fault: { quirks: ['aaaa-nxdomain'] },
    mute: { quirks: ['aaaa-silent'] },
  }),
  hostedTrio({
    name: 'ns-unknown-type',
    faults: ['name-server-behaviour/unknown-type'],
    fault: { quirks: ['unknown-type-notimp'] },
    mute: { quirks: ['unknown-type-silent'] },
  }),
  hostedTrio({
    name: 'ns-case',
    faults: ['name-server-behaviour/case'],
    fault: { quirks: ['case-folded'] },
    mute: { quirks: ['case-silent'] },
  }),
  ownTrio({
    name: 'ns-upward',
    faults: ['name-server-behaviour/upward-referral'],
    fault: { quirks: ['upward-referral'] },
    mute: { recursion: 'silent' },
  }),
];
