import type { AnyCheck } from '../check.ts';
import { apexAlias } from './apex-alias.ts';
import { bimi } from './bimi.ts';
import { blockList } from './block-list.ts';
import { caa } from './caa.ts';
import { caaIssuer } from './caa-issuer.ts';
import { ccsInjection } from './ccs-injection.ts';
import { certificateChain } from './certificate-chain.ts';
import { certificateExpiry } from './certificate-expiry.ts';
import { certificateKey } from './certificate-key.ts';
import { certificateName } from './certificate-name.ts';
import { certificatePath } from './certificate-path.ts';
import { certificateSelfSigned } from './certificate-self-signed.ts';
import { certificateSignature } from './certificate-signature.ts';
import { certificateTransparency } from './certificate-transparency.ts';
import { certificateTrust } from './certificate-trust.ts';
import { certificateValidityLong } from './certificate-validity-long.ts';
import { certificateWildcard } from './certificate-wildcard.ts';
import { contentTypeOptions } from './content-type-options.ts';
import { cookieHttponly } from './cookie-httponly.ts';
import { cookieSamesite } from './cookie-samesite.ts';
import { cookieSecure } from './cookie-secure.ts';
import { cors } from './cors.ts';
import { crossOriginIsolation } from './cross-origin-isolation.ts';
import { csp } from './csp.ts';
import { dane } from './dane.ts';
import { danglingAlias } from './dangling-alias.ts';
import { danglingServer } from './dangling-server.ts';
import { defaultPage } from './default-page.ts';
import { delegationConsistency } from './delegation-consistency.ts';
import { directoryListing } from './directory-listing.ts';
import { dkim } from './dkim.ts';
import { dmarc } from './dmarc.ts';
import { dmarcReports } from './dmarc-reports.ts';
import { dmarcStandard } from './dmarc-standard.ts';
import { dmarcSubdomains } from './dmarc-subdomains.ts';
import { dnsWildcard } from './dns-wildcard.ts';
import { dnssec } from './dnssec.ts';
import { dnssecAlgorithms } from './dnssec-algorithms.ts';
import { dnssecChildRecords } from './dnssec-child-records.ts';
import { dnssecDelegation } from './dnssec-delegation.ts';
import { dnssecDenial } from './dnssec-denial.ts';
import { dnssecSignatures } from './dnssec-signatures.ts';
import { domainExpiry } from './domain-expiry.ts';
import { domainLock } from './domain-lock.ts';
import { drown } from './drown.ts';
import { earlyData } from './early-data.ts';
import { edns } from './edns.ts';
import { errorDisclosure } from './error-disclosure.ts';
import { frameOptions } from './frame-options.ts';
import { freak } from './freak.ts';
import { heartbleed } from './heartbleed.ts';
import { hsts } from './hsts.ts';
import { htmlComments } from './html-comments.ts';
import { httpsRedirect } from './https-redirect.ts';
import { insecureForm } from './insecure-form.ts';
import { internalAddress } from './internal-address.ts';
import { logjam } from './logjam.ts';
import { mixedContent } from './mixed-content.ts';
import { mozillaProfile } from './mozilla-profile.ts';
import { mtaSts } from './mta-sts.ts';
import { mxAddress } from './mx-address.ts';
import { mxAlias } from './mx-alias.ts';
import { nameServerAddress } from './name-server-address.ts';
import { nameServerAlias } from './name-server-alias.ts';
import { nameServerBehaviour } from './name-server-behaviour.ts';
import { nameServerLame } from './name-server-lame.ts';
import { nameServerRedundancy } from './name-server-redundancy.ts';
import { nameServerSyntax } from './name-server-syntax.ts';
import { nameServerTcp } from './name-server-tcp.ts';
import { nameServerUnreachable } from './name-server-unreachable.ts';
import { nameServerVersion } from './name-server-version.ts';
import { nullMx } from './null-mx.ts';
import { observatory } from './observatory.ts';
import { ocspStapling } from './ocsp-stapling.ts';
import { openRelay } from './open-relay.ts';
import { openResolver } from './open-resolver.ts';
import { permissionsPolicy } from './permissions-policy.ts';
import { poodle } from './poodle.ts';
import { privateAddress } from './private-address.ts';
import { recordSyntax } from './record-syntax.ts';
import { referrerPolicy } from './referrer-policy.ts';
import { reverseDns } from './reverse-dns.ts';
import { reverseNameServer } from './reverse-name-server.ts';
import { robot } from './robot.ts';
import { robotsDisclosure } from './robots-disclosure.ts';
import { securityTxt } from './security-txt.ts';
import { siteBreach } from './site-breach.ts';
import { smtpBanner } from './smtp-banner.ts';
import { soa } from './soa.ts';
import { sourceMap } from './source-map.ts';
import { spf } from './spf.ts';
import { spfBreadth } from './spf-breadth.ts';
import { spfHygiene } from './spf-hygiene.ts';
import { spfLookups } from './spf-lookups.ts';
import { starttls } from './starttls.ts';
import { starttlsCertificate } from './starttls-certificate.ts';
import { starttlsVersion } from './starttls-version.ts';
import { stolenCredentials } from './stolen-credentials.ts';
import { subresourceIntegrity } from './subresource-integrity.ts';
import { tlsCipher } from './tls-cipher.ts';
import { tlsCompression } from './tls-compression.ts';
import { tlsFallbackScsv } from './tls-fallback-scsv.ts';
import { tlsKeyExchange } from './tls-key-exchange.ts';
import { tlsRating } from './tls-rating.ts';
import { tlsRenegotiation } from './tls-renegotiation.ts';
import { tlsRpt } from './tls-rpt.ts';
import { tlsSignature } from './tls-signature.ts';
import { tlsVersion } from './tls-version.ts';
import { ttl } from './ttl.ts';
import { txtHygiene } from './txt-hygiene.ts';
import { versionDisclosure } from './version-disclosure.ts';
import { vulnerableLibrary } from './vulnerable-library.ts';
import { zoneConsistency } from './zone-consistency.ts';
import { zoneTransfer } from './zone-transfer.ts';

