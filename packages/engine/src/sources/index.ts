import type { Source } from '../source.ts';
import { anubis } from './anubis.ts';
import { certspotter } from './certspotter.ts';
import { columbus } from './columbus.ts';
import { commonCrawl } from './common-crawl.ts';
import { crtsh } from './crtsh.ts';
import { greynoise } from './greynoise.ts';
import { hackertarget } from './hackertarget.ts';
import { hibp } from './hibp.ts';
import { hudsonRock } from './hudson-rock.ts';
import { internetdb } from './internetdb.ts';
import { rapiddns } from './rapiddns.ts';
import { rdap } from './rdap.ts';
import { rdapAutnum } from './rdap-autnum.ts';
import { rdapIp } from './rdap-ip.ts';
import { rdapRegistrar } from './rdap-registrar.ts';
import { shodanCt } from './shodan-ct.ts';
import { subdomainCenter } from './subdomain-center.ts';
import { thc } from './thc.ts';
import { wayback } from './wayback.ts';
import { whois } from './whois.ts';

/** Every source: what is not here does not run. */
export const allSources: readonly Source[] = [
  anubis,
  certspotter,
  columbus,
  commonCrawl,
  crtsh,
  greynoise,
  hackertarget,
  hibp,
  hudsonRock,
  internetdb,
  rapiddns,
  rdap,
  rdapAutnum,
  rdapIp,
  rdapRegistrar,
  shodanCt,
  subdomainCenter,
  thc,
  wayback,
  whois,
];
