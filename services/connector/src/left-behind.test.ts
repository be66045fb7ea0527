/** A create of a worker that hung, heard when others have gone on with its item. */
import { DavError } from '@anchorage/providers';
import { expect, it } from 'vitest';
import { person } from './testing/rig.ts';
import { settled } from './testing/settled.ts';
import { onceBefore, ready } from './testing/unlucky-cloud.ts';

it('a create that arrives when its item has been deleted by another push does not stay (F29)', async () => {
  const { rig, phone } = await ready();
  const luid = phone.add('card', person('Bob', '222'));
  await phone.sync('card', undefined, { dontDrain: true });
  onceBefore(rig, 'put', async () => {
    phone.remove('card', luid);
    await phone.sync('card', undefined, { dontDrain: true });
    await rig.push();
  });
  await rig.push();
  expect(rig.card.server.bodies()).toHaveLength(1);
  await rig.drain();
  expect(rig.card.server.bodies()).toEqual([]);
  await settled(rig, phone);
  expect(phone.texts('card')).toEqual([]);
});

it('nor one that arrives when somebody in the cloud has deleted what another push created (F29)', async () => {
  const { rig, phone } = await ready();
  phone.add('card', person('Bob', '222'));
  await phone.sync('card', undefined, { dontDrain: true });
  onceBefore(rig, 'put', async () => {
    await rig.push();
    for (const href of rig.card.server.resources.keys()) rig.card.server.remove(href);
  });
  await rig.push();
  expect(rig.card.server.bodies()).toHaveLength(1);
  await rig.drain();
  expect(rig.card.server.bodies()).toEqual([]);
  await phone.sync('card');
  await settled(rig, phone);
  expect(phone.texts('card')).toEqual([]);
});

it('a create that came first, and is heard when another push has written more, leaves all alone (F29)', async () => {
  const { rig, phone } = await ready();
  const luid = phone.add('card', person('Bob', '222'));
  await phone.sync('card', undefined, { dontDrain: true });
  rig.card.server.after = async (operation) => {
    if (operation !== 'put') return;
    rig.card.server.after = () => undefined;
    await rig.push();
    phone.replace('card', luid, person('Bob', '444'));
    await phone.sync('card', undefined, { dontDrain: true });
    await rig.push();
  };
  await rig.push();
  await rig.drain();
  expect(rig.card.server.bodies()).toHaveLength(1);
  expect(rig.card.server.bodies()[0]).toContain('444');
  await settled(rig, phone);
  expect(phone.texts('card').join()).toContain('444');
});

it('one that the server stored otherwise and did not give out does not stay either (F29)', async () => {
  const { rig, phone } = await ready();
  const { server } = rig.card;
  const luid = phone.add('card', person('Bob', '222'));
  await phone.sync('card', undefined, { dontDrain: true });
  server.rewrite = (body) => body.replace('END:VCARD', 'X-SERVER-SEEN:1\r\nEND:VCARD');
  onceBefore(rig, 'put', async () => {
    await rig.push();
    phone.remove('card', luid);
    await phone.sync('card', undefined, { dontDrain: true });
    await rig.push();
    server.before = (operation) => {
      if (operation !== 'fetch') return;
      server.before = () => undefined;
      throw new DavError('unreachable', 'the connection was lost', { method: 'REPORT' });
    };
  });
  await rig.push();
  expect(server.bodies()).toHaveLength(1);
  await rig.drain();
  expect(server.bodies()).toEqual([]);
  await settled(rig, phone);
  expect(phone.texts('card')).toEqual([]);
});
