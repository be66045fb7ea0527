import { createMemoryDav } from '@anchorage/kit';
import { eventContent } from '../people/event-content.ts';
import { sabotageNamed } from '../sabotage/sabotage.ts';
import { prepareGround } from '../world/ground.ts';

/** An account with one calendar and one phone in a database of its own; nothing runs. */
export async function accountWithCalendar() {
  const { store } = await prepareGround(1, false, sabotageNamed(null));
  const dav = createMemoryDav();
  const { id } = await store.accounts.add({ name: 'person', timeZone: 'Europe/Berlin' });
  const origin = 'https://cloud.example.org';
  const link = await store.links.add(id, {
    provider: 'generic',
    url: origin,
    rootUrl: `${origin}/`,
    username: 'person',
    password: 'kanari-cloud',
  });
  const url = origin + dav.collectionPath(eventContent.collection);
  const { id: collectionId } = await store.collections.upsert(id, {
    linkId: link.id,
    url,
    displayName: 'calendar',
    kinds: ['event'],
    readOnly: false,
    maxResourceSize: null,
  });
  const phone = { name: 'phone', username: 'phone-11', password: 'kanari-phone-11' };
  const device = await store.devices.add(id, phone);
  return { account: { id, dav }, store, linkId: link.id, collectionId, url, deviceId: device.id };
}
