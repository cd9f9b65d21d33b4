import type { PageSpec } from '../../spec.ts';
import { type PageChanges, page } from '../pages.ts';
import type { SitePlan } from '../plan.ts';
import { type Trio, trio } from '../trio.ts';

/** A host with something wrong, and the same host in order. */
export interface WebHost {
  label: string;
  faults: readonly string[];
  faulty: SitePlan;
  /** Default: a site with everything right. */
  sound?: SitePlan;
}

/** One zone in which each host has its fault, one in which the same hosts have none. */
export function webHosts(name: string, hosts: readonly WebHost[]): Trio {
  return trio({
    name,
    noMute: true,
    faults: hosts.flatMap(({ label, faults }) => faults.map((code) => ({ code, at: label }))),
    zone: (place) => ({
      hosts: hosts.map(({ label, faulty, sound = {} }) => ({
        label,
        addresses: [place.address('hosting6')],
        site: place.faulty ? faulty : sound,
      })),
    }),
  });
}

/** A host whose page differs in one thing. */
export function withPage(
  label: string,
  fault: string,
  faulty: PageChanges,
  sound: PageChanges = {},
): WebHost {
  return {
    label,
    faults: [fault],
    faulty: { page: page(label, faulty) },
    sound: { page: page(label, sound) },
  };
}

/** The same for what stands in the body. */
export function withBody(label: string, fault: string, faulty: string, sound: string): WebHost {
  return withPage(label, fault, { body: document(label, faulty) }, { body: document(label, sound) });
}

export function document(title: string, body: string): string {
  return `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${title}</title></head>\n<body>${body}</body>\n</html>\n`;
}

/** What a well-kept server says of a path that is not there. */
export const NOT_FOUND: PageSpec = { status: 404, body: document('Not found', '<h1>Not found</h1>') };
