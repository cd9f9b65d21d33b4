/** What a registry or registrar tells of a domain's registration. What it does not tell is left out. */
export interface Registration {
  /** The name that the answer is about. */
  name?: string;
  registrar?: string;
  /** ISO 8601, as the two that follow. */
  createdAt?: string;
  updatedAt?: string;
  expiresAt?: string;
  /** In RDAP's spelling, in order of the alphabet. Left out when there are none. */
  statuses?: readonly string[];
  nameServers?: readonly string[];
  dnssecSigned?: boolean;
  /** `mailto:` URIs of the registrar's desk for abuse. */
  abuse: readonly string[];
  registrant?: { organization: string /** `mailto:` and `https:`. */; uris: readonly string[] };
}

const WITHHELD = new RegExp(
  [
    'redacted|withheld|not (?:being )?(?:disclosed|shown|published|provided)|non-?disclosed|data protected|statutory mask',
    'hidden|gdpr|whois ?guard|whois ?privacy|privacy ?(?:protect|service|guard)|contact privacy|perfect privacy',
    'domains? by proxy|proxy,? (?:llc|inc|ltd)|identity ?protect|domain ?protection|see privacyguardian',
    'private (?:person|registration|individual|customer)|data privacy|masked',
  ].join('|'),
  'i',
);

/** A text that stands where a holder was: it says that the holder is not told, or whose name stands for it. */
export function isWithheld(text: string): boolean {
  return WITHHELD.test(text.slice(0, 300));
}
