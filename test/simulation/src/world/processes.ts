/** The gateway's processes: fronts and connectors that are started, crash at any step, hang, and are started again. */
import { createConnector } from '@anchorage/connector';
import { createFront } from '@anchorage/front';
import { handlerTransport } from '@anchorage/kit';
import type { HttpReply, Transport } from '@anchorage/kit';
import { createProviders } from '@anchorage/providers';
import { watchAnchors } from '../oracle/watch-anchors.ts';
import { cloudNetwork } from '../ports/cloud-network.ts';
import type { FrontDoor } from '../ports/phone-network.ts';
import { steppedStore } from '../ports/stepped-store.ts';
import { createActor } from '../scheduler.ts';
import type { Actor } from '../scheduler.ts';
import type { Ground } from './ground.ts';

export interface Processes {
  /** Whatever front a message comes to. */
  readonly door: FrontDoor;
  /** Stops the connectors, as in a night without them, and starts fresh ones after `ms`. */
  rest(ms: number): Promise<void>;
}

interface Front {
  readonly actor: Actor;
  readonly post: Transport;
  /** Connections that break when it dies. */
  readonly open: Set<(reply: null) => void>;
}

export function startProcesses(ground: Ground): Processes {
  const { scheduler, chance, faults, story, queue, sabotage } = ground;
  const watch = watchAnchors(ground.store, ground.findings);
  const fronts: Front[] = [];
  const connectors: Actor[] = [];
  let born = 0;

  for (let at = 0; at < 2; at += 1) {
    startFront();
    startConnector();
  }
  return {
    async door(url, headers, body) {
      if (fronts.length === 0) return null;
      const front = chance.pick(fronts);
      return new Promise<HttpReply | null>((resolve) => {
        front.open.add(resolve);
        void answer(front, url, headers, body).then((reply) => {
          front.open.delete(resolve);
          resolve(reply);
        });
      });
    },
    async rest(ms) {
      const night = createActor('night');
      for (const actor of connectors.splice(0)) stop(actor);
      await scheduler.step(night, 'passes', ms);
      startConnector();
      startConnector();
    },
  };

  async function answer(
    { actor, post }: Front,
    url: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
  ): Promise<HttpReply> {
    await scheduler.step(actor, 'takes a message');
    const reply = await post(url, headers, body);
    await scheduler.step(actor, 'sends a reply');
    return reply;
  }

  function startFront(): void {
    const actor = createActor(`front ${(born += 1)}`, (label) => {
      if (faults.hits('front-crashes')) {
        const front = fronts.find((one) => one.actor === actor);
        crash(actor, label, () => {
          fronts.splice(fronts.indexOf(front as Front), 1);
          for (const breaks of front?.open ?? []) breaks(null);
        });
        restart(startFront);
        return 'gone';
      }
      return hangs('front-hangs', actor, label) ? 'later' : 'goes on';
    });
    const front = createFront({
      ...ground.portsOf(actor),
      store: sabotage.frontStore?.(storeOf(actor)) ?? storeOf(actor),
      queue: queue.jobsFor(actor).queue,
      // Unpacking goes through threads of the machine's own, whose time no seed decides.
      settings: { minRate: 0, publicUrl: ground.publicUrl, compression: 'off' },
      sleep: (ms) => scheduler.step(actor, 'waits', Math.max(ms, betweenLooks)),
    });
    const handle = front.app.callback();
    const post = handlerTransport((request, response) => void handle(request, response));
    fronts.push({ actor, post, open: new Set() });
    const sweep = (): void => {
      void front.giveUpIdle().catch(() => undefined);
      scheduler.timersOf(actor).after(housekeeping, sweep);
    };
    scheduler.timersOf(actor).after(housekeeping, sweep);
  }

  function startConnector(): void {
    const actor = createActor(`connector ${(born += 1)}`, (label) => {
      if (faults.hits('connector-crashes')) {
        crash(actor, label, () => connectors.splice(connectors.indexOf(actor), 1));
        queue.stalled(actor);
        restart(startConnector);
        return 'gone';
      }
      return hangs('connector-hangs', actor, label) ? 'later' : 'goes on';
    });
    connectors.push(actor);
    const timers = scheduler.timersOf(actor);
    const { sites, findings } = ground;
    const http = cloudNetwork({
      actor,
      scheduler,
      chance,
      faults,
      story,
      sites,
      known,
      trespass: (origin) => findings.add('I9', `a request to ${origin} with another account's login`),
    });
    const ports = ground.portsOf(actor);
    const plain = storeOf(actor);
    const providers = createProviders({
      ...ports,
      userAgent: 'simulated',
      allowPrivateAddresses: true,
      http,
      timers,
    });
    createConnector({
      ...ports,
      store: sabotage.connectorStore?.(plain) ?? plain,
      jobs: queue.jobsFor(actor),
      providers: sabotage.providers?.(providers, plain) ?? providers,
      ...(sabotage.match === undefined ? {} : { match: sabotage.match }),
      settings: ground.connectorSettings,
      concurrency: 2,
      wait: (ms) => scheduler.step(actor, 'waits', ms),
      giveTurn: () => scheduler.step(actor, 'gives a turn'),
      timers,
    }).start();
  }

  async function known(url: string): Promise<number> {
    const { store } = ground;
    for (const { id } of await store.accounts.list()) {
      const row = (await store.collections.list(id)).find((one) => one.url === url);
      if (row !== undefined)
        return (await store.items.index(id, row.id)).filter(({ pushed }) => pushed).length;
    }
    return 0;
  }

  function storeOf(actor: Actor): ReturnType<typeof steppedStore> {
    return steppedStore({ store: ground.store, actor, scheduler, faults, watch });
  }

  function crash(actor: Actor, label: string, gone: () => void): void {
    story.tell(actor.name, () => `crashes at "${label}"`);
    gone();
    scheduler.kill(actor);
  }

  function stop(actor: Actor): void {
    story.tell(actor.name, () => 'is stopped');
    queue.stalled(actor);
    scheduler.kill(actor);
  }

  function restart(start: () => void): void {
    scheduler.timersOf(ground.operator).after(chance.between(200, 8_000), start);
  }

  function hangs(kind: 'front-hangs' | 'connector-hangs', actor: Actor, label: string): boolean {
    if (!faults.hits(kind)) return false;
    const ms = chance.between(10_000, 120_000);
    story.tell(actor.name, () => `hangs at "${label}" for ${Math.round(ms / 1000)} s`);
    actor.pausedUntil = scheduler.now() + ms;
    if (kind === 'connector-hangs' && ms > 30_000) queue.stalled(actor);
    return true;
  }
}

const housekeeping = 10 * 60_000;
/** A front looks for rows it waits for more seldom than in reality: most of a run's steps would be these looks. */
const betweenLooks = 2_000;
