/** What the account of somebody who came in with the upstream server's login is called. */
import type { Randomness } from '@anchorage/model';
import type { Tables } from '@anchorage/store';

/**
 * As the user is called there; where a namesake is here already, with the server's name behind it. Only characters that
 * an account's name may have: it stands in paths and logs.
 */
export async function freeAccountName(
  tx: Pick<Tables, 'accounts'>,
  random: Randomness,
  username: string,
  upstream: string,
): Promise<string> {
  const plain = fit(username);
  const host = fit(new URL(upstream).hostname);
  const candidates = [plain, `${plain.slice(0, Math.max(1, longest - host.length - 1))}@${host}`];
  for (const name of candidates.filter((one) => one.length <= longest)) {
    if ((await tx.accounts.byName(name)) === null) return name;
  }
  return `${plain.slice(0, longest - 9)}-${Buffer.from(random.bytes(4)).toString('hex')}`;
}

function fit(text: string): string {
  const kept = text.replaceAll(/[^\p{L}\p{N}._@-]+/gu, '-').replace(/^[^\p{L}\p{N}]+/u, '');
  return kept === '' ? 'person' : kept.slice(0, longest);
}

const longest = 80;
