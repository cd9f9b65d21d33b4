import { rootCertificates } from 'node:tls';
import type { PathVerdict } from '../../protocols/tls-survey.ts';
import { derOf, parseX509, type X509 } from '../../protocols/x509-certificate.ts';
import { verifyPath } from '../../protocols/x509-path.ts';

/** Does the chain lead to a root, as a server's certificate? Base64 of DER, leaf first. */
export type JudgePath = (chain: readonly string[], at: Date) => PathVerdict;

type Anchors = ReadonlyMap<string, readonly X509[]>;

let wellKnown: Anchors | undefined;

/** The well-known roots and these. Roots are read once, when the first chain is judged. */
export function createPathJudge(extraRoots: readonly string[] = []): JudgePath {
  let extra: Anchors | undefined;
  return (chain, at) => {
    wellKnown ??= bySubject(rootCertificates);
    extra ??= bySubject(extraRoots);
    const [leaf = '', ...intermediates] = chain;
    // A path ends at who is named by one of the chain, or at one of the chain itself: the other roots are not tried.
    const names = chain.flatMap((each) => {
      const certificate = parseX509(Buffer.from(each, 'base64'));
      return certificate === null ? [] : [certificate.issuer.key, certificate.subject.key];
    });
    const roots = [...new Set(names)].flatMap((name) => [
      ...(wellKnown?.get(name) ?? []),
      ...(extra?.get(name) ?? []),
    ]);
    const { ok, reasons } = verifyPath({
      leaf,
      intermediates,
      roots: roots.map(({ der }) => der),
      at,
      purpose: 'server',
    });
    return { ok, reasons: [...reasons] };
  };
}

function bySubject(roots: readonly string[]): Anchors {
  const certificates = roots.flatMap(derOf).flatMap((der) => parseX509(der) ?? []);
  return Map.groupBy(certificates, ({ subject }) => subject.key);
}
