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
  /** Messages with an Alert 225: one in each session that goes on. */
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
    if (resume.some((alert) => body.includes(alert))) resumed += 1;
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

/** Alert 225 in XML, and in WBXML: Data, an inline string, its end and that of Data (WBXML 1.3, 5; SyncML token 0x0F). */
const resume = [Buffer.from('<Data>225</Data>'), Buffer.from([0x4f, 0x03, 0x32, 0x32, 0x35, 0x00, 0x01])];
