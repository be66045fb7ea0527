/** A session that should not have been: undone from the command line, on a real server and the phone. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contactText } from '@anchorage/kit';
import type { Phone } from '@anchorage/kit';
import { contactsOf, difference, noDifference } from './same-items.ts';
import { fillPhone, simulatedPhone } from './simulated-phone.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let phone: Phone;

beforeEach(async () => {
  world = await startWorld({ product: 'radicale' });
  phone = simulatedPhone(await world.operator.addDevice(world.account));
  fillPhone(phone, 5);
  await phone.sync();
  await world.operator.sync(world.account);
});
afterEach(async () => {
  await world.close();
});

it('is as if it had never been, and that can be taken back too, whoever is killed meanwhile (F64)', async () => {
  const before = phone.items('card');
  const was = contactsOf([...before.values()]);
  const [first = '', second = ''] = [...before.keys()];
  phone.replace('card', first, contactText(77, 'text/vcard'));
  phone.delete('card', second);
  phone.add('card', contactText(78, 'text/vcard'));
  await phone.sync();
  await world.operator.sync(world.account);
  const became = contactsOf([...phone.items('card').values()]);
  expect(await bothSides()).toEqual([noDifference, became]);
  const { sessions } = (await run('list')) as { sessions: { id: string }[] };

  // Asked for, and the gateway dies at once: the row is there.
  const asked = (await run('undo', sessions[0]?.id ?? '', '--no-wait')) as { id: string };
  await world.gateway().kill();
  await world.restartGateway();
  await expect.poll(() => run('show', asked.id), { timeout: 30_000 }).toMatchObject({ state: 'done' });
  await world.operator.sync(world.account);
  await phone.sync();
  expect(await bothSides()).toEqual([noDifference, was]);

  expect(await run('undo', asked.id)).toMatchObject({ state: 'done', left: [] });
  await world.operator.sync(world.account);
  await phone.sync();
  expect(await bothSides()).toEqual([noDifference, became]);
  const { items } = (await run('export', asked.id)) as { items: { before: string | null }[] };
  expect(items).toHaveLength(3);
  expect(items.filter((item) => item.before === null)).toHaveLength(1);
});

/** What tells the two sides apart, and what the phone has. */
async function bothSides() {
  const held = contactsOf([...phone.items('card').values()]);
  return [difference(held, contactsOf(await world.bodies('contacts'))), held];
}

function run(...words: string[]): Promise<unknown> {
  return world.operator.run(['session', ...words, '--account', world.account]);
}
