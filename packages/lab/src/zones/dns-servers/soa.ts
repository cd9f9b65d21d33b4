import { type Trio, trio } from '../trio.ts';

const TIMERS = { refresh: 7_200, retry: 3_600, expire: 1_209_600, minimum: 300 };

function soa(zone: string, wish: Partial<typeof TIMERS> & { mname?: string; rname?: string }): string {
  const { mname, rname, refresh, retry, expire, minimum } = {
    mname: 'ns1.hosting.test.',
    rname: `hostmaster.${zone}.`,
    ...TIMERS,
    ...wish,
  };
  return `3600 SOA ${mname} ${rname} 2026010101 ${refresh} ${retry} ${expire} ${minimum}`;
}

function soaTrio(name: string, finding: string, wish: Parameters<typeof soa>[1]): Trio {
  return trio({
    name,
    faults: [`soa/${finding}`],
    silent: ['@ SOA'],
    zone: (place) => ({ soa: soa(place.name, place.faulty ? wish : {}) }),
  });
}

/** The record that every zone has. */
export const soaRecords: readonly Trio[] = [
  soaTrio('soa-mname', 'mname-unlisted', { mname: 'mx1.hosting.test.' }),
  trio({
    name: 'soa-alias',
    faults: ['soa/mname-alias', 'soa/mname-unlisted'],
    silent: ['@ SOA'],
    zone: ({ name, faulty }) => ({
      hosts: [{ label: 'primary', alias: 'ns1.hosting.test.' }],
      soa: soa(name, faulty ? { mname: `primary.${name}.` } : {}),
    }),
  }),
  soaTrio('soa-mailbox', 'rname-malformed', { rname: '.' }),
  soaTrio('soa-refresh', 'refresh', { refresh: 604_800, expire: 2_419_200 }),
  soaTrio('soa-retry', 'retry', { retry: 86_400 }),
  soaTrio('soa-expire', 'expire', { expire: 86_400 }),
  soaTrio('soa-minimum', 'minimum', { minimum: 604_800 }),
];
