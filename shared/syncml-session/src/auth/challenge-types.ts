import type { AuthScheme } from './contract.ts';

/**
 * What `Chal` and `Cred` call a scheme (SyncML Representation Protocol 1.2.2, 6.1.2; OMA Device Management Security 1.2
 * for `auth-MAC`).
 */
export const challengeTypes = {
  basic: 'syncml:auth-basic',
  md5: 'syncml:auth-md5',
  mac: 'syncml:auth-MAC',
} as const satisfies Record<AuthScheme, string>;

/** The scheme of a `Type`, which without one is basic; null for others. */
export function schemeOf(type: string | undefined): AuthScheme | null {
  const name = (type ?? '').trim().toLowerCase();
  if (name === '') return 'basic';
  const schemes = ['basic', 'md5', 'mac'] as const;
  return schemes.find((scheme) => name.replace(/^syncml:/, '') === `auth-${scheme}`) ?? null;
}
