/** Phones that send a message whose reply got lost once more, but under the next MsgID. */
import { contactText, createPhone, httpTransport } from '@anchorage/kit';
import type { PhoneOptions } from '@anchorage/kit';
import { decodeMessage, encodeMessage } from '@anchorage/syncml-codec';
import type { Message } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

const contact = (seed: number) => contactText(seed, 'text/x-vcard');

/** Loses the reply to the `ordinal`-th message it carries and repeats that one; counts on from there for the phone. */
function repeating(ordinal: number): NonNullable<PhoneOptions['transport']> {
  let posts = 0;
  let repeated = Infinity;
  const moved = (body: Uint8Array, change: (message: Message) => Message): Uint8Array => {
    const { message, dialect } = decodeMessage(body);
    return encodeMessage(change(message), dialect);
  };
  const later = (message: Message): Message => ({
    ...message,
    header: { ...message.header, msgId: message.header.msgId + 1 },
  });
  const forPhone = (message: Message): Message => ({
    ...message,
    commands: message.commands.map((command) =>
      command.name === 'Status' && command.msgRef > repeated
        ? { ...command, msgRef: command.msgRef - 1 }
        : command,
    ),
  });
  return async (url, headers, body) => {
    posts += 1;
    const octets = repeated === Infinity ? body : moved(body, later);
    let reply = await httpTransport(url, headers, octets);
    if (posts === ordinal) {
      repeated = decodeMessage(body).message.header.msgId;
      reply = await httpTransport(url, headers, moved(body, later));
    }
    return repeated === Infinity ? reply : { ...reply, body: moved(reply.body, forPhone) };
  };
}

describe('a message repeated under a new MsgID', () => {
  it.each([
    { ordinal: 2, small: false },
    { ordinal: 3, small: false },
    { ordinal: 2, small: true },
    { ordinal: 3, small: true },
    { ordinal: 4, small: true },
    { ordinal: 5, small: true },
  ])('loses and doubles nothing (message $ordinal, small: $small)', async ({ ordinal, small }) => {
    const { url } = await rig.serve();
    const options: PhoneOptions = {
      url,
      username: 'rigphone',
      password: rig.password,
      deviceUri: 'IMEI:000000000000017',
      auth: 'basic',
      datastores: { card: { type: 'text/x-vcard' } },
      ...(small ? { maxMsgSize: 3_000 } : {}),
    };
    const first = createPhone(options);
    for (const seed of [1, 2, 3, 4, 5, 6]) first.add('card', contact(seed));
    await rig.put('card', contact(20));
    await first.sync();

    const phone = createPhone({ ...options, state: first.state(), transport: repeating(ordinal) });
    for (const seed of [11, 12, 13, 14, 15, 16]) phone.add('card', contact(seed));
    for (const seed of [21, 22, 23, 24, 25, 26]) await rig.put('card', contact(seed));
    const report = await phone.sync();
    expect(report.outcome).toBe('finished');

    const last = createPhone({ ...options, state: phone.state() });
    const after = await last.sync();
    expect(after.datastores['card']?.syncType).toBe(200);
    expect([...last.items('card').values()].toSorted()).toEqual(await rig.texts('card'));
    expect(await rig.texts('card')).toHaveLength(19);
  });
});
