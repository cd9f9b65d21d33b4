import { isUnknown } from '@cyborux/contract';
import { type Certificate, matchesHost, parseCertificate } from './certificate.ts';
import type { TlsProtocol } from './tls-names.ts';
import type { TlsGrade } from './tls-rating.ts';
import { suiteOf, type TlsSuite } from './tls-suite.ts';
import type { ShownCertificate, TlsSurvey } from './tls-survey.ts';
import { type WeaknessName, weaknessesOf } from './tls-weaknesses.ts';

/** What holds a grade down, and what to write into the server's configuration. */
export interface Cap {
  cap: TlsGrade;
  reason: string;
  change: string;
}

interface CapRule extends Cap {
  applies(survey: TlsSurvey): boolean;
}

const PROTOCOLS = 'nginx: `ssl_protocols TLSv1.2 TLSv1.3;` Apache: `SSLProtocol -all +TLSv1.2 +TLSv1.3`';
const SUITES =
  'nginx: `ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;` Apache: `SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20`';
const UPGRADE = 'upgrade OpenSSL and restart whatever uses it';

/** SSL Labs' rules of the guide and of its change log, the worst first. */
export const CAPS: readonly CapRule[] = [
  rule(
    'T',
    'no path to a known root holds',
    'install a certificate of a publicly trusted authority',
    isUntrusted,
  ),
  rule('M', 'the certificate is for another name', 'issue it for the name of the host', isForAnother),
  rule('F', 'SSL 2.0 is accepted', PROTOCOLS, accepts('SSLv2')),
  weak('F', 'insecure-renegotiation', 'renegotiation is insecure', UPGRADE),
  weak('F', 'heartbleed', 'Heartbleed', UPGRADE),
  weak('F', 'ccs-injection', 'ChangeCipherSpec is taken too early', UPGRADE),
  weak('F', 'robot', 'an oracle for RSA key exchanges (ROBOT)', SUITES),
  weak('F', 'drown', 'DROWN', PROTOCOLS),
  weak('F', 'anonymous-key-exchange', 'suites without authentication', SUITES),
  weak('F', 'null-encryption', 'suites without encryption', SUITES),
  rule(
    'F',
    'export suites',
    SUITES,
    hasSuite(
      () => true,
      ({ isExport }) => isExport,
    ),
  ),
  rule(
    'F',
    'a key below 1024 bits',
    'make a key of 2048 bits or more, or ECDSA with P-256',
    hasKeyBelow(1024),
  ),
  rule('F', 'a Diffie-Hellman prime below 1024 bits', SUITES, ({ dh }) => dh.some(({ bits }) => bits < 1024)),
  rule('F', 'the certificate is signed with MD5', 'have it issued anew', isSignedWith(/md5/i)),
  rule('T', 'the certificate is signed with SHA-1', 'have it issued anew', isSignedWith(/sha1/i)),
  rule('C', 'SSL 3.0 is accepted', PROTOCOLS, accepts('SSLv3')),
  weak('C', 'crime', 'TLS compression', 'nginx: upgrade; Apache: `SSLCompression off`'),
  rule(
    'C',
    'RC4 with TLS 1.1 or 1.2',
    SUITES,
    hasSuite(isNew, ({ cipher }) => cipher.startsWith('RC4')),
  ),
  rule(
    'C',
    '64-bit blocks with TLS 1.1 or 1.2',
    SUITES,
    hasSuite(isNew, ({ blockBits }) => blockBits === 64),
  ),
  rule('C', 'neither TLS 1.2 nor TLS 1.3', PROTOCOLS, isOld),
  rule(
    'B',
    'TLS 1.0 or TLS 1.1 is accepted',
    PROTOCOLS,
    (survey) => accepts('TLSv1')(survey) || accepts('TLSv1.1')(survey),
  ),
  rule(
    'B',
    'RC4',
    SUITES,
    hasSuite(
      () => true,
      ({ cipher }) => cipher.startsWith('RC4'),
    ),
  ),
  rule(
    'B',
    'no suite with authenticated encryption',
    SUITES,
    lacks(({ mode }) => mode === 'AEAD'),
  ),
  rule(
    'B',
    'no suite with forward secrecy',
    SUITES,
    lacks(({ forwardSecret }) => forwardSecret),
  ),
  rule(
    'B',
    'a key below 2048 bits',
    'make a key of 2048 bits or more, or ECDSA with P-256',
    hasKeyBelow(2048),
  ),
  rule(
    'B',
    'a Diffie-Hellman prime below 2048 bits',
    'nginx: `ssl_dhparam` of 2048 bits; Apache 2.4.7 or newer takes the size of the key',
    ({ dh }) => dh.some(({ bits }) => bits < 2048),
  ),
  rule(
    'B',
    'the chain lacks a certificate',
    'nginx: `ssl_certificate fullchain.pem;` Apache: `SSLCertificateFile fullchain.pem`',
    isIncomplete,
  ),
  rule(
    'A-',
    'TLS 1.3 is not accepted',
    PROTOCOLS,
    ({ protocols }) => protocols['TLSv1.3'].state === 'refused',
  ),
];

