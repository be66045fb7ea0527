/** The program that collects the log dies: the gateway goes on, and does not spend itself on writing to nobody. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { contactsOf, difference, noDifference } from './same-items.ts';
import { fillPhone, simulatedPhone } from './simulated-phone.ts';
import { startWorld } from './world.ts';

it('goes on when nobody reads its log any more', async () => {
  const world = await startWorld({ product: 'radicale' });
  try {
    const gateway = world.gateway();
    const { url, pid } = gateway;
    gateway.breakLog();
    for (let request = 0; request < 5; request += 1) {
      const refused = await fetch(new URL('/sync', url), { method: 'POST', body: 'no message' });
      expect(refused.status).toBe(400);
    }
    const before = await cpuTicks(pid);
    await sleep(2000);
    // Two seconds of doing nothing: a process that writes in circles takes 200 ticks.
    expect((await cpuTicks(pid)) - before).toBeLessThan(100);

    const phone = simulatedPhone(await world.operator.addDevice(world.account));
    fillPhone(phone, 3);
    await phone.sync();
    await world.operator.sync(world.account);
    expect(
      difference(contactsOf(phone.items('card').values()), contactsOf(await world.bodies('contacts'))),
    ).toEqual(noDifference);
  } finally {
    await world.close();
  }
});

/** User and system time in hundredths of a second (proc(5)). */
async function cpuTicks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
