import { type Trio, trio } from '../trio.ts';
import { ED25519, RSA_768, RSA_1024, RSA_2048, RSA_2048_OTHER } from './keys.ts';
import { textRecord } from './text-record.ts';

const FINE = `v=DKIM1; k=rsa; p=${RSA_2048}`;
const SENDS = ['@ 300 TXT "v=spf1 ip4:198.51.100.25 -all"'];

/** By selector. */
type Keys = Readonly<Record<string, string>>;

function dkimTrio(name: string, faults: readonly string[], faulty: Keys, sound: Keys = { s1: FINE }): Trio {
  const selectors = Object.keys(sound);
  return trio({
    name,
    faults,
    zone: (place) => ({
      usual: { spf: SENDS },
      records: Object.entries(place.faulty ? faulty : sound).map(([selector, text]) =>
        textRecord(`${selector}._domainkey`, text),
      ),
    }),
    silent: selectors.map((selector) => `${selector}._domainkey`),
  });
}

export const dkim: readonly Trio[] = [
  dkimTrio('dkim-malformed', ['dkim/malformed'], { s1: FINE.slice(0, 120) }),
  dkimTrio('dkim-weak', ['dkim/weak-key'], { s1: `v=DKIM1; k=rsa; p=${RSA_768}` }),
  dkimTrio('dkim-short', ['dkim/short-key-1024'], { s1: `v=DKIM1; k=rsa; p=${RSA_1024}` }),
  dkimTrio('dkim-sha1', ['dkim/sha1-only'], { s1: `v=DKIM1; h=sha1; p=${RSA_2048}` }),
  dkimTrio(
    'dkim-test-mode',
    ['dkim/test-mode'],
    { s1: `v=DKIM1; k=ed25519; t=y; p=${ED25519}` },
    {
      s1: `v=DKIM1; k=ed25519; p=${ED25519}`,
    },
  ),
  dkimTrio(
    'dkim-shared',
    ['dkim/shared-key'],
    { s1: FINE, s2: FINE },
    {
      s1: FINE,
      s2: `v=DKIM1; k=rsa; p=${RSA_2048_OTHER}`,
    },
  ),
  dkimTrio('dkim-revoked', ['dkim/revoked'], { s1: 'v=DKIM1; p=' }),
];
