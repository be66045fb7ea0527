import { describe, expect, it } from 'vitest';
import { calendar, createRig, person, slow, twoWay } from './testing/rig.ts';

describe('a first sync', () => {
  it('brings the phone to the cloud and the cloud to the phone, once', async () => {
    const rig = await createRig();
    rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', 'X-KEEP:yes'));
    const phone = await rig.phone();
    phone.add('card', person('Bob', '222'));
    const first = await phone.sync('card', slow);
    expect(first.got).toEqual(['add']);
    expect(first.part?.counts).toMatchObject({ received: 1, created: 1, matched: 0, toAdd: 1 });
    expect(first.part?.state).toBe('reconciled');
    expect(rig.card.server.resources.size).toBe(2);
    expect(phone.texts('card')).toHaveLength(2);
    const second = await phone.sync('card');
    expect(second.got).toEqual([]);
    rig.card.server.operations.length = 0;
    const third = await phone.sync('card', slow);
    expect(third.got).toEqual([]);
    expect(third.part?.counts).toMatchObject({ received: 2, created: 0, updated: 0, matched: 2 });
    expect(rig.card.server.operations).toEqual(['changes']);
  });

  it('does it with 1000 contacts on each side', async () => {
    const rig = await createRig();
    for (let at = 0; at < 1000; at += 1) {
      rig.card.server.put(`c${at}.vcf`, person(`Cloud ${at}`, `+4911${at}`, `UID:c${at}`));
    }
    const phone = await rig.phone();
    for (let at = 0; at < 1000; at += 1) phone.add('card', person(`Phone ${at}`, `+4922${at}`));
    const start = performance.now();
    const { part } = await phone.sync('card', slow);
    process.stdout.write(`first sync of 1000 and 1000: ${Math.round(performance.now() - start)} ms\n`);
    expect(part?.counts).toMatchObject({ received: 1000, created: 1000, toAdd: 1000 });
    expect(rig.card.server.resources.size).toBe(2000);
    expect(phone.holds.card.size).toBe(2000);
  });

  it('matches what both sides have (DS-002, DS-104)', async () => {
    const rig = await createRig();
    rig.card.server.put('a.vcf', person('Ann', '111', 'UID:a', 'NOTE:from the cloud', 'X-KEEP:yes'));
    const phone = await rig.phone({ vcard: 'vcard21' });
    phone.add('card', person('Ann', '111', 'EMAIL:ann@example.org'));
    const { got, part } = await phone.sync('card', slow);
    expect(part?.counts).toMatchObject({ matched: 1, created: 0 });
    expect(got).toEqual(['replace 1']);
    const [body, ...others] = rig.card.server.bodies();
    expect(others).toEqual([]);
    for (const part of ['X-KEEP:yes', 'from the cloud', 'ann@example.org']) expect(body).toContain(part);
    expect((await phone.sync('card', slow)).got).toEqual([]);
  });

  it('carries events both ways', async () => {
    const rig = await createRig();
    const times = ['DTSTART:20240514T090000Z', 'DTEND:20240514T100000Z'];
    rig.cal.server.put('a.ics', calendar(['UID:a', 'SUMMARY:Tea', ...times]));
    const phone = await rig.phone();
    phone.add('cal', calendar(['UID:phone-1', 'SUMMARY:Coffee', ...times]));
    expect((await phone.sync('cal', slow)).got).toEqual(['add']);
    expect(rig.cal.server.bodies().join()).toContain('SUMMARY:Coffee');
    expect(rig.cal.server.bodies().join()).toContain('UID:phone-1');
    expect((await phone.sync('cal', twoWay)).got).toEqual([]);
  });
});
