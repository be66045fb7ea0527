/**
 * What should not come, against the running gateway: the right SyncML status or HTTP 4xx, the process lives, one log
 * line says what happened, and nothing of a person stands in it.
 */
import { contactText, type PhoneLogin } from '@anchorage/kit';
import { encodeMessage } from '@anchorage/syncml-codec';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillPhone, simulatedPhone } from './simulated-phone.ts';
import { startWorld, type World } from './world.ts';

const xml = { 'Content-Type': 'application/vnd.syncml+xml' };
const wbxml = { 'Content-Type': 'application/vnd.syncml+wbxml' };
/** Stands in every bad request; must never stand in the log. */
const canary = 'Canary-Person-4711';

describe('bad input', () => {
  let world: World;
  let login: PhoneLogin;

  beforeAll(async () => {
    world = await startWorld({ product: 'radicale' });
    login = await world.operator.addDevice(world.account);
  });
  afterAll(async () => {
    await world.close();
  });

  it.each([
    ['garbage', xml, Buffer.from(`${canary} is not a message`), 400],
    ['nothing', xml, Buffer.alloc(0), 400],
    ['half an XML message', xml, Buffer.from(`<SyncML><SyncHdr><LocName>${canary}`), 400],
    ['an XML bomb', xml, Buffer.from(`<!DOCTYPE x [<!ENTITY a "${canary}">]><SyncML>&a;</SyncML>`), 400],
    ['truncated WBXML', wbxml, initMessage().subarray(0, 60), 400],
    [
      'WBXML with a lie about its length',
      wbxml,
      Buffer.from([2, 0xa4, 1, 0x6a, 0xff, 0xff, 0xff, 0xff, 0x0f]),
      400,
    ],
    ['20 MB', wbxml, Buffer.alloc(20_000_000, 0x2d), 413],
  ])('%s', async (_name, headers, body, status) => {
    const linesBefore = logLines().length;
    const response = await fetch(login.url, { method: 'POST', headers, body });
    const text = await response.text();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type') ?? '').not.toContain('html');
    expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
    expect(logLines().length - linesBefore).toBe(1);
    await expectAlive();
  });

  it('a wrong password', async () => {
    const phone = simulatedPhone({ ...login, password: `wrong-${canary}` });
    fillPhone(phone, 1);
    const report = await phone.sync();
    expect(report.outcome).toBe('refused');
    expect(report.headerStatuses).toContain(401);
    await expectAlive();
  });

  it('an unknown user of an unknown phone', async () => {
    const phone = simulatedPhone({ ...login, username: 'nobody' }, { deviceUri: `IMEI:${canary}` });
    const report = await phone.sync();
    expect(report.outcome).toBe('refused');
    expect(report.headerStatuses.every((status) => status === 401 || status === 407)).toBe(true);
    await expectAlive();
  });

  it('an unknown datastore: 404 for it, the other one syncs', async () => {
    const phone = simulatedPhone(login, {
      deviceUri: 'IMEI:000000000000077',
      datastores: {
        card: { type: 'text/vcard' },
        cal: { type: 'text/calendar', target: './bookmarks-of-mine' },
      },
    });
    phone.add('card', contactText(500, 'text/vcard'));
    const report = await phone.sync();
    expect(report.datastores['cal']?.alertStatus).toBe(404);
    expect(report.datastores['card']?.finished).toBe(true);
  });

  it('notes, which cannot be converted yet: refused, not swallowed', async () => {
    const phone = simulatedPhone(login, {
      deviceUri: 'IMEI:000000000000078',
      datastores: { note: { type: 'text/plain' } },
    });
    phone.add('note', 'Shopping');
    expect((await phone.sync()).datastores['note']?.alertStatus).toBe(404);
  });

  it('an item that is no contact is set aside, the others go on', async () => {
    const phone = simulatedPhone(login, { deviceUri: 'IMEI:000000000000077' });
    phone.add('card', `${canary}: no vCard at all`);
    phone.add('card', contactText(501, 'text/vcard'));
    const report = await phone.sync();
    expect(report.datastores['card']?.finished).toBe(true);
    await world.operator.sync(world.account);
    const { quarantine } = (await world.operator.run(['quarantine', 'list', '--account', world.account])) as {
      quarantine: { side: string }[];
    };
    expect(quarantine.map(({ side }) => side)).toContain('phone');
  });

  it('nothing of a person stands in the log', () => {
    expect(logLines().length).toBeGreaterThan(7);
    expect(world.gateway().log()).not.toContain(canary);
    expect(world.gateway().log()).not.toContain(login.password);
  });

  function logLines(): readonly string[] {
    return world
      .gateway()
      .log()
      .split('\n')
      .filter((line) => line !== '');
  }

  async function expectAlive(): Promise<void> {
    expect((await fetch(new URL('/livez', login.url))).status).toBe(200);
  }
});

function initMessage(): Buffer {
  const message = encodeMessage(
    {
      header: {
        verDtd: '1.2',
        verProto: 'SyncML/1.2',
        sessionId: '1',
        msgId: 1,
        target: { uri: 'http://gateway.example.org/sync' },
        source: { uri: 'IMEI:000000000000099', name: canary },
      },
      commands: [],
      final: true,
    },
    { encoding: 'wbxml', version: '1.2', wbxmlVersion: 2, publicId: 'numeric', cdata: false },
  );
  return Buffer.from(message);
}
