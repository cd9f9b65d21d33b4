import { createHash } from 'node:crypto';
import { daysAfter } from './stand-in.ts';

/** A certificate in a log, made up from the names that a third party is to know. */
export interface LoggedCertificate {
  /** 64 hexadecimal digits, the same for the same names. */
  digest: string;
  names: readonly string[];
  notBefore: Date;
  notAfter: Date;
}

/** Certificates of a few names each, the names in their order. */
export function loggedCertificates(
  names: readonly string[],
  now: Date,
  namesPerCertificate = 2,
): LoggedCertificate[] {
  const certificates: LoggedCertificate[] = [];
  for (let first = 0; first < names.length; first += namesPerCertificate) {
    const together = names.slice(first, first + namesPerCertificate);
    const notBefore = daysAfter(now, -30 - (first % 30));
    notBefore.setUTCHours(0, 0, 0, 0);
    certificates.push({
      digest: sha256(together.join('\n')),
      names: together,
      notBefore,
      notAfter: new Date(daysAfter(notBefore, 90).getTime() - 1_000),
    });
  }
  return certificates;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
