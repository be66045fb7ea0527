import { inProcessJobs } from '@anchorage/jobs';
import { asId, silentLogger } from '@anchorage/model';
import { describe, expect, it, vi } from 'vitest';
import { createConnector } from './create-connector.ts';
import type { Connector } from './create-connector.ts';
import { createRig, person, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

describe('createConnector', () => {
  it('works off what is asked for, and what was left behind without a job', async () => {
    const rig = await createRig();
    const { accountId, store } = rig;
    const phone = await rig.phone();
    await phone.sync('card', slow);
    phone.add('card', person('Ann', '111'));
    await phone.sync('card', undefined, { breakOff: 'before-final' });
    const links = await store.links.list(accountId);
    const { connector, jobs } = start(rig);
    expect(await connector.sweep()).toBe(1);
    await vi.waitFor(() => expect(rig.card.server.bodies()).toHaveLength(1), { timeout: 5000 });
    expect(await connector.sweep()).toBe(0);
    await jobs.queue.enqueue({ kind: 'discover', accountId, linkId: links[0]?.id ?? asId('') });
    await vi.waitFor(
      async () => {
        const all = await store.collections.list(accountId);
        expect(all.map(({ fill }) => fill)).toEqual(['filled', 'filled']);
      },
      { timeout: 5000 },
    );
    await connector.stop(1000);
    await jobs.queue.close();
  });

  it('leaves nothing behind when it is stopped in the middle', async () => {
    const rig = await createRig();
    const phone = await rig.phone();
    await phone.sync('card', slow);
    for (let at = 0; at < 20; at += 1) phone.add('card', person(`P ${at}`, `+49${at}`));
    await phone.sync('card', undefined, { dontDrain: true });
    let puts = 0;
    let stop = (): void => undefined;
    const stopping = new Promise<void>((resolve) => (stop = resolve));
    rig.card.server.before = (operation) => {
      if (operation === 'put' && ++puts === 5) stop();
    };
    const first = start(rig);
    await first.connector.sweep();
    await stopping;
    await first.connector.stop(0);
    await first.jobs.queue.close();
    const second = start(rig);
    await second.connector.sweep();
    await vi.waitFor(() => expect(rig.card.server.bodies()).toHaveLength(20), { timeout: 5000 });
    await second.connector.stop(1000);
    await second.jobs.queue.close();
    const [open] = (await rig.store.journal.openCounts(rig.accountId)).filter(({ pending }) => pending > 0);
    expect(open).toBeUndefined();
  });
});

function start(rig: Rig): { connector: Connector; jobs: ReturnType<typeof inProcessJobs> } {
  const { clock, random } = rig.tools;
  const jobs = inProcessJobs({ clock, logger: silentLogger });
  const { provider } = rig.cloud;
  const connector = createConnector({
    store: rig.store,
    jobs,
    providers: { provider: () => provider },
    clock,
    random,
    logger: silentLogger,
    settings: { sweepEvery: 3_600_000 },
  });
  connector.start();
  return { connector, jobs };
}
