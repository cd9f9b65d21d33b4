import type { Entity } from '@cyborux/contract';

/** Mailboxes and roles that stand for a function and no person (RFC 2142, and what registries and reports add). */
const FUNCTIONS = new Set([
  ...[
    'abuse',
    'admin',
    'administrator',
    'billing',
    'contact',
    'dmarc-reports',
    'hello',
    'help',
    'hostmaster',
  ],
  ...['info', 'mail', 'marketing', 'noc', 'office', 'postmaster', 'press', 'privacy', 'registrar', 'sales'],
  ...['security', 'soa', 'support', 'tls-reports', 'webmaster'],
]);

/**
 * Does the entity tell of a person? An address of a person does, and a leak that names people's credentials; a mailbox
 * of a function (`security@`), a social profile of the organisation and the mere fact of a breach do not.
 */
export function isPersonal(entity: Entity): boolean {
  if (entity.kind === 'EmailAddress') return true;
  if (entity.kind === 'Leak') {
    const { leak_type, affected } = entity.attributes;
    return leak_type === 'stealer-log' || leak_type === 'paste' || affected !== undefined;
  }
  if (entity.kind !== 'ContactRecord') return false;
  if (FUNCTIONS.has(entity.attributes.role ?? '')) return false;
  const mailbox = /^mailto:([^@]+)@/i.exec(entity.name)?.[1]?.toLowerCase();
  if (mailbox !== undefined) return !FUNCTIONS.has(mailbox);
  return /^tel:/i.test(entity.name);
}
