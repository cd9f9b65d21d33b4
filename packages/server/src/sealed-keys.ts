import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/** What was encrypted, and with which secret. */
export interface Sealed {
  secretId: string;
  /** Nonce, ciphertext, tag. */
  sealed: Buffer;
}

/** AES-256-GCM with keys that are derived from secrets. The first secret encrypts, all of them decrypt. */
export interface KeyBox {
  /** Of the secret that encrypts. */
  secretId: string;
  /** @param place what the text belongs to: it can be opened there alone */
  seal(text: string, place: string): Sealed;
  /** @returns null when its secret is not there any more, or it was changed or moved */
  open(sealed: Sealed, place: string): string | null;
}

export function openKeyBox(secrets: readonly [string, ...string[]]): KeyBox {
  const keys = new Map(secrets.map((secret) => [idOf(secret), derived(secret, 'encryption', 32)]));
  const secretId = idOf(secrets[0]);
  return {
    secretId,
    seal(text, place) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', derived(secrets[0], 'encryption', 32), nonce);
      cipher.setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return { secretId, sealed: Buffer.concat([nonce, body, cipher.getAuthTag()]) };
    },
    open({ secretId: id, sealed }, place) {
      const key = keys.get(id);
      if (key === undefined || sealed.length < NONCE + TAG) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), {
        authTagLength: TAG,
      });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(sealed.subarray(-TAG));
      try {
        const text = [decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()];
        return Buffer.concat(text).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}

/** Tells secrets apart without telling anything of them. */
function idOf(secret: string): string {
  return derived(secret, 'id', 8).toString('hex');
}

function derived(secret: string, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `cyborux source keys: ${purpose}`, length));
}
