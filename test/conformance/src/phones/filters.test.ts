/** Record filters of DS 1.2, through the real front and connector. */
import type { PhoneFilter } from '@anchorage/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFilteringPhone, nothing } from './filtering-phone.ts';
import type { FilteringPhone } from './filtering-phone.ts';
import { card21, event10, event20 } from './texts.ts';

let its: FilteringPhone;
beforeEach(async () => {
  its = await createFilteringPhone();
});
afterEach(() => its.world.close());

const work = { record: 'GROUP&EQ;Work' };
const since = (day: string): PhoneFilter => ({ record: `SINCE&EQ;${day}T000000Z`, type: 'INCLUSIVE' });

describe('an exclusive filter by group', () => {
  beforeEach(async () => {
    its.inGroup('Adler', 'Work');
    its.inGroup('Berg', 'Work');
    its.inGroup('Clay', 'Home');
    await its.sync('card');
  });

  it('takes known items outside off the phone, sends what is inside, and leaves the cloud alone (DS-151)', async () => {
    its.inGroup('Dorn', 'Home');
    its.inGroup('Eder', 'Work');
    const report = await its.sync('card', { filters: { card: work } });
    expect(report).toMatchObject({ alertStatus: 200, finished: true });
    expect(report.received).toEqual({ add: 1, replace: 0, delete: 1 });
    expect(its.names('card')).toEqual(['Adler', 'Berg', 'Eder']);
    expect(await its.inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay', 'Dorn', 'Eder']);
    expect((await its.sync('card', { filters: { card: work } })).received).toEqual(nothing);
  });

  it('brings all back without doubles when it is dropped', async () => {
    await its.sync('card', { filters: { card: work } });
    const report = await its.sync('card');
    expect(report.received).toEqual({ add: 1, replace: 0, delete: 0 });
    expect((await its.sync('card')).received).toEqual(nothing);
    expect((await its.sync('card', { type: 201 })).received).toEqual(nothing);
    expect(its.names('card')).toEqual(['Adler', 'Berg', 'Clay']);
    expect(await its.inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay']);
  });

  it('moves items in and out as they change', async () => {
    await its.sync('card', { filters: { card: work } });
    its.inGroup('Clay', 'Work');
    its.inGroup('Adler', 'Home');
    expect((await its.sync('card', { filters: { card: work } })).received).toEqual({
      add: 1,
      replace: 0,
      delete: 1,
    });
    expect(its.names('card')).toEqual(['Berg', 'Clay']);
    expect((await its.sync('card', { filters: { card: { record: 'GROUP&NE;Work' } } })).received).toEqual({
      add: 1,
      replace: 0,
      delete: 2,
    });
    expect(its.names('card')).toEqual(['Adler']);
    expect(await its.inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay']);
  });

  it('keeps in the cloud what the phone has outside of its own', async () => {
    its.phone.add('card', card21('Fuchs', '+1 555 0199'));
    const report = await its.sync('card', { filters: { card: work } });
    expect(report.sent.add).toBe(1);
    expect(its.names('card')).toEqual(['Adler', 'Berg']);
    expect(await its.inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay', 'Fuchs']);
    await its.sync('card');
    expect(its.names('card')).toEqual(['Adler', 'Berg', 'Clay', 'Fuchs']);
    expect(await its.inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay', 'Fuchs']);
  });

  it.each([1, 2, 3, 4, 5])('loses nothing to a phone that vanished after message %i', async (message) => {
    await its.sync('card', { filters: { card: work }, vanishAfter: message });
    await its.sync('card');
    // Where its Delete had arrived and nobody heard of it, a Replace finds it gone: then it is added.
    await its.sync('card');
    expect(its.names('card')).toEqual(['Adler', 'Berg', 'Clay']);
    expect(await its.inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay']);
  });

  it.each([3, 4, 5])(
    'loses nothing when a Delete is settled and the rest is not, after message %i',
    async (message) => {
      for (let at = 0; at < 80; at += 1) its.inGroup(`Many${at}`, 'Work', `+1 555 ${2000 + at}`);
      const broken = await its.phone.sync({
        datastores: ['card'],
        filters: { card: work },
        vanishAfter: message,
      });
      expect([broken.outcome, its.names('card').includes('Clay')]).toEqual(['vanished', false]);
      await its.sync('card');
      await its.sync('card');
      expect(its.names('card')).toHaveLength(83);
      expect(its.names('card')).toContain('Clay');
    },
  );

  it('does not take for a deletion that a phone tells it has deleted what we took off it', async () => {
    const luid = its.luidOf('card', 'Clay');
    // The phone carries the Delete out, and is gone before its Status could be.
    await its.sync('card', { filters: { card: work }, vanishBeforeReplyTo: 3 });
    await its.sync('card', { filters: { card: work }, vanishAfter: 2 });
    if (its.phone.items('card').has(luid)) its.phone.delete('card', luid);
    await its.sync('card', { filters: { card: work } });
    expect(await its.inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay']);
    await its.sync('card');
    expect(its.names('card')).toEqual(['Adler', 'Berg', 'Clay']);
  });

  it('still deletes in the cloud what the phone’s owner deletes', async () => {
    await its.sync('card', { filters: { card: work } });
    its.phone.delete('card', its.luidOf('card', 'Adler'));
    await its.sync('card', { filters: { card: work } });
    expect(await its.inCloud('contacts')).toEqual(['Berg', 'Clay']);
  });

  it.each([
    [201, ['Adler', 'Berg']],
    [204, ['Adler', 'Berg']],
    [205, ['Adler', 'Berg']],
  ])('holds in a sync of type %i', async (type, left) => {
    await its.sync('card', { filters: { card: work }, type });
    expect(its.names('card')).toEqual(left);
    expect(await its.inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay']);
    await its.sync('card');
    expect(its.names('card')).toEqual(['Adler', 'Berg', 'Clay']);
    expect((await its.sync('card', { type: 201 })).received).toEqual(nothing);
    expect(await its.inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay']);
  });

  it('does not let a refresh from the phone delete what is outside', async () => {
    await its.sync('card', { filters: { card: work } });
    its.phone.add('card', card21('Fuchs', '+1 555 0199'));
    expect(await its.sync('card', { filters: { card: work }, type: 203 })).toMatchObject({ finished: true });
    expect(await its.inCloud('contacts')).toEqual(['Adler', 'Berg', 'Clay', 'Fuchs']);
    await its.sync('card');
    expect(its.names('card')).toEqual(['Adler', 'Berg', 'Clay', 'Fuchs']);
  });
});

describe('an inclusive filter by date', () => {
  it('adds nothing from outside, and goes on updating what the phone has (DS-152)', async () => {
    its.world.cloudPut('calendar', 'old.ics', event20('Old', '20251120'));
    its.world.cloudPut('calendar', 'new.ics', event20('New', '20260120'));
    await its.sync('cal');
    its.world.cloudPut('calendar', 'older.ics', event20('Older', '20251110'));
    its.world.cloudPut('calendar', 'old.ics', event20('Old', '20251121'));
    its.world.cloudPut('calendar', 'next.ics', event20('Next', '20260301'));
    const report = await its.sync('cal', { filters: { cal: since('20260101') } });
    expect(report.received).toEqual({ add: 1, replace: 1, delete: 0 });
    expect(its.names('cal')).toEqual(['New', 'Next', 'Old']);
    expect([...its.phone.items('cal').values()].join('')).toContain('20251121');
    its.world.cloudRemove('calendar', 'old.ics');
    expect((await its.sync('cal', { filters: { cal: since('20260101') } })).received).toEqual({
      ...nothing,
      delete: 1,
    });
    expect((await its.sync('cal', { filters: { cal: since('20251101') } })).received).toEqual({
      ...nothing,
      add: 1,
    });
    expect(its.names('cal')).toEqual(['New', 'Next', 'Older']);
  });

  it('takes the phone’s own changes, inside and outside', async () => {
    its.world.cloudPut('calendar', 'old.ics', event20('Old', '20251120'));
    await its.sync('cal');
    its.phone.replace('cal', its.luidOf('cal', 'Old'), event10('Moved', '20251125'));
    its.phone.add('cal', event10('Past', '20251001'));
    await its.sync('cal', { filters: { cal: since('20260101') } });
    expect(await its.inCloud('calendar')).toEqual(['Moved', 'Past']);
    expect(its.names('cal')).toEqual(['Moved', 'Past']);
    its.phone.delete('cal', its.luidOf('cal', 'Past'));
    await its.sync('cal', { filters: { cal: since('20260101') } });
    expect(await its.inCloud('calendar')).toEqual(['Moved']);
  });
});

describe('a filter that cannot be carried out', () => {
  it.each([
    ['no expression (DS-155)', { record: '(GROUP&EQ;Work' }, 422],
    ['a property nobody can tell', { record: 'PHOTO&EQ;x' }, 406],
    ['another FilterType (DS-150)', { record: 'GROUP&EQ;Work', type: 'X' }, 406],
  ])('is refused, and nothing happens: %s', async (_, filter, status) => {
    its.inGroup('Adler', 'Work');
    await its.sync('card');
    const report = await its.sync('card', { filters: { card: filter } });
    expect(report).toMatchObject({ alertStatus: status, finished: false });
    expect(its.names('card')).toEqual(['Adler']);
  });
});
