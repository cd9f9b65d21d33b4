import { defineCheck, fail, type Judgement, notApplicable, part, pass } from '../check.ts';
import { siteFiles } from '../probes/site-files.ts';
import { parseSecurityTxt } from '../protocols/security-txt.ts';
import { serviceKey } from '../protocols/service-name.ts';
import { typeOf } from '../protocols/site-files.ts';

const SERVE =
  'It is a file of text/plain at https://HOST/.well-known/security.txt: put it below the document root, with `location = /.well-known/security.txt { default_type text/plain; }` in nginx, or `<Files security.txt>` with `ForceType text/plain` in Apache.';

export const securityTxt = defineCheck({
  id: 'security-txt',
  title: 'Who finds a weakness can read where to report it',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://www.rfc-editor.org/rfc/rfc9116'],
  needs: {
    file: part(siteFiles, (files) => (files.state === 'present' ? files.securityTxt : files)),
  },
  findings: {
    missing: {
      severity: 'info',
      optional: true,
      title: 'There is no security.txt',
      remediation: `Publish one with a Contact and an Expires line. ${SERVE}`,
    },
    expired: {
      severity: 'low',
      title: 'The security.txt has expired, so that readers must not trust it',
      remediation:
        'Look whether its contacts still hold, set Expires to a date less than a year from now, sign it again if it is signed, and see to it that this is done in time.',
    },
    malformed: {
      severity: 'low',
      title: 'The security.txt does not keep to the standard',
      remediation: `Correct what the evidence names: Contact holds an https:, mailto: or tel: URI, and Expires stands exactly once, as \`2027-01-31T00:00:00Z\`. ${SERVE}`,
    },
  },
  evaluate({ file }, { entity, target, observedAt }) {
    if (file.state === 'absent') {
      // One for the organisation is enough: it is looked for at the domain itself.
      return file.reason === 'not-found' && entity.name === target.name
        ? fail('missing', { url: `https://${entity.name}/.well-known/security.txt` })
        : notApplicable;
    }
    const { expires, signed, problems } = parseSecurityTxt(file.body);
    const all = [
      ...problems,
      ...(typeOf(file) === 'text/plain' ? [] : [`It is served as ${typeOf(file) || 'no type'}.`]),
    ];
    const affects = [serviceKey(file.address, file.port)];
    const evidence = { url: file.url, signed: signed ? 'yes' : 'no' };
    const failures: Judgement<'expired' | 'malformed'>[] = [];
    if (all.length > 0)
      failures.push(fail('malformed', { ...evidence, problems: all.join(' ') }, { affects }));
    if (expires !== null && Date.parse(expires) <= observedAt.getTime()) {
      failures.push(fail('expired', { ...evidence, expires }, { affects }));
    }
    return failures.length > 0 ? failures : pass;
  },
});
