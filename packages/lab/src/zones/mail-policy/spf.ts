import { type Trio, trio } from '../trio.ts';
import { textRecord } from './text-record.ts';

interface SpfPlan {
  name: string;
  faults: readonly string[];
  /** The records at the apex. `@` stands for the zone's name. */
  faulty: readonly string[];
  sound: readonly string[];
  /** Of names below. */
  records?: readonly string[];
  silent?: readonly string[];
}

function spfTrio({ name, faults, faulty, sound, records = [], silent = ['@ TXT'] }: SpfPlan): Trio {
  return trio({
    name,
    faults,
    zone: (place) => ({
      usual: {
        spf: (place.faulty ? faulty : sound).map((text) => textRecord('@', text.replaceAll('@', place.name))),
      },
      records: records.map((line) => line.replaceAll('{zone}', place.name)),
    }),
    silent,
  });
}

const FINE = 'v=spf1 ip4:198.51.100.25 -all';
const senders = Array.from({ length: 11 }, (_, index) => `s${index + 1}`);
const addresses = Array.from({ length: 40 }, (_, index) => `ip4:198.51.100.${index + 100}`);

/** What a single record says. */
const single: readonly Trio[] = [
  spfTrio({ name: 'spf-missing', faults: ['spf/missing'], faulty: [], sound: [FINE] }),
  spfTrio({
    name: 'spf-several',
    faults: ['spf/multiple-records'],
    faulty: [FINE, 'v=spf1 -all'],
    sound: [FINE],
  }),
  spfTrio({
    name: 'spf-syntax',
    faults: ['spf/syntax'],
    faulty: ['v=spf1 ipv4:198.51.100.25 -all'],
    sound: [FINE],
  }),
  spfTrio({
    name: 'spf-allow-all',
    faults: ['spf/allow-all'],
    faulty: ['v=spf1 +all'],
    sound: ['v=spf1 -all'],
  }),
  spfTrio({
    name: 'spf-neutral-all',
    faults: ['spf/neutral-all'],
    faulty: ['v=spf1 ip4:198.51.100.25'],
    sound: [FINE],
  }),
  spfTrio({
    name: 'spf-broad',
    faults: ['spf-breadth/broad-network'],
    faulty: ['v=spf1 ip4:198.16.0.0/12 -all'],
    sound: ['v=spf1 ip4:198.51.0.0/16 ip6:2001:db8::/32 -all'],
  }),
  spfTrio({
    name: 'spf-provider-wide',
    faults: ['spf-breadth/provider-wide'],
    faulty: ['v=spf1 ip4:167.89.0.0/17 -all'],
    sound: ['v=spf1 ip4:167.89.17.25 -all'],
  }),
  spfTrio({
    name: 'spf-ptr',
    faults: ['spf-hygiene/ptr'],
    faulty: ['v=spf1 ptr -all'],
    sound: [FINE],
  }),
  spfTrio({
    name: 'spf-too-long',
    faults: ['spf-hygiene/too-long'],
    faulty: [`v=spf1 ${addresses.join(' ')} -all`],
    sound: [`v=spf1 ${addresses.slice(0, 20).join(' ')} -all`],
  }),
  spfTrio({
    name: 'spf-after-all',
    faults: ['spf-hygiene/after-all'],
    faulty: ['v=spf1 -all ip4:198.51.100.25'],
    sound: [FINE],
  }),
  spfTrio({
    name: 'spf-duplicate',
    faults: ['spf-hygiene/duplicate'],
    faulty: ['v=spf1 ip4:198.51.100.25 ip4:198.51.100.25/32 -all'],
    sound: [FINE],
  }),
];

/** What it comes to together with those that it leads to. */
const trees: readonly Trio[] = [
  spfTrio({
    name: 'spf-too-many',
    faults: ['spf-lookups/too-many'],
    faulty: [`v=spf1 ${senders.map((label) => `include:${label}.@`).join(' ')} -all`],
    sound: [
      `v=spf1 ${senders
        .slice(1)
        .map((label) => `include:${label}.@`)
        .join(' ')} -all`,
    ],
    records: senders.map((label) => textRecord(label, 'v=spf1 ip4:198.51.100.26 -all')),
    silent: ['s2 TXT'],
  }),
  spfTrio({
    name: 'spf-too-deep',
    faults: ['spf-lookups/too-many'],
    faulty: ['v=spf1 include:s1.@ -all'],
    sound: ['v=spf1 include:s2.@ -all'],
    records: senders.map((label, index) =>
      textRecord(
        label,
        index < 10 ? `v=spf1 include:s${index + 2}.{zone} -all` : 'v=spf1 ip4:198.51.100.26 -all',
      ),
    ),
    silent: ['s4 TXT'],
  }),
  spfTrio({
    name: 'spf-void',
    faults: ['spf-lookups/void'],
    faulty: ['v=spf1 a:old1.@ a:old2.@ a:old3.@ -all'],
    sound: ['v=spf1 a:old1.@ a:old2.@ ip4:198.51.100.25 -all'],
    silent: ['old1', 'old2'],
  }),
  spfTrio({
    name: 'spf-dead-include',
    faults: ['spf-lookups/dead-include'],
    faulty: ['v=spf1 include:gone.@ -all'],
    sound: ['v=spf1 include:there.@ -all'],
    records: [textRecord('there', 'v=spf1 ip4:198.51.100.26 -all')],
    silent: ['there', 'gone'],
  }),
  spfTrio({
    name: 'spf-faulty-include',
    faults: ['spf-lookups/dead-include'],
    faulty: ['v=spf1 include:faulty.@ -all'],
    sound: ['v=spf1 include:there.@ -all'],
    records: [
      textRecord('faulty', 'v=spf1 ipv4:198.51.100.26 -all'),
      textRecord('there', 'v=spf1 ip4:198.51.100.26 -all'),
    ],
    silent: ['there', 'faulty'],
  }),
  spfTrio({
    name: 'spf-loop',
    faults: ['spf-lookups/loop'],
    faulty: ['v=spf1 include:back.@ -all'],
    sound: ['v=spf1 include:on.@ -all'],
    records: [textRecord('back', 'v=spf1 include:{zone} -all'), textRecord('on', 'v=spf1 -all')],
    silent: ['on', 'back'],
  }),
  spfTrio({
    name: 'spf-dead-redirect',
    faults: ['spf/syntax'],
    faulty: ['v=spf1 redirect=gone.@'],
    sound: ['v=spf1 redirect=there.@'],
    records: [textRecord('there', FINE)],
    silent: ['there', 'gone'],
  }),
];

export const spf: readonly Trio[] = [...single, ...trees];
