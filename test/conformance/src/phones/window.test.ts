/** The days that a phone's owner wants on it, through the real front and connector. */
import type { DatastoreName } from '@anchorage/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFilteringPhone, nothing } from './filtering-phone.ts';
import type { FilteringPhone } from './filtering-phone.ts';
import { event10, event20 } from './texts.ts';

let its: FilteringPhone;
beforeEach(async () => {
  its = await createFilteringPhone();
});
afterEach(() => its.world.close());

describe('the window its owner set', () => {
  beforeEach(async () => {
    await setWindow('cal', { back: 14, forward: 60 });
    its.world.cloudPut('calendar', 'a.ics', event20('Autumn', '20251101'));
    its.world.cloudPut('calendar', 'j.ics', event20('January', '20260110'));
    its.world.cloudPut('calendar', 's.ics', event20('Summer', '20260701'));
    await its.sync('cal');
  });

  it('keeps a phone to its days, and the cloud has everything', async () => {
    expect(its.names('cal')).toEqual(['January']);
    expect(await its.inCloud('calendar')).toEqual(['Autumn', 'January', 'Summer']);
    await setWindow('cal', null);
    await its.sync('cal');
    expect(its.names('cal')).toEqual(['Autumn', 'January', 'Summer']);
  });

  it('goes along with time: what gets old leaves the phone alone, what comes near comes', async () => {
    its.world.passDays(30);
    expect((await its.sync('cal')).received).toEqual({ ...nothing, delete: 1 });
    expect(its.names('cal')).toEqual([]);
    its.world.passDays(120);
    expect((await its.sync('cal')).received).toEqual({ ...nothing, add: 1 });
    expect(its.names('cal')).toEqual(['Summer']);
    expect(await its.inCloud('calendar')).toEqual(['Autumn', 'January', 'Summer']);
  });

  it('keeps an old item of the phone’s own in the cloud', async () => {
    its.phone.add('cal', event10('Memory', '20190501'));
    await its.sync('cal');
    expect(await its.inCloud('calendar')).toEqual(['Autumn', 'January', 'Memory', 'Summer']);
    expect(its.names('cal')).toEqual(['January']);
    expect((await its.sync('cal')).received).toEqual(nothing);
  });

  it('gives way to days behind the datastore’s name', async () => {
    const targets = { cal: './calendar/dr(-100,30)' };
    expect((await its.sync('cal', { targets })).received).toEqual({ ...nothing, add: 1 });
    expect(its.names('cal')).toEqual(['Autumn', 'January']);
  });

  it('does not reach a phone’s contacts', async () => {
    await setWindow('card', { back: 1, forward: 1 });
    its.inGroup('Adler', 'Work');
    await its.sync('card');
    expect(its.names('card')).toEqual(['Adler']);
  });
});

async function setWindow(
  name: DatastoreName,
  window: { readonly back: number; readonly forward: number } | null,
): Promise<void> {
  const { store, accountId, deviceId } = its.world;
  const datastores = await store.datastores.ofDevice(accountId, deviceId);
  const datastore = datastores.find((one) => one.name === name);
  if (datastore === undefined) throw new Error(`no datastore ${name}`);
  await store.datastores.setWindow(accountId, datastore.id, window);
}
