import { knownNames } from './known-names.ts';
import { type Answer, cutShort, type StandIn } from './stand-in.ts';

/** Far fewer than the real 100, so that small domains have pages too. */
const ROWS_PER_PAGE = 10;

/** RapidDNS: a web page with a table, `/subdomain/<domain>?page=1&full=1`. */
export const rapiddns: StandIn = {
  host: 'rapiddns.io',
  domainOf: ({ pathname }) => pathname.split('/')[2]?.toLowerCase() ?? null,
  answer: (url, world) => {
    const domain = rapiddns.domainOf(url) ?? '';
    const names = knownNames('rapiddns', domain, world);
    const number = Math.max(1, Number(url.searchParams.get('page')) || 1);
    const start = (number - 1) * ROWS_PER_PAGE;
    const rows = names.slice(start, start + ROWS_PER_PAGE).map((name, index) => row(start + index + 1, name));
    const isLast = start + ROWS_PER_PAGE >= names.length;
    return html(200, table(rows, isLast ? '' : `/subdomain/${domain}?page=${number + 1}`));
  },
  empty: () => html(200, table([], '')),
  rateLimited: html(429, '<html><body>Too Many Requests</body></html>'),
  broken: cutShort,
};

function row(number: number, name: string): string {
  return `<tr><th scope="row ">${number}</th><td>${name}</td><td>A</td></tr>`;
}

function table(rows: readonly string[], next: string): string {
  const link = next === '' ? '' : `<a class="page-link" href="${next}">Next</a>`;
  return `<!DOCTYPE html><html><body>${link}<table id="table"><tbody>${rows.join('\n')}</tbody></table></body></html>`;
}

function html(status: number, body: string): Answer {
  return { status, type: 'text/html; charset=utf-8', body };
}
