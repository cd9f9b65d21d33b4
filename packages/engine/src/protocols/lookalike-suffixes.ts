import { getPublicSuffix } from 'tldts';

/** A registrable domain taken apart, and what stands before it; labels in Unicode, the suffix as in the DNS. */
export interface Parts {
  /** Empty for a registrable domain. */
  subdomain: string;
  label: string;
  suffix: string;
}

/** The country codes of ISO 3166 that are delegated, and `ac`, `eu`, `su`, `uk`. */
const COUNTRIES: readonly string[] =
  `acadaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjbmbnbobrbsbtbwbybzcacccdcfcgchcickclcmcncocrcucvcwcxcyczdedjdkdm
  dodzeceeegereseteufifjfkfmfofrgagdgegfggghgiglgmgngpgqgrgsgtgugwgyhkhmhnhrhthuidieiliminioiqirisitjejmjojpkekgkhkikm
  knkpkrkwkykzlalblclilklrlsltlulvlymamcmdmemgmhmkmlmmmnmompmqmrmsmtmumvmwmxmymzncnenfngninlnonpnrnunzompapepfpgphpkpl
  pmpnprpsptpwpyqarerorsrurwsasbscsdsesgshsiskslsmsnsosrssstsusvsxsysztctdtftgthtjtktltmtntotrtttvtwtzuaugukusuyuz
  vavcvevgvivnvuwfwsyeytzazmzwna`.match(/[a-z]{2}/g) ?? [];

/** The generic top-level domains that most names and most fraud are under. */
const GENERIC = words(`
  com net org info biz name pro mobi tel asia cat jobs travel coop aero museum edu gov int mil post
  app dev page cloud online site store shop tech website space live life world today news media blog web
  xyz top club vip icu win bid loan men work click link download stream review trade date party science racing cricket
  accountant faith gdn wang ren kim mom rest bar buzz cyou cfd sbs quest monster beauty hair skin makeup autos boats
  homes yachts motorcycles bond lol pics help support center services solutions systems network digital email
  finance financial money bank cash credit loans tax insurance investments capital fund trading exchange
  group company business enterprises ventures global international agency consulting management marketing
  health care clinic dental hospital pharmacy law legal attorney lawyer school academy university college
  house land estate properties city town berlin london nyc paris tokyo amsterdam wien
  one fun art design studio photo photos video games game bet casino poker
  security secure software computer domains hosting host chat social community team zone market sale deals discount
  ltd inc llc gmbh bio eco green energy global zip mov foo rocks ninja guru
`);

/** Labels that registries put before their country code. */
const SECOND_LEVEL = words(`
  com co org net edu gov ac or ne go gob gouv govt gub mil nom web info biz name pro ltd plc me sch school gen geek maori
  id asn csiro adv art blog eco eng ind ing jor med odo psi tur tv tec rec firm store in res nic nhs police tm asso prd
  presse gv lg ad ed gr re pe es kg hs ms idv game ebiz club int k12
`);

/** Where anybody gets a name under a domain of a dynamic DNS or hosting service. */
const DYNAMIC = words(`
  duckdns.org ddns.net no-ip.org no-ip.com no-ip.biz no-ip.info noip.me noip.us hopto.org hopto.me zapto.org sytes.net
  myftp.org myftp.biz myvnc.com redirectme.net serveblog.net servebeer.com servecounterstrike.com serveftp.com servegame.com
  servehalflife.com servehttp.com serveirc.com serveminecraft.net servemp3.com servepics.com servequake.com webhop.me
  bounceme.net freedynamicdns.net freedynamicdns.org gotdns.ch onthewifi.com viewdns.net webredirect.org 3utilities.com
  dyndns.org dyndns.info dyndns.biz dyndns.tv dyn-o-saur.com dnsalias.com dnsalias.net dnsalias.org dnsdojo.com doesntexist.com
  homeip.net homelinux.com homelinux.net homelinux.org homeunix.com homeunix.net is-a-geek.com mine.nu selfip.com selfip.net
  dynu.net dynu.com ddnsfree.com ddnsgeek.com giize.com gleeze.com kozow.com loseyourip.com ooguy.com theworkpc.com
  casacam.net accesscam.org camdvr.org freeddns.org mywire.org mysynology.net dynv6.net dns.army dns.navy v6.army v6.navy
  afraid.org mooo.com chickenkiller.com crabdance.com ignorelist.com jumpingcrab.com strangled.net twilightparadox.com us.to
  changeip.com changeip.net dns04.com dnsrd.com ddns.info ddns.us dynamic-dns.net dynamicdns.biz mynetav.com my03.com
  itsaol.com sexidude.com toythieves.com wikaba.com nsupdate.info ddnss.de spdns.de spdns.org selfhost.eu selfhost.de
  myfritz.net goip.de firewall-gateway.com my-firewall.org now-dns.net now-dns.org now-ip.net ydns.eu tzo.com synology.me
  myqnapcloud.com remotewd.com i234.me diskstation.me dscloud.biz dscloud.me asuscomm.com tplinkdns.com dlinkddns.com
  publicvm.com linkpc.net run.place x10.mx
`);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function isSuffix(name: string): boolean {
  return getPublicSuffix(name, { validateHostname: false }) === name && name.includes('.');
}

/** `com.br`, `co.uk`: where companies register below a country, by the public suffix list. */
const COMPANY_SUFFIXES = COUNTRIES.flatMap((country) => [`com.${country}`, `co.${country}`]).filter(isSuffix);

