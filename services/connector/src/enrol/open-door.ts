/**
 * Does the upstream server check passwords at all? One that answers anybody (xandikos without a proxy in front, a proxy
 * that lets this machine in) would make of every name and any password a login here.
 */
import { DavError } from '@anchorage/providers';
import type { Tools } from '../tools.ts';

/**
 * Tries a login that nobody has, once per process: a failed login counts at the server's guard against guessing. A "no"
 * is asked again each time, an error is thrown as it came.
 */
export function createOpenDoorCheck({
  provider,
  random,
  settings,
}: Pick<Tools, 'provider' | 'random' | 'settings'>): (signal: AbortSignal) => Promise<boolean> {
  let proven = false;
  return async (signal) => {
    if (proven) return true;
    const { upstream } = settings;
    const generic = provider('generic');
    if (upstream === null || generic === undefined) return false;
    const word = (): string => Buffer.from(random.bytes(16)).toString('hex');
    const credentials = { username: `anchorage-${word()}`, password: word() };
    try {
      await generic.discover({ url: upstream, credentials }, signal);
      return false;
    } catch (error) {
      if (!(error instanceof DavError && (error.code === 'needs-login' || error.code === 'forbidden')))
        throw error;
      proven = true;
      return true;
    }
  };
}
