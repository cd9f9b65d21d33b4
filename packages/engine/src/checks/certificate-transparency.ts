import { defineCheck, fail, informational, notApplicable, part, together } from '../check.ts';
import { tlsSurvey } from '../probes/tls-survey.ts';
import { embeddedTimestamps, timestampCount } from '../protocols/certificate-extension.ts';
import { isOfKnownAuthority, type Shown, shownCertificates } from '../protocols/tls-shown.ts';

export const certificateTransparency = defineCheck({
  id: 'certificate-transparency',
  title: 'The certificate is in the public logs',
  category: 'tls',
  appliesTo: 'FQDN',
  references: [
    'https://www.rfc-editor.org/rfc/rfc6962#section-3',
    'https://googlechrome.github.io/CertificateTransparency/ct_policy.html',
  ],
  needs: { shown: part(tlsSurvey, shownCertificates) },
  findings: {
    missing: {
      severity: 'medium',
      title: 'The certificate comes without timestamps of a public log',
      remediation:
        'Have the certificate issued anew by an authority that embeds them: browsers refuse certificates without (Chrome, Safari, Firefox). Find out how this one was issued.',
    },
  },
  evaluate({ shown }) {
    if (shown === null) return notApplicable;
    const known = shown.filter(isOfKnownAuthority);
    if (known.length === 0) return notApplicable;
    const missing = known.filter((each) => timestampsOf(each) === 0);
    if (missing.length > 0) return together(missing.map(judge));
    const counts = known.map(timestampsOf).join(' and ');
    return informational(`${counts} timestamps; without a list of logs their signatures are not verified.`);
  },
});

/** In the certificate, in the handshake; or in a staple, which is taken for it. */
function timestampsOf({ chain: [leaf = ''], timestamps, staple }: Shown): number {
  const embedded = embeddedTimestamps(leaf);
  const sent = timestamps === null ? 0 : timestampCount(Buffer.from(timestamps, 'base64'));
  return embedded + sent > 0 || staple === null ? embedded + sent : 1;
}

function judge({ leaf, affects }: Shown) {
  const evidence = { issuer: leaf.issuer, certificate: leaf.sha256 };
  return fail('missing', evidence, { affects, subject: leaf.keyAlgorithm ?? '' });
}
