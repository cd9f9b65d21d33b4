import { chownSync, readFileSync, statSync } from 'node:fs';
import { StartError } from '../start-error.ts';

export interface OsAccount {
  uid: number;
  gid: number;
}

/** The first that exists is taken; an operator may create the first one. */
const UNPRIVILEGED = ['cyborux', 'nobody', 'daemon'];

/**
 * PostgreSQL refuses to run as root. Gives `path` to an unprivileged account and returns it; null when we are not
 * root ourselves, so that no change of account is needed. What already belongs to another account stays with it.
 */
export function handOver(path: string): OsAccount | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(path);
  if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const account of unprivilegedAccounts()) {
    // In a user namespace the account may not be mapped.
    if (chowned(path, account)) return account;
  }
  throw new StartError(
    'PostgreSQL does not run as root and no unprivileged account (cyborux, nobody) can be used: ' +
      'start as an ordinary user, or set DATABASE_URL.',
  );
}

function unprivilegedAccounts(): OsAccount[] {
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  return UNPRIVILEGED.flatMap((name) => {
    const row = rows.find(([user]) => user === name);
    const uid = Number(row?.[2]);
    const gid = Number(row?.[3]);
    return uid > 0 && gid > 0 ? [{ uid, gid }] : [];
  });
}

function chowned(path: string, account: OsAccount): boolean {
  try {
    chownSync(path, account.uid, account.gid);
    return true;
  } catch {
    return false;
  }
}
