import { page, redirect } from '../pages.ts';
import type { HostPlan } from '../plan.ts';
import { TEXTS } from './texts.ts';

/** Texts that a header can carry byte by byte; a line break would end it. */
const HEADER_TEXTS = Object.values(TEXTS).filter((text) => !/[\0\r\n]/.test(text));

/** Where no client may follow. */
const TARGETS = {
  metadata: 'http://169.254.169.254/latest/meta-data/',
  loopback: 'https://127.0.0.1:22/',
  mapped: 'https://[::ffff:10.0.0.1]/',
  decimal: 'http://2130706433/',
  name: 'https://loopback.hostile.test/',
  script: 'javascript:alert(1)',
  file: 'file:///etc/passwd',
  credentials: 'https://www.acme.test@loopback.hostile.test/',
};

export const hosts: readonly HostPlan[] = [
  {
    label: '@',
    addresses: ['203.0.113.60'],
    site: { page: titled(Object.values(TEXTS).join(' ')) },
  },
  { label: 'www', addresses: ['203.0.113.60'], site: { page: titled(`</title>${TEXTS.script}`) } },
  host('formula', 61, page('', { body: `<title>${TEXTS.formula}</title>` })),
  host('terminal', 62, titled(`${TEXTS.colour}${TEXTS.clear}${TEXTS.c1}`)),
  host('bidi', 63, titled(`${TEXTS.bidi}${TEXTS.invisible}`)),
  host(
    'headers',
    64,
    page('Headers', {
      headers: { Server: TEXTS.script, 'X-Powered-By': TEXTS.formula, 'X-Generator': TEXTS.attribute },
      cookies: [`${TEXTS.prototype}=1; Path=/; Secure; HttpOnly; SameSite=Lax`],
    }),
  ),
  host(
    'raw-headers',
    65,
    page('Headers', {
      headers: Object.fromEntries(HEADER_TEXTS.map((text, index) => [`X-Raw-${index}`, text])),
    }),
  ),
  host('huge-headers', 66, page('Headers', { trick: 'huge-headers' })),
  host('bomb', 67, page('Bomb', { trick: 'gzip-bomb' })),
  host('endless', 68, page('Endless', { trick: 'endless-chunks' })),
  host('carousel', 69, page('Carousel', { trick: 'redirect-loop' })),
  host('invalid', 70, page('Invalid', { trick: 'invalid-utf8' })),
  { label: 'noise', addresses: ['203.0.113.71'], site: { http: 'garbage', https: 'garbage' } },
  { label: 'drip', addresses: ['203.0.113.72'], site: { http: 'drip', https: 'silent' } },
  {
    label: 'names',
    addresses: ['203.0.113.73'],
    site: {
      page: titled('Names'),
      certificate: {
        names: [
          'names.hostile.test',
          `${TEXTS.script}.hostile.test`,
          '*.*.hostile.test',
          '=cmd.hostile.test',
        ],
      },
    },
  },
  ...Object.entries(TARGETS).map(([name, target], index) => host(`to-${name}`, 80 + index, redirect(target))),
  { label: 'mx1', addresses: ['203.0.113.74'] },
  { label: 'mx2', addresses: ['203.0.113.75'] },
  { label: 'mx3', addresses: ['203.0.113.76'] },
  { label: 'ns1', addresses: ['203.0.113.78'] },
  { label: 'ns2', addresses: ['198.51.100.161'] },
];

function host(label: string, lastOctet: number, content: ReturnType<typeof page>): HostPlan {
  return { label, addresses: [`203.0.113.${lastOctet}`], site: { page: content } };
}

/** The title as it stands; nothing is escaped. */
function titled(title: string): ReturnType<typeof page> {
  return page('', {
    body: `<!doctype html><html><head><title>${title}</title></head><body>${title}</body></html>`,
  });
}
