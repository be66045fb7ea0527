/** A filter that names fields, through the real front and connector. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFilteringPhone, nothing } from './filtering-phone.ts';
import type { FilteringPhone } from './filtering-phone.ts';
import { card21, card30 } from './texts.ts';

let its: FilteringPhone;
beforeEach(async () => {
  its = await createFilteringPhone();
});
afterEach(() => its.world.close());

describe('a field filter', () => {
  const fields = { filters: { card: { fields: ['N', 'TEL'] } } };
  const berg = (number: string) => card30('Berg', number, 'NOTE:Calls late', 'TITLE:Roofer');

  it('narrows what is sent in one session, and the phone’s edits never delete what it left out (DS-153)', async () => {
    its.world.cloudPut('contacts', 'b.vcf', berg('+1 555 0160'));
    await its.sync('card');
    expect(onPhone()).toContain('Calls late');
    its.world.cloudPut('contacts', 'b.vcf', berg('+1 555 0161'));
    await its.sync('card', fields);
    expect(onPhone()).toContain('0161');
    expect(onPhone()).not.toContain('Calls late');
    const luid = its.luidOf('card', 'Berg');
    its.phone.replace('card', luid, onPhone().replace('0161', '0162'));
    const report = await its.sync('card');
    expect(report.received).toEqual({ ...nothing, replace: 1 });
    const [body = ''] = await its.world.delivered('contacts');
    expect(body).toContain('0162');
    expect(body).toContain('NOTE:Calls late');
    expect(body).toContain('TITLE:Roofer');
    expect(onPhone()).toContain('Calls late');
    expect((await its.sync('card')).received).toEqual(nothing);
  });

  it('sends nothing for it alone, and believes what the phone leaves out to be there', async () => {
    its.world.cloudPut('contacts', 'b.vcf', berg('+1 555 0160'));
    await its.sync('card');
    const luid = its.luidOf('card', 'Berg');
    const whole = onPhone();
    // A phone that sends what its filter names, and keeps the rest.
    its.phone.replace('card', luid, card21('Berg', '+1 555 0163').replace('Anna', 'Bert'));
    expect((await its.sync('card', fields)).received).toEqual(nothing);
    const [body = ''] = await its.world.delivered('contacts');
    expect(body).toContain('0163');
    expect(body).toContain('NOTE:Calls late');
    its.phone.replace('card', luid, whole.replace('0160', '0164').replace('Calls late', 'Calls early'));
    await its.sync('card', fields);
    const [edited = ''] = await its.world.delivered('contacts');
    expect(edited).toContain('0164');
    expect(edited).toContain('NOTE:Calls early');
  });

  it('adds without the rest, which comes when the filter is dropped', async () => {
    await its.sync('card', fields);
    its.world.cloudPut('contacts', 'b.vcf', berg('+1 555 0160'));
    await its.sync('card', fields);
    expect(onPhone()).not.toContain('Roofer');
    expect((await its.sync('card')).received).toEqual({ ...nothing, replace: 1 });
    expect(onPhone()).toContain('Roofer');
  });
});

function onPhone(): string {
  return [...its.phone.items('card').values()].join('');
}
