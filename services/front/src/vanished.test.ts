/**
 * A phone that falls silent in the middle of something, and others that share everything with it. Time stands still here:
 * neither a pause nor a deadline ever comes to its end, so whoever waited for the silent one would wait for ever.
 */
import { contactText, createPhone } from '@anchorage/kit';
import type { Phone } from '@anchorage/kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

let rig: Rig;
let url: string;
beforeEach(async () => {
  rig = await createRig();
  const now = Date.now();
  const never = () => new Promise<void>(() => undefined);
  ({ url } = await rig.serve({ clock: { now: () => now }, sleep: never }));
});
afterEach(() => rig.close());

const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const contact = (seed: number) => contactText(seed, 'text/x-vcard');

function phoneAt(username: string, number: number): Phone {
  const phone = createPhone({
    url,
    username,
    password: rig.password,
    auth: 'basic',
    deviceUri: `IMEI:0000000000002${number.toString().padStart(2, '0')}`,
    datastores: { card: { type: 'text/x-vcard' } },
  });
  phone.add('card', contact(number));
  return phone;
}

const silences: readonly [string, (phone: Phone) => Promise<() => void>][] = [
  [
    'after the reply to its first message',
    async (phone) => {
      expect((await phone.sync({ vanishAfter: 1 })).outcome).toBe('vanished');
      return () => undefined;
    },
  ],
  [
    'with the reply to its first message unread',
    async (phone) => {
      expect((await phone.sync({ vanishBeforeReplyTo: 1 })).outcome).toBe('vanished');
      return () => undefined;
    },
  ],
  [
    'while the cloud side works on what it sent',
    async (phone) => {
      const release = rig.hold(rig.datastores.card.id);
      // Nobody is there to take the reply.
      void phone.sync().catch(() => undefined);
      await expect.poll(() => rig.store.sessions.unreconciled(1)).toHaveLength(1);
      return release;
    },
  ],
];

it.each(silences)('a phone that vanishes %s is waited for by no other', async (_, vanish) => {
  const letGo = await vanish(phoneAt('rigphone', 99));
  const silent = await rig.store.sessions.list(rig.accountId, 10);
  expect(silent).toMatchObject([{ phase: 'open', deviceId: rig.device.id }]);
  await Promise.all(numbers.map((number) => rig.addDevice(`phone${number}`)));
  const others = numbers.map((number) => phoneAt(`phone${number}`, number));
  const reports = await Promise.all(others.map((phone) => phone.sync()));
  expect(reports.map(({ outcome }) => outcome)).toEqual(numbers.map(() => 'finished'));
  const sessions = await rig.store.sessions.list(rig.accountId, 20);
  expect(sessions.filter(({ phase }) => phase === 'open')).toEqual(silent);
  letGo();
});
