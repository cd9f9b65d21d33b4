import { type LoggedCertificate, loggedCertificates } from './logged-certificate.ts';
import { type Answer, isWithin, json, type StandIn, type World, zoneOf } from './stand-in.ts';

const errorPage =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n' +
  '<HTML><HEAD><TITLE>crt.sh | ERROR!</TITLE></HEAD><BODY>Sorry, something went wrong...</BODY></HTML>\n';

/** crt.sh's identity search: `/?q=%.acme.test&output=json`, `%` before the dot for the names below. */
export const crtsh: StandIn = {
  host: 'crt.sh',
  domainOf: (url) => questionOf(url)?.replace(/^%\.?/, '') ?? null,
  answer,
  empty: () => json(200, []),
  rateLimited: html(429, '<HTML><BODY><H1>429 Too Many Requests</H1></BODY></HTML>\n'),
  broken: () => html(200, errorPage),
};

function answer(url: URL, { zones, now }: World): Answer {
  const question = questionOf(url);
  if (url.pathname !== '/') return html(404, errorPage);
  if (question === null || url.searchParams.get('output') !== 'json') {
    return html(200, '<HTML><HEAD><TITLE>crt.sh | Certificate Search</TITLE></HEAD></HTML>\n');
  }
  const knownTo = zoneOf(question.replace(/^%\.?/, ''), zones)?.knownTo;
  const logged = loggedCertificates(knownTo?.crtsh ?? [], now, knownTo?.namesPerCertificate);
  const entries = logged.flatMap((certificate) => entriesOf(certificate, question));
  return json(200, entries.toReversed());
}

/** A certificate is logged twice, as precertificate and as itself; only the names that match are told. */
function entriesOf(certificate: LoggedCertificate, question: string): object[] {
  const matching = certificate.names.filter((name) => matches(name.toLowerCase(), question));
  if (matching.length === 0) return [];
  const id = 10_000_000_000 + Number.parseInt(certificate.digest.slice(0, 7), 16) * 2;
  return [0, 1].map((copy) => ({
    issuer_ca_id: 412_001,
    issuer_name: 'C=ZZ, O=Cyborux Lab, CN=Cyborux Lab Issuing',
    common_name: certificate.names[0],
    name_value: matching.join('\n'),
    id: id + copy,
    entry_timestamp: certificate.notBefore.toISOString().slice(0, 23).replace('Z', ''),
    not_before: certificate.notBefore.toISOString().slice(0, 19),
    not_after: certificate.notAfter.toISOString().slice(0, 19),
    serial_number: certificate.digest.slice(0, 32),
    result_count: matching.length + 1,
  }));
}

function matches(name: string, question: string): boolean {
  if (question.startsWith('%')) return name.endsWith(question.slice(1));
  return isWithin(name, question) || name.endsWith(`@${question}`);
}

function questionOf(url: URL): string | null {
  const question = url.searchParams.get('q') ?? url.searchParams.get('identity');
  return question?.toLowerCase() ?? null;
}

function html(status: number, body: string): Answer {
  return { status, type: 'text/html; charset=UTF-8', body };
}
