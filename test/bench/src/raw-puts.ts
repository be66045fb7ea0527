/** The writes of a first sync without a gateway: the server's own time. */
import { randomUUID } from 'node:crypto';
import type { DavServer, DavUser } from '@anchorage/kit';
import { seconds } from './time.ts';

/** Seconds for writing all bodies as new resources, `parallel` at a time. */
export async function rawPuts(
  cloud: DavServer,
  user: DavUser,
  bodies: readonly string[],
  parallel: number,
): Promise<number> {
  const start = performance.now();
  let next = 0;
  const writer = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      await cloud.put(user, 'contacts', `${randomUUID()}.vcf`, body);
    }
  };
  await Promise.all(Array.from({ length: parallel }, writer));
  return seconds(start);
}
