/** A phone, or a cloud, that loses nearly everything: held until its owner says what was meant. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Phone } from '@anchorage/kit';
import { contactsOf, difference, noDifference } from './same-items.ts';
import { fillPhone, simulatedPhone } from './simulated-phone.ts';
import { startWorld, type World } from './world.ts';

const items = 30;
const deleted = 25;

describe('a phone deletes nearly everything', () => {
  let world: World;
  let phone: Phone;
  let session: string;

  beforeEach(async () => {
    world = await startWorld({ product: 'radicale' });
    phone = simulatedPhone(await world.operator.addDevice(world.account));
    fillPhone(phone, items);
    await phone.sync();
    await world.operator.sync(world.account);
    for (const luid of [...phone.items('card').keys()].slice(0, deleted)) phone.delete('card', luid);
    await phone.sync();
    await world.operator.sync(world.account);
    const { holds } = (await run('list')) as { holds: { session: string; deletions: number }[] };
    session = holds[0]?.session ?? '';
  });
  afterEach(async () => {
    await world.close();
  });

  it('and nothing happens until its owner says so (F21)', async () => {
    expect(await run('list')).toMatchObject({ holds: [{ session, deletions: deleted }] });
    expect(await world.bodies('contacts')).toHaveLength(items);
  });

  it('and meant it', async () => {
    expect(await run('confirm', session)).toEqual({ deleted });
    await world.operator.sync(world.account);
    await phone.sync();
    expect(phone.items('card').size).toBe(items - deleted);
    expect(
      difference(contactsOf(phone.items('card').values()), contactsOf(await world.bodies('contacts'))),
    ).toEqual(noDifference);
  });

  it('and did not mean it', async () => {
    expect(await run('reject', session)).toEqual({ kept: deleted });
    await phone.sync();
    expect(phone.items('card').size).toBe(items);
    expect(
      difference(contactsOf(phone.items('card').values()), contactsOf(await world.bodies('contacts'))),
    ).toEqual(noDifference);
    expect(await run('list')).toEqual({ holds: [] });
  });

  function run(...words: string[]): Promise<unknown> {
    return world.operator.run(['hold', ...words, '--account', world.account]);
  }
});

describe('a cloud loses everything', () => {
  let world: World;

  beforeEach(async () => {
    world = await startWorld({ product: 'radicale' });
  });
  afterEach(() => world.close());

  it('and the phone keeps it until its owner has it put back', async () => {
    const phone = simulatedPhone(await world.operator.addDevice(world.account));
    fillPhone(phone, 5);
    await phone.sync();
    await world.operator.sync(world.account);
    const before = [...phone.items('card').values()];
    for (const { href } of await world.cloud.listAll(world.user, 'contacts')) await deleteAt(href);
    await world.operator.sync(world.account);
    await phone.sync();
    expect(phone.items('card').size).toBe(5);
    const { holds } = (await run('list')) as { holds: { session: string }[] };
    expect(holds).toMatchObject([{ side: 'cloud', deletions: 5 }]);
    expect(await run('reject', holds[0]?.session ?? '')).toEqual({ kept: 5 });
    await world.operator.sync(world.account);
    expect(difference(contactsOf(before), contactsOf(await world.bodies('contacts')))).toEqual(noDifference);
    await phone.sync();
    expect([...phone.items('card').values()]).toEqual(before);
  });

  async function deleteAt(url: string): Promise<void> {
    const { name, password } = world.user;
    const login = Buffer.from(`${name}:${password}`).toString('base64');
    const response = await fetch(url, { method: 'DELETE', headers: { Authorization: `Basic ${login}` } });
    expect(response.ok).toBe(true);
  }

  function run(...words: string[]): Promise<unknown> {
    return world.operator.run(['hold', ...words, '--account', world.account]);
  }
});
