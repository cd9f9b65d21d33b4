import { type Trio, trio } from '../trio.ts';

const JUDGED_BY_SURVEY = [
  ...['tls-version/legacy', 'tls-cipher/rc4', 'tls-key-exchange/dh-weak', 'tls-signature/weak'],
  ...['tls-compression/deflate', 'tls-renegotiation/insecure', 'tls-fallback-scsv/missing'],
  ...['heartbleed/vulnerable', 'ccs-injection/vulnerable', 'robot/oracle', 'drown/vulnerable'],
  ...['poodle/cbc', 'freak/export', 'logjam/weak-group', 'early-data/accepted', 'tls-rating/poor'],
  ...['mozilla-profile/none', 'ocsp-stapling/missing', 'certificate-transparency/missing'],
  ...['certificate-signature/weak', 'certificate-wildcard/wildcard', 'certificate-validity-long/too-long'],
  ...['certificate-chain/order', 'certificate-path/rule'],
];

/** A port that says nothing leaves open all that TLS would tell. */
export const silent: Trio = trio({
  name: 'tls-silent',
  faults: [{ code: 'tls-version/legacy', at: 'www' }],
  open: JUDGED_BY_SURVEY.map((code) => ({ code, at: 'www' })),
  zone: (place) => ({
    hosts: [
      {
        label: 'www',
        addresses: [place.address('hosting6')],
        site: place.mute
          ? { https: 'silent' }
          : place.faulty
            ? { versions: { min: 'TLSv1.1', max: 'TLSv1.3' } }
            : {},
      },
    ],
  }),
});
