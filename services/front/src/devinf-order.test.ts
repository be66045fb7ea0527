import { createPhone } from '@anchorage/kit';
import { expect, it } from 'vitest';
import { createRig } from './testing/rig.ts';

it('device information that comes with package 3 is there before its changes are reconciled', async () => {
  const rig = await createRig();
  try {
    const seen: (boolean | undefined)[] = [];
    const { url } = await rig.serve({
      queue: {
        ...rig.queue,
        enqueue: async (job) => {
          if (job.kind === 'reconcile') {
            const device = await rig.store.devices.get(rig.accountId, rig.device.id);
            seen.push(device?.profile?.datastores.card?.source === './card');
          }
          await rig.queue.enqueue(job);
        },
      },
    });
    const phone = createPhone({
      url,
      username: 'rigphone',
      password: rig.password,
      deviceUri: 'IMEI:000000000000017',
      sendDevInf: 'asked',
      datastores: { card: { type: 'text/x-vcard' } },
    });
    phone.add('card', 'BEGIN:VCARD\r\nVERSION:2.1\r\nN:Example;One\r\nEND:VCARD\r\n');
    await phone.sync();
    expect(seen).toEqual([true]);
  } finally {
    await rig.close();
  }
});