function rule(cap: TlsGrade, reason: string, change: string, applies: CapRule['applies']): CapRule {
  return { cap, reason, change, applies };
}

function weak(cap: TlsGrade, name: WeaknessName, reason: string, change: string): CapRule {
  return rule(cap, reason, change, (survey) =>
    weaknessesOf(survey).some((each) => each.name === name && each.state === 'present'),
  );
}

function accepts(protocol: TlsProtocol): CapRule['applies'] {
  return ({ protocols }) => protocols[protocol].state === 'accepted';
}

function isOld(survey: TlsSurvey): boolean {
  const refused = ({ protocols }: TlsSurvey, protocol: TlsProtocol) =>
    protocols[protocol].state === 'refused';
  return refused(survey, 'TLSv1.2') && refused(survey, 'TLSv1.3');
}

function isNew(protocol: TlsProtocol): boolean {
  return protocol === 'TLSv1.1' || protocol === 'TLSv1.2';
}

function suitesIn({ suites }: TlsSurvey, isMeant: (protocol: TlsProtocol) => boolean): TlsSuite[] {
  return (Object.keys(suites) as TlsProtocol[])
    .filter((protocol) => protocol !== 'SSLv2' && isMeant(protocol))
    .flatMap((protocol) => (suites[protocol]?.suites ?? []).flatMap((id) => suiteOf(id) ?? []));
}

function hasSuite(
  isMeant: (protocol: TlsProtocol) => boolean,
  isWeak: (suite: TlsSuite) => boolean,
): CapRule['applies'] {
  return (survey) => suitesIn(survey, isMeant).some(isWeak);
}

/** None of them, where the list was asked about to its end. */
function lacks(isGood: (suite: TlsSuite) => boolean): CapRule['applies'] {
  return (survey) => {
    const all = suitesIn(survey, () => true);
    const isWhole = Object.values(survey.suites).every((list) => list.doubt === undefined);
    return isWhole && all.length > 0 && !all.some(isGood);
  };
}

/** What a client that names the server is shown; without a name, what is shown at all. */
export function shownTo(survey: TlsSurvey): readonly ShownCertificate[] {
  const named = survey.certificates.filter(({ withName }) => withName);
  return named.length > 0 ? named : survey.certificates;
}

function leaves(survey: TlsSurvey): Certificate[] {
  return shownTo(survey)
    .map(({ chain: [leaf = ''] }) => parseCertificate(leaf))
    .flatMap((each) => (isUnknown(each) ? [] : [each]));
}

/** One that lacks an intermediate is a case of its own. */
function isUntrusted(survey: TlsSurvey): boolean {
  return shownTo(survey).some((each) => each.path?.ok === false && !lacksIssuer(each));
}

function isIncomplete(survey: TlsSurvey): boolean {
  return shownTo(survey).some(lacksIssuer);
}

function lacksIssuer({ chain, path }: ShownCertificate): boolean {
  const [only, ...more] = path?.reasons ?? [];
  return chain.length === 1 && more.length === 0 && only?.reason === 'unknown-issuer';
}

function isForAnother(survey: TlsSurvey): boolean {
  const { servername } = survey;
  return servername !== null && leaves(survey).some((leaf) => !matchesHost(leaf, servername));
}

function isSignedWith(hash: RegExp): CapRule['applies'] {
  return (survey) =>
    leaves(survey).some(({ selfSigned, signatureAlgorithm }) => !selfSigned && hash.test(signatureAlgorithm));
}

function hasKeyBelow(bits: number): CapRule['applies'] {
  return (survey) =>
    leaves(survey).some(
      ({ keyAlgorithm, keyBits }) =>
        /^(?:RSA|DSA)/.test(keyAlgorithm ?? '') && keyBits !== null && keyBits < bits,
    );
}
