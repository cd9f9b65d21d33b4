import type { Fingerprints } from './protocols/recog.ts';
import type { LibraryFeed } from './protocols/retire-js.ts';

/** Public data sets that know more than what is built in. Each may be missing: then what needs it is not looked for. */
export interface Feeds {
  /** JavaScript libraries with known vulnerabilities: RetireJS. */
  libraries?: LibraryFeed;
  /** Fingerprints of HTTP fields, cookies and titles: Recog. */
  fingerprints?: readonly Fingerprints[];
}