/** The top-level domains that are tried when the caller has no full list. */
export const COMMON_TLDS: readonly string[] = [...new Set([...GENERIC, ...COUNTRIES])];

/** The same label under another top-level domain, or under another country's second level. */
export function* tldSwap({ label, suffix }: Parts, tlds: readonly string[]): Generator<string> {
  for (const tld of tlds) yield `${label}.${tld}`;
  for (const other of COMPANY_SUFFIXES) yield `${label}.${other}`;
  const [second, country] = suffix.split('.');
  if (country === undefined) return;
  for (const other of COUNTRIES) {
    if (isSuffix(`${second}.${other}`)) yield `${label}.${second}.${other}`;
  }
}

/** Another second level under the same top-level domain: `example.org.uk` for `example.co.uk`. */
export function* sldSwap({ label, suffix }: Parts): Generator<string> {
  const tld = suffix.split('.').at(-1);
  for (const second of SECOND_LEVEL) {
    if (isSuffix(`${second}.${tld}`)) yield `${label}.${second}.${tld}`;
  }
}

/** The whole name with a top-level domain behind: `example.com.it`. */
export function* addTld({ label, suffix }: Parts, tlds: readonly string[]): Generator<string> {
  for (const tld of tlds) yield `${label}.${suffix}.${tld}`;
}

/** A dot inside of the label makes the front a name below the rest. Names in front of the domain stay there. */
export function* subdomain({ subdomain: front, label, suffix }: Parts): Generator<string> {
  const chars = [...label];
  for (let at = 1; at < chars.length; at += 1) {
    const split = `${chars.slice(0, at).join('')}.${chars.slice(at).join('')}.${suffix}`;
    yield split;
    if (front !== '') yield `${front}.${split}`;
  }
}

/** A dot is not typed: `wwwexample.com`, `mailexample.com`, `examplecom.com`. */
export function* missingDot({ subdomain: front, label, suffix }: Parts): Generator<string> {
  const ends = [`${label}.${suffix}`, `${label}${suffix}`, `${label}${suffix.replaceAll('.', '')}.com`];
  const last = suffix.split('.').at(-1);
  const starts = front === '' ? ['www'] : ['www', front, `www.${front}`, `www${front}`];
  for (const end of ends) {
    if (end.includes('.')) yield end;
    for (const start of starts) {
      const joined = start.replaceAll('.', '') + end;
      yield joined.includes('.') ? joined : `${joined}.${last}`;
      if (start.includes('.')) yield start + end;
    }
  }
  yield `${label}${suffix.replaceAll('.', '')}.${last}`;
}

/** A hyphen stands where a dot should, or a dot where a hyphen does. */
export function* dotHyphenSwap(parts: Parts, tlds: readonly string[]): Generator<string> {
  const { subdomain: front, label, suffix } = parts;
  const hyphened = suffix.replaceAll('.', '-');
  const last = suffix.split('.').at(-1);
  if (front !== '') {
    yield `${front}-${label}.${suffix}`;
    yield `${front.replaceAll('.', '-')}-${label}.${suffix}`;
    for (const tld of tlds) yield `${front.replaceAll('.', '-')}-${label}-${hyphened}.${tld}`;
  }
  if (suffix.includes('.')) yield `${label}-${hyphened.replace(/-[^-]*$/, '')}.${last}`;
  for (const tld of tlds) yield `${label}-${hyphened}.${tld}`;
  for (let at = label.indexOf('-'); at !== -1; at = label.indexOf('-', at + 1)) {
    yield `${label.slice(0, at)}.${label.slice(at + 1)}.${suffix}`;
  }
  yield `${label.replaceAll('-', '.')}.${suffix}`;
}

/** The name below a domain where anybody gets one: `example-com.duckdns.org`. */
export function* dynamicDns({ subdomain: front, label, suffix }: Parts): Generator<string> {
  const name = front === '' ? `${label}.${suffix}` : `${front}.${label}.${suffix}`;
  const hyphened = name.replaceAll('.', '-');
  for (const service of DYNAMIC) {
    yield `${hyphened}.${service}`;
    yield `${name.replace(/\.([^.]*)$/, '-$1')}.${service}`;
    yield `${label}.${service}`;
  }
}

/** What belongs to no other family: the suffix in the label, `www` before it, letters of German written out. */
export function* various({ subdomain: front, label, suffix }: Parts): Generator<string> {
  const last = suffix.split('.').at(-1);
  const bare = suffix.replaceAll('.', '');
  if (suffix !== last) {
    yield `${label}.${last}`;
    yield `${label}${suffix}`;
  }
  for (const tld of ['com', suffix]) {
    yield `${label}${bare}.${tld}`;
    yield `${label}-${suffix.replaceAll('.', '-')}.${tld}`;
    yield `${label}com.${tld}`;
    yield `${label}-com.${tld}`;
  }
  for (const start of ['ww', 'www', 'www-', 'wwww', 'http', 'https', 'http-', 'https-', 'm-', 'm']) {
    yield `${start}${label}.${suffix}`;
  }
  if (front !== '') {
    for (const start of [front, front.replaceAll('.', ''), `${front}-`, `${front.replaceAll('.', '-')}-`]) {
      yield `${start}${label}.${suffix}`;
    }
  }
  yield `${label.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss')}.${suffix}`;
}