/** Every check: what is not here does not run. */
export const allChecks: readonly AnyCheck[] = [
  apexAlias,
  bimi,
  blockList,
  caa,
  caaIssuer,
  certificateExpiry,
  certificateKey,
  certificateName,
  certificateSelfSigned,
  certificateTrust,
  contentTypeOptions,
  cookieHttponly,
  cookieSamesite,
  cookieSecure,
  csp,
  dane,
  danglingAlias,
  danglingServer,
  delegationConsistency,
  dkim,
  dmarc,
  dmarcReports,
  dmarcStandard,
  dmarcSubdomains,
  dnsWildcard,
  dnssec,
  dnssecAlgorithms,
  dnssecChildRecords,
  dnssecDelegation,
  dnssecDenial,
  dnssecSignatures,
  domainExpiry,
  domainLock,
  edns,
  frameOptions,
  hsts,
  httpsRedirect,
  mtaSts,
  mxAddress,
  mxAlias,
  nameServerAddress,
  nameServerAlias,
  nameServerBehaviour,
  nameServerLame,
  nameServerRedundancy,
  nameServerSyntax,
  nameServerTcp,
  nameServerUnreachable,
  nameServerVersion,
  nullMx,
  openRelay,
  openResolver,
  privateAddress,
  recordSyntax,
  referrerPolicy,
  reverseDns,
  reverseNameServer,
  smtpBanner,
  soa,
  spf,
  spfBreadth,
  spfHygiene,
  spfLookups,
  starttls,
  starttlsCertificate,
  starttlsVersion,
  tlsRpt,
  tlsVersion,
  ttl,
  txtHygiene,
  versionDisclosure,
  vulnerableLibrary,
  zoneConsistency,
  zoneTransfer,
  cors,
  crossOriginIsolation,
  defaultPage,
  directoryListing,
  errorDisclosure,
  htmlComments,
  insecureForm,
  internalAddress,
  mixedContent,
  observatory,
  permissionsPolicy,
  robotsDisclosure,
  securityTxt,
  sourceMap,
  subresourceIntegrity,
  heartbleed,
  ccsInjection,
  robot,
  poodle,
  freak,
  logjam,
  tlsCompression,
  tlsRenegotiation,
  tlsFallbackScsv,
  drown,
  earlyData,
  tlsCipher,
  tlsKeyExchange,
  tlsSignature,
  ocspStapling,
  certificateTransparency,
  certificateSignature,
  certificateWildcard,
  certificateValidityLong,
  certificateChain,
  certificatePath,
  tlsRating,
  mozillaProfile,
  siteBreach,
  stolenCredentials,
];
