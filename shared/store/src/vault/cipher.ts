import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Randomness } from '@anchorage/model';

/**
 * AES-256-GCM (NIST SP 800-38D) of one value: `header`, nonce (12 octets), ciphertext, tag (16). `identity` is the associated data:
 * a value moved to another row, column or account does not open.
 */
export function encrypt(
  key: KeyObject,
  random: Randomness,
  identity: string,
  plain: Uint8Array,
  header: Uint8Array = new Uint8Array(),
): Uint8Array {
  const nonce = random.bytes(nonceLength);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(identity));
  return Buffer.concat([header, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Null when key, identity or text do not belong together. */
export function decrypt(key: KeyObject, identity: string, sealed: Uint8Array): Uint8Array | null {
  if (sealed.byteLength < nonceLength + tagLength) return null;
  const end = sealed.byteLength - tagLength;
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(Buffer.from(identity));
  decipher.setAuthTag(sealed.subarray(end));
  try {
    const { buffer, byteOffset, byteLength } = decipher.update(sealed.subarray(nonceLength, end));
    // Throws for a wrong tag. Of this mode everything has come out before: a large value is not copied once more.
    decipher.final();
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch {
    return null;
  }
}

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;
