import { canonicalAddress } from './ip-address.ts';
import type { X509 } from './x509-certificate.ts';
import type { NameConstraints, Subtree } from './x509-extensions.ts';
import type { GeneralName } from './x509-name.ts';

export type NameFault =
  | 'name-not-permitted'
  | 'name-excluded'
  /** A critical constraint on a form, or with bounds, that we cannot hold; a name of that form is there. */
  | 'unsupported-name-constraint';

/** What the constraints of a CA say of the names of a certificate under it (RFC 5280 section 4.2.1.10). */
export function nameFaults(constraints: NameConstraints, certificate: X509): NameFault[] {
  return [...new Set(namesOf(certificate).flatMap((name) => faultOf(constraints, name) ?? []))];
}

/** The common name is none of them: it is no identity (RFC 9525 section 2). */
function namesOf({ subject, alternativeNames }: X509): GeneralName[] {
  const names: GeneralName[] = [...(alternativeNames ?? [])];
  if (subject.keys.length > 0) names.push({ form: 'directory', value: subject });
  if (!names.some(({ form }) => form === 'email')) {
    for (const email of subject.emails) names.push({ form: 'email', value: email });
  }
  return names;
}

function faultOf({ critical, permitted, excluded }: NameConstraints, name: GeneralName): NameFault | null {
  const [allowed, forbidden] = [permitted.filter(isOf(name)), excluded.filter(isOf(name))];
  if (allowed.length + forbidden.length === 0) return null;
  // A URI without a host name satisfies no constraint, whichever way round.
  if (name.form === 'uri' && hostOf(name.value) === null) return 'unsupported-name-constraint';
  const beyond = [...allowed, ...forbidden].some(({ bounded }) => bounded || name.form === 'other');
  if (beyond) return critical || name.form !== 'other' ? 'unsupported-name-constraint' : null;
  if (forbidden.some(({ base }) => isWithin(name, base, true))) return 'name-excluded';
  if (allowed.length > 0 && !allowed.some(({ base }) => isWithin(name, base, false))) {
    return 'name-not-permitted';
  }
  return null;
}

function isOf(name: GeneralName): (subtree: Subtree) => boolean {
  return ({ base }) => {
    if (base.form === 'other') return name.form === 'other' && name.number === base.number;
    return base.form === name.form;
  };
}

/** `excluded`: a name that may stand for one within counts too. */
function isWithin(name: GeneralName, base: GeneralName, excluded: boolean): boolean {
  if (name.form === 'dns' && base.form === 'dns') return isDnsWithin(name.value, base.value, excluded);
  if (name.form === 'email' && base.form === 'email') return isEmailWithin(name.value, base.value);
  if (name.form === 'uri' && base.form === 'uri') return isHostWithin(hostOf(name.value) ?? '', base.value);
  if (name.form === 'ip' && base.form === 'ip') return isAddressWithin(name.value, base.value);
  if (name.form === 'directory' && base.form === 'directory') {
    return base.value.keys.every((key, index) => name.value.keys[index] === key);
  }
  return false;
}

function isDnsWithin(name: string, base: string, excluded: boolean): boolean {
  const [host, domain] = [name.toLowerCase().replace(/\.$/, ''), base.toLowerCase().replace(/\.$/, '')];
  if (isUnder(host, domain)) return true;
  // `*.a.test` stands for `b.a.test` too.
  return excluded && host.startsWith('*.') && domain.slice(domain.indexOf('.')) === host.slice(1);
}

/** Equal, or with labels in front; a leading dot asks for such. */
function isUnder(host: string, domain: string): boolean {
  if (domain === '' || host === domain) return true;
  return host.endsWith(domain.startsWith('.') ? domain : `.${domain}`) && host !== domain;
}

/** A mailbox, all mailboxes of a host, or with a leading dot those of the hosts under a domain. */
function isEmailWithin(name: string, base: string): boolean {
  const at = name.lastIndexOf('@');
  const [local, host] = [name.slice(0, Math.max(at, 0)), name.slice(at + 1).toLowerCase()];
  const baseAt = base.lastIndexOf('@');
  const baseHost = base.slice(baseAt + 1).toLowerCase();
  if (baseAt !== -1) return local === base.slice(0, baseAt) && host === baseHost;
  return isHostWithin(host, baseHost);
}

/** That host, or with a leading dot the hosts under a domain. */
function isHostWithin(host: string, base: string): boolean {
  const domain = base.toLowerCase();
  return domain.startsWith('.') ? host.length > domain.length && host.endsWith(domain) : host === domain;
}

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

/** Null: there is no authority, or its host is an address. */
function hostOf(uri: string): string | null {
  const [, authority = ''] = AUTHORITY.exec(uri) ?? [];
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:[0-9]*$/, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return host === '' || host.startsWith('[') || canonicalAddress(host) !== null ? null : host;
}

/** Address and mask, one behind the other. */
function isAddressWithin(address: Uint8Array, base: Uint8Array): boolean {
  if (base.length !== address.length * 2) return false;
  return address.every((octet, index) => {
    const mask = base[address.length + index] ?? 0;
    return (octet & mask) === ((base[index] ?? 0) & mask);
  });
}
