import type { MailSpec } from '../../spec.ts';
import { type Place, type Trio, type TrioZone, trio } from '../trio.ts';
import { mailZone } from './base.ts';

type Fault = Partial<MailSpec>;

/** STARTTLS: offered, current, and with a certificate that holds. */
export const encryption: readonly Trio[] = [
  atApex('starttls-none', 'starttls/not-offered', { starttls: 'not-offered' }),
  atApex('starttls-refused', 'starttls/refused', { starttls: 'refused' }),
  atApex('starttls-old', 'starttls-version/legacy', { versions: { min: 'TLSv1', max: 'TLSv1.1' } }),
  // The policy of the domain demands valid certificates.
  atApex('starttls-required', 'starttls-certificate/required', {
    certificate: { names: ['mail.example.com'] },
  }),
  below('starttls-mismatch', 'starttls-certificate/mismatch', { names: ['mail.example.com'] }),
  below('starttls-expired', 'starttls-certificate/expired', { fault: 'expired' }),
  below('starttls-early', 'starttls-certificate/expired', { fault: 'not-yet-valid' }),
  below('starttls-self-signed', 'starttls-certificate/untrusted', { fault: 'self-signed' }),
  below('starttls-unknown-ca', 'starttls-certificate/untrusted', { fault: 'unknown-ca' }),
];

function atApex(name: string, code: string, exchanger: Fault): Trio {
  return trio({
    name,
    faults: [code],
    zone: (place) => mailZone(place, { exchanger: differing(place, exchanger) }),
  });
}

/** At a name below the domain, for which its policy does not speak. */
function below(name: string, code: string, certificate: Partial<NonNullable<MailSpec['certificate']>>): Trio {
  const faults = [{ code, at: 'lists' }];
  return trio({
    name,
    faults,
    zone: (place): TrioZone => {
      const names = [`mx1.${place.name}`];
      const exchanger = differing(place, { certificate: { names, ...certificate } });
      const {
        hosts = [],
        records = [],
        mail = [],
      } = mailZone(place, { exchanger, policy: null, reportRecords: [] });
      return {
        usual: { mx: [] },
        hosts: [...hosts, { label: 'lists' }],
        records: [...records, 'lists 300 MX 10 mx1', 'lists 300 TXT "v=spf1 -all"'],
        mail,
      };
    },
  });
}

function differing({ faulty, mute }: Place, fault: Fault): Fault {
  if (mute) return { behaviour: 'reject-554' };
  return faulty ? fault : {};
}
