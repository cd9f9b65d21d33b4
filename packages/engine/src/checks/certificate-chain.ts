import { defineCheck, fail, type Judgement, notApplicable, part, pass, together } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import type { Certificate } from '../protocols/certificate.ts';
import { type Shown, shownCertificates } from '../protocols/tls-shown.ts';

export const certificateChain = defineCheck({
  id: 'certificate-chain',
  title: 'The chain is sent in order, and no more than it',
  category: 'tls',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2',
    'https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2',
  ],
  needs: { shown: part(tlsSurvey, shownCertificates) },
  findings: {
    order: {
      severity: 'low',
      title: 'The certificates are not sent in order',
      remediation:
        'Send the leaf first, then each certificate before that of its issuer: `cat leaf.pem intermediate.pem > fullchain.pem`, named in `ssl_certificate` (nginx) or `SSLCertificateFile` (Apache).',
    },
    root: {
      severity: 'info',
      title: 'The root is sent along',
      remediation:
        'Leave the root out of the chain: clients have their own, and do not trust one that is sent.',
    },
    unneeded: {
      severity: 'info',
      title: 'Certificates are sent that belong to no chain of the leaf',
      remediation:
        'Leave them out of the file that `ssl_certificate` (nginx) or `SSLCertificateFile` (Apache) names.',
    },
  },
  evaluate({ shown }) {
    if (shown === null) return notApplicable;
    return together(shown.flatMap(judge));
  },
});

function judge({ leaf, issuers, affects }: Shown): Judgement<'order' | 'root' | 'unneeded'>[] {
  if (leaf.selfSigned) return [pass];
  const options = { affects, subject: leaf.keyAlgorithm ?? '' };
  const names = (list: readonly Certificate[]) => ({
    certificates: list.map(({ subject }) => subject).join('; '),
  });
  const roots = issuers.filter(({ selfSigned }) => selfSigned);
  const others = issuers.filter(({ selfSigned }) => !selfSigned);
  const path = pathUp(leaf, others);
  const unneeded = others.filter((each) => !path.includes(each));
  const inOrder = others.filter((each) => path.includes(each));
  const judgements = [
    ...(path.some((each, index) => each !== inOrder[index])
      ? [fail('order', names([leaf, ...issuers]), options)]
      : []),
    ...(roots.length > 0 ? [fail('root', names(roots), options)] : []),
    ...(unneeded.length > 0 ? [fail('unneeded', names(unneeded), options)] : []),
  ];
  return judgements.length > 0 ? judgements : [pass];
}

/** From issuer to issuer; of two certificates of one name (cross-signed) both belong to it. */
function pathUp(leaf: Certificate, issuers: readonly Certificate[]): Certificate[] {
  const path: Certificate[] = [];
  const wanted = [leaf.issuer];
  for (const name of wanted) {
    for (const each of issuers) {
      if (each.subject !== name || path.includes(each)) continue;
      path.push(each);
      wanted.push(each.issuer);
    }
  }
  return path;
}
