import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAuthority } from './certificates.ts';
import { secureContextOptions } from './secure-context.ts';
import type { CertificateSpec, TlsVersionsSpec } from './spec.ts';

describe('the options of a TLS server', () => {
  const cases: [
    fault: CertificateSpec['fault'],
    min: TlsVersionsSpec['min'] | undefined,
    lowered: boolean,
  ][] = [
    [undefined, undefined, false],
    [undefined, 'TLSv1.2', false],
    [undefined, 'TLSv1', true],
    [undefined, 'TLSv1.1', true],
    ['weak-key', undefined, true],
  ];
  for (const [fault, min, lowered] of cases) {
    const what = `${fault ?? 'a good certificate'} from ${min ?? 'the usual version'} on`;
    test(`the security level is ${lowered ? 'lowered' : 'left alone'} for ${what}`, async () => {
      const authority = await createAuthority();
      const issued = await authority.issue({ names: ['a.test'], ...(fault && { fault }) });
      const options = secureContextOptions(issued, min && { min, max: 'TLSv1.3' });
      assert.equal(options.ciphers?.endsWith('@SECLEVEL=0'), lowered);
      assert.equal(options.minVersion, min ?? 'TLSv1.2');
      assert.equal(options.maxVersion, 'TLSv1.3');
      assert.equal(options.cert, issued.cert);
    });
  }
});
