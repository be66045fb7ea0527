import type { Tables } from '@anchorage/store';
import type { Front } from './front.ts';

/**
 * `next` becomes the nonce for the phone's next login, and the one just used is used up, though the store keeps two: a
 * login that was overheard cannot be played again. Done for basic logins too, to no harm. In the transaction that takes
 * the message in: the two are one.
 */
export async function renewNonces(
  front: Pick<Front, 'random'>,
  tx: Tables,
  uri: string,
  next: Uint8Array,
  now: number,
): Promise<void> {
  await tx.challenges.issue(uri, front.random.bytes(16), now);
  await tx.challenges.issue(uri, next, now);
}
