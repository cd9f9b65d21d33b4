import type { Source } from '../source.ts';
import { certspotter } from './certspotter.ts';
import { crtsh } from './crtsh.ts';
import { greynoise } from './greynoise.ts';
import { internetdb } from './internetdb.ts';
import { rdap } from './rdap.ts';
import { rdapAutnum } from './rdap-autnum.ts';
import { rdapIp } from './rdap-ip.ts';
import { rdapRegistrar } from './rdap-registrar.ts';
import { whois } from './whois.ts';

/** Every source: what is not here does not run. */
export const allSources: readonly Source[] = [
  certspotter,
  crtsh,
  greynoise,
  internetdb,
  rdap,
  rdapAutnum,
  rdapIp,
  rdapRegistrar,
  whois,
];
