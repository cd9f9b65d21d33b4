import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { siteFiles } from '../probes/site-files.ts';
import { parseRobots, tellingPaths } from '../protocols/robots.ts';
import { serviceKey } from '../protocols/service-name.ts';

const MAX_SHOWN = 10;

export const robotsDisclosure = defineCheck({
  id: 'robots-disclosure',
  title: 'robots.txt names no places that are meant to stay unknown',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc9309#section-3'],
  needs: {
    file: part(siteFiles, (files) => (files.state === 'present' ? files.robots : files)),
  },
  findings: {
    paths: {
      severity: 'info',
      title: 'robots.txt names paths of administration, backups or tests',
      remediation:
        'Take them out: robots.txt is read by everyone and protects nothing. Ask for a sign-in there instead (`auth_basic` in nginx, `Require valid-user` in Apache), and keep pages out of search engines with `X-Robots-Tag: noindex` (`add_header` in nginx, `Header set` in Apache).',
    },
  },
  evaluate({ file }) {
    if (file === null || file.state === 'absent') return notApplicable;
    const paths = tellingPaths(parseRobots(file.body));
    if (paths.length === 0) return pass;
    const evidence = { url: file.url, paths: paths.slice(0, MAX_SHOWN).join(' ') };
    return fail('paths', evidence, { affects: [serviceKey(file.address, file.port)] });
  },
});
