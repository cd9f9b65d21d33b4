import type { AnyCheck } from '../check.ts';
import { caa } from './caa.ts';
import { certificateExpiry } from './certificate-expiry.ts';
import { certificateKey } from './certificate-key.ts';
import { certificateName } from './certificate-name.ts';
import { certificateSelfSigned } from './certificate-self-signed.ts';
import { certificateTrust } from './certificate-trust.ts';
import { contentTypeOptions } from './content-type-options.ts';
import { cookieHttponly } from './cookie-httponly.ts';
import { cookieSamesite } from './cookie-samesite.ts';
import { cookieSecure } from './cookie-secure.ts';
import { csp } from './csp.ts';
import { dmarc } from './dmarc.ts';
import { dnsWildcard } from './dns-wildcard.ts';
import { domainExpiry } from './domain-expiry.ts';
import { domainLock } from './domain-lock.ts';
import { frameOptions } from './frame-options.ts';
import { hsts } from './hsts.ts';
import { httpsRedirect } from './https-redirect.ts';
import { nameServerLame } from './name-server-lame.ts';
import { nameServerRedundancy } from './name-server-redundancy.ts';
import { referrerPolicy } from './referrer-policy.ts';
import { spf } from './spf.ts';
import { starttls } from './starttls.ts';
import { tlsVersion } from './tls-version.ts';
import { versionDisclosure } from './version-disclosure.ts';

/** Every check: what is not here does not run. */
export const allChecks: readonly AnyCheck[] = [
  caa,
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
  dmarc,
  dnsWildcard,
  domainExpiry,
  domainLock,
  frameOptions,
  hsts,
  httpsRedirect,
  nameServerLame,
  nameServerRedundancy,
  referrerPolicy,
  spf,
  starttls,
  tlsVersion,
  versionDisclosure,
];
