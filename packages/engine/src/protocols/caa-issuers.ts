import { parseIssuer } from './caa.ts';
import type { CaaRecord } from './dns-answer.ts';

/**
 * The words by which the issuer name of a certificate gives its authority away, and the domain names under which that
 * authority looks for itself in CAA records: those of its certification practice statement, and of its brands and the
 * partners that it issues for. Later owners of an authority accept its old names.
 */
const AUTHORITIES: readonly (readonly [organisation: RegExp, domains: readonly string[]])[] = [
  [/\b(?:Let's Encrypt|Internet Security Research Group|ISRG)\b/i, ['letsencrypt.org']],
  [/\bGoogle Trust Services\b/i, ['pki.goog', 'google.com']],
  [
    /\b(?:DigiCert|GeoTrust|Thawte|RapidSSL|Symantec|VeriSign|Cybertrust Japan|QuoVadis)\b/i,
    [
      'digicert.com',
      'www.digicert.com',
      'digicert.ne.jp',
      'cybertrust.ne.jp',
      'symantec.com',
      'thawte.com',
      'geotrust.com',
      'rapidssl.com',
      'volusion.com',
      'stratossl.de',
      'intermediatecertificate.de',
      'quovadisglobal.com',
      'digitalcertvalidation.com',
      'amazon.com',
      'amazontrust.com',
      'awstrust.com',
      'amazonaws.com',
    ],
  ],
  [
    /\b(?:Sectigo|COMODO|USERTRUST|The USERTRUST Network|InstantSSL|PositiveSSL|Trust Provider B\.V\.|Network Solutions|Gandi)\b/i,
    [
      'sectigo.com',
      'usertrust.com',
      'trust-provider.com',
      'comodo.com',
      'comodoca.com',
      'entrust.net',
      'affirmtrust.com',
      'networksolutions.com',
      'gandi.net',
    ],
  ],
  [/\bZeroSSL\b/i, ['zerossl.com', 'sectigo.com']],
  [/\bGlobalSign\b/i, ['globalsign.com']],
  [/\bAmazon\b/i, ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com']],
  [/\b(?:Entrust|AffirmTrust)\b/i, ['entrust.net', 'affirmtrust.com', 'sectigo.com']],
  [/\b(?:GoDaddy|Starfield)\b/i, ['godaddy.com', 'starfieldtech.com']],
  [/\b(?:SSL Corp(?:oration)?|SSL\.com)\b/i, ['ssl.com']],
  [/\bBuypass\b/i, ['buypass.com', 'buypass.no']],
  [/\bActalis\b/i, ['actalis.it']],
  [/\b(?:Certum|Asseco Data Systems|Unizeto)\b/i, ['certum.pl', 'certum.eu', 'yandex.ru']],
  [/\bSwissSign\b/i, ['swisssign.com']],
  [/\b(?:T-Systems|T-TeleSec|Deutsche Telekom|Telekom Security)\b/i, ['telesec.de', 'telekom.de', 'dfn.de']],
  [/\bD-Trust\b/i, ['d-trust.net', 'dtrust.de', 'd-trust.de']],
  [/\b(?:HARICA|Hellenic Academic)\b/i, ['harica.gr']],
  [/\b(?:IdenTrust|TrustID)\b/i, ['identrust.com']],
  [/\bMicrosoft\b/i, ['microsoft.com', 'digicert.com']],
  [/\bApple\b/i, ['pki.apple.com']],
  [/\bCertigna\b|\bDhimyotis\b/i, ['certigna.fr']],
  [/\bCamerfirma\b/i, ['camerfirma.com']],
  [/\bChunghwa Telecom\b/i, ['cht.com.tw', 'tca.com.tw', 'pki.hinet.net']],
  [/\bTrustwave\b|\bSecureTrust\b/i, ['trustwave.com', 'securetrust.com', 'viking.cloud']],
  [/\bTWCA\b|\bTAIWAN-CA\b/i, ['twca.com.tw']],
  [/\bSECOM\b/i, ['secomtrust.net']],
  [/\bBaltimore\b/i, ['digicert.com']],
  [/\bTrustAsia\b/i, ['trustasia.com', 'digicert.com', 'sectigo.com']],
];

/** CAA domain names of the authority that issued; null when it is none that we know. */
export function issuerDomains(issuer: string): readonly string[] | null {
  const name = issuer.slice(0, 1000);
  const domains = AUTHORITIES.filter(([organisation]) => organisation.test(name)).flatMap(([, each]) => each);
  return domains.length === 0 ? null : [...new Set(domains)];
}

/** `nobody`: no property of the set restricts this kind of certificate. */
export type Permission = 'allowed' | 'not-allowed' | 'nobody';

/** May an authority with these domain names issue under this set (RFC 8659 sections 4.2, 4.3)? */
export function permission(
  records: readonly CaaRecord[],
  domains: readonly string[],
  wildcard: boolean,
): Permission {
  const of = (tag: string) => records.filter((record) => record.tag.toLowerCase() === tag);
  const wild = wildcard ? of('issuewild') : [];
  const properties = wild.length > 0 ? wild : of('issue');
  if (properties.length === 0) return 'nobody';
  const issuers = properties.map(({ value }) => parseIssuer(value)?.issuer ?? null);
  return issuers.some((issuer) => issuer !== null && domains.includes(issuer)) ? 'allowed' : 'not-allowed';
}
