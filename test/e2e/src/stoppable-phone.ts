/** SyncEvolution behind a proxy that stops it at one message of a session. */
import { startHttpProxy, type SyncEvolution } from '@anchorage/kit';
import { cardPhone, type CardPhoneOptions } from './card-phone.ts';
import type { World } from './world.ts';

export interface StoppablePhone {
  readonly device: SyncEvolution;
  /**
   * A sync in which the client is told to stop before it gets the answer to this message; one that dies never gets it.
   * False when the session had no such message, and so went through.
   */
  syncStoppedAt(message: number, how: 'suspend' | 'die'): Promise<boolean>;
  /** Messages that have come through in all sessions. */
  messages(): number;
  /** Sessions that began with an Alert 225; known of a client that speaks XML. */
  resumed(): number;
  close(): Promise<void>;
}

export async function stoppablePhone(
  world: World,
  name: string,
  options: Omit<CardPhoneOptions, 'through'>,
): Promise<StoppablePhone> {
  let messages = 0;
  let resumed = 0;
  let proxy: Awaited<ReturnType<typeof startHttpProxy>> | undefined;
  const device = await cardPhone(world, name, {
    ...options,
    async through(origin) {
      proxy = await startHttpProxy(origin);
      return proxy.url;
    },
  });
  function onRequest({ body }: { readonly body: Buffer }): 'forward' {
    messages += 1;
    if (body.includes('<Data>225</Data>')) resumed += 1;
    return 'forward';
  }
  proxy?.setHooks({ onRequest });

  return {
    device,
    async syncStoppedAt(message, how) {
      let answers = 0;
      let stopped: Promise<void> | undefined;
      proxy?.setHooks({
        onRequest,
        async onAnswer() {
          answers += 1;
          if (answers !== message || stopped !== undefined) return 'forward';
          stopped = device.interrupt(how);
          // The signal comes before the answer, so that no client is done before it is told to stop.
          await stopped;
          return how === 'suspend' ? 'forward' : 'cut';
        },
      });
      await device.sync();
      await stopped;
      proxy?.setHooks({ onRequest });
      return stopped !== undefined;
    },
    messages: () => messages,
    resumed: () => resumed,
    close: async () => proxy?.close(),
  };
}
