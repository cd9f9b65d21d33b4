import type { SigningSpec } from '../../spec.ts';
import { type Trio, type TrioPlan, trio } from '../trio.ts';

/** A zone whose only fault is in how it is signed. The silent one does not answer `silent`. */
export function signedTrio(
  name: string,
  faults: TrioPlan['faults'],
  faulty: SigningSpec | false,
  { sound = {}, silent = ['@ DNSKEY'] }: { sound?: SigningSpec; silent?: readonly string[] } = {},
): Trio {
  return trio({
    name,
    faults,
    silent,
    zone: (place) => ({ signed: place.faulty ? faulty : sound }),
  });
}
