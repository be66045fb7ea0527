/** Writes rows and names each one once it is committed. Run as a child, to be killed. */
import { keyRing, openStore } from '@anchorage/store';
import { newId, testRandom } from './world.ts';

const [url = '', key = '', accountId = ''] = process.argv.slice(2);
const store = await openStore({
  url,
  keys: keyRing({ current: { id: 'k1', key: Buffer.from(key, 'hex') } }),
  clock: { now: () => Date.now() },
  random: testRandom,
});
if (accountId === '') process.send?.('opened');
else {
  for (let round = 0; ; round += 1) {
    const reference = newId();
    await store.quarantine.put(accountId as never, {
      side: 'phone',
      collectionId: null,
      datastoreId: null,
      reference,
      reason: 'test',
      raw: new Uint8Array(2_000),
      createdAt: round,
    });
    process.send?.(reference);
  }
}
