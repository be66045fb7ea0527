/** Whose word counts when both sides have changed one item; the other's is always kept among its versions. */
import { datastorePolicies } from '@anchorage/model';
import type { DatastorePolicy, SessionId } from '@anchorage/model';
import { describe, expect, it } from 'vitest';
import { createRig, person, slow } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';
import { settled } from './testing/settled.ts';
import type { TestPhone } from './testing/test-phone.ts';

describe('both sides have changed the same', () => {
  it.each<[DatastorePolicy, readonly string[]]>([
    ['merge', ['phone']],
    ['phone-wins', ['phone']],
    ['cloud-wins', ['cloud']],
    ['keep-both', ['cloud', 'phone']],
    ['newest', ['phone']],
  ])('%s: %j', async (policy, winners) => {
    const { rig, phone, luid, href } = await withAnn(policy);
    rig.card.server.put(href, ann('NOTE:cloud'));
    edit(phone, luid, 'phone');
    const { part, sessionId } = await phone.sync('card');
    expect(part?.counts).toMatchObject({ conflicts: 1 });
    expect([notes(rig.card.server.bodies()), notes(phone.texts('card'))]).toEqual([winners, winners]);
    expect(await everKept(rig, sessionId)).toEqual(expect.arrayContaining(['cloud', 'phone']));
    await settled(rig, phone);
  });

  it.each<[string, string, readonly string[]]>([
    ['20230601T000000Z', '20230501T000000Z', ['phone']],
    ['20230501T000000Z', '20230601T000000Z', ['cloud']],
    // Told by no clock that can be right: merged, as without times.
    ['19700101T000100Z', '20230601T000000Z', ['phone']],
    ['20380119T031407Z', '20230601T000000Z', ['phone']],
  ])('newest: %s on the phone, %s in the cloud: %j (F20)', async (onPhone, inCloud, winners) => {
    const { rig, phone, luid, href } = await withAnn('newest');
    rig.card.server.put(href, ann('NOTE:cloud', `REV:${inCloud}`));
    edit(phone, luid, 'phone', `REV:${onPhone}`);
    const { sessionId } = await phone.sync('card');
    expect([notes(rig.card.server.bodies()), notes(phone.texts('card'))]).toEqual([winners, winners]);
    expect(await everKept(rig, sessionId)).toEqual(expect.arrayContaining(['cloud', 'phone']));
    await settled(rig, phone);
  });
});

describe('one side has changed what the other deleted', () => {
  it.each<[DatastorePolicy, readonly string[]]>([
    ['merge', ['phone']],
    ['phone-wins', ['phone']],
    ['cloud-wins', []],
    ['keep-both', ['phone']],
    ['newest', ['phone']],
  ])('the cloud deleted, %s: %j', async (policy, winners) => {
    const { rig, phone, luid, href } = await withAnn(policy);
    rig.card.server.remove(href);
    edit(phone, luid, 'phone');
    const { sessionId } = await phone.sync('card');
    expect([notes(rig.card.server.bodies()), notes(phone.texts('card'))]).toEqual([winners, winners]);
    expect(await everKept(rig, sessionId)).toContain('phone');
    await settled(rig, phone);
  });

  it.each<[DatastorePolicy, readonly string[]]>([
    ['merge', ['cloud']],
    ['phone-wins', []],
    ['cloud-wins', ['cloud']],
    ['keep-both', ['cloud']],
    ['newest', ['cloud']],
  ])('the phone deleted, %s: %j', async (policy, winners) => {
    const { rig, phone, luid, href } = await withAnn(policy);
    rig.card.server.put(href, ann('NOTE:cloud'));
    phone.remove('card', luid);
    const { sessionId } = await phone.sync('card');
    expect([notes(rig.card.server.bodies()), notes(phone.texts('card'))]).toEqual([winners, winners]);
    expect(await everKept(rig, sessionId)).toContain('cloud');
    await settled(rig, phone);
  });
});

describe('in a slow sync', () => {
  it.each(datastorePolicies)(
    'nothing is lost or doubled, and doing it again changes nothing: %s',
    async (policy) => {
      const { rig, phone, luid, href } = await withAnn(policy);
      rig.card.server.put(href, ann('NOTE:cloud'));
      edit(phone, luid, 'phone');
      const { sessionId } = await phone.sync('card', slow);
      const count = policy === 'keep-both' ? 2 : 1;
      expect(rig.card.server.resources.size).toBe(count);
      expect(notes(phone.texts('card'))).toEqual(notes(rig.card.server.bodies()));
      expect(await everKept(rig, sessionId)).toEqual(expect.arrayContaining(['cloud', 'phone']));
      await settled(rig, phone);
    },
  );
});

async function withAnn(
  policy: DatastorePolicy,
): Promise<{ rig: Rig; phone: TestPhone; luid: string; href: string }> {
  const rig = await createRig();
  const href = rig.card.server.put('a.vcf', ann('NOTE:old'));
  const phone = await rig.phone({ policy });
  await phone.sync('card', slow);
  const [luid = ''] = phone.holds.card.keys();
  return { rig, phone, luid, href };
}

function ann(...lines: readonly string[]): string {
  return person('Ann', '111', 'UID:a', ...lines);
}

function edit(phone: TestPhone, luid: string, note: string, ...more: readonly string[]): void {
  const text = (phone.holds.card.get(luid) ?? '').replace('NOTE:old', [`NOTE:${note}`, ...more].join('\r\n'));
  phone.replace('card', luid, text);
}

function notes(texts: Iterable<string>): readonly string[] {
  return [...texts].map(noteOf).toSorted();
}

function noteOf(text: string): string {
  return /^NOTE:(.*?)\r?$/m.exec(text)?.[1] ?? '';
}

/** The notes of all that is there, was there, and was decided against in this session. */
async function everKept(rig: Rig, sessionId: SessionId): Promise<readonly string[]> {
  const { accountId, store } = rig;
  const items = await store.items.changedSince(accountId, rig.card.row.id, 0, 10);
  const versions = await Promise.all(items.map(({ id }) => store.items.versions(accountId, id, 20)));
  const lost = await store.items.lostIn(accountId, sessionId, 10);
  return [...items, ...versions.flat(), ...lost].map(({ body }) => noteOf(body));
}
