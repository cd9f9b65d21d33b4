import { type Evidence, isUnknown } from '@cyborux/contract';
import { defineCheck, fail, notApplicable, open, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import type { PageLibraries } from '../protocols/page-libraries.ts';
import { pageResponse } from '../protocols/page-response.ts';
import { compareVersions } from '../protocols/version-order.ts';

type Library = PageLibraries['found'][number];

const SERIOUS = ['critical', 'high', 'medium'];

/** A version alone proves no weakness of the site: what is told stays `potential`. */
export const vulnerableLibrary = defineCheck({
  id: 'vulnerable-library',
  title: 'JavaScript libraries have no known vulnerabilities',
  category: 'web',
  appliesTo: 'FQDN',
  references: [
    'https://github.com/RetireJS/retire.js',
    'https://owasp.org/Top10/A06_2021-Vulnerable_and_Outdated_Components/',
  ],
  needs: {
    libraries: part(httpResponse, (web) => {
      const page = pageResponse(web);
      return page !== null && isUnknown(page) ? page : (web.libraries ?? null);
    }),
  },
  findings: {
    vulnerable: {
      severity: 'medium',
      confidence: 'potential',
      title: 'A JavaScript library has known vulnerabilities',
      remediation:
        'Update the library to the version that is named as the first without them, or later; where the page has it from a package manager, `npm audit fix` says what else must move. Take out libraries that nothing uses.',
    },
    outdated: {
      severity: 'low',
      confidence: 'potential',
      title: 'A JavaScript library has known vulnerabilities of low severity',
      remediation: 'Update the library to the version that is named as the first without them, or later.',
    },
  },
  evaluate({ libraries }) {
    if (libraries === null) return notApplicable;
    const bad = libraries.found.filter(({ vulnerabilities }) => vulnerabilities.length > 0);
    if (bad.length > 0) return bad.map(failureOf);
    const [first] = libraries.unread;
    return first === undefined ? pass : open(`not all scripts were read: ${first}`);
  },
});

function failureOf(library: Library) {
  const { name, version, url, by, vulnerabilities } = library;
  const serious = vulnerabilities.some(({ severity }) => SERIOUS.includes(severity));
  const evidence: Record<Evidence['label'], string> = {
    library: `${name} ${version}`,
    script: url,
    'seen by': by === 'url' ? 'the address of the script' : 'the text of the script',
    vulnerabilities: [...new Set(vulnerabilities.flatMap(({ identifiers }) => identifiers))].join(', '),
    'first version without them': fixedIn(vulnerabilities) ?? 'none is known',
  };
  return fail(serious ? 'vulnerable' : 'outdated', evidence, { subject: `${name} ${version}` });
}

/** The latest of them; null as soon as one has no repair. */
function fixedIn(vulnerabilities: Library['vulnerabilities']): string | null {
  let latest: string | null = null;
  for (const each of vulnerabilities) {
    if (each.fixedIn === null) return null;
    if (latest === null || compareVersions(each.fixedIn, latest) > 0) latest = each.fixedIn;
  }
  return latest;
}
