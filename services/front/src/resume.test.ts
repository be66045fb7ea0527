/** Sessions that break off, and phones that go on with Alert 225 (DS Protocol 1.2, suspend and resume). */
import { contactText } from '@anchorage/kit';
import { asId } from '@anchorage/model';
import { systemRandom } from '@anchorage/runtime';
import { decodeMessage } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PhoneFront } from './create-front.ts';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

let rig: Rig;
let url: string;
let front: PhoneFront;
beforeEach(async () => {
  rig = await createRig();
  ({ url, front } = await rig.serve());
});
afterEach(() => rig.close());

const uri = 'IMEI:000000000000031';

/** Returns the codes of the Statuses and Alerts for Alerts. */
async function post(
  session: number,
  msgId: number,
  commands: string,
  source = uri,
): Promise<readonly string[]> {
  const credential = Buffer.from(`rigphone:${rig.password}`).toString('base64');
  const body = `<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>SyncML/1.2</VerProto>
<SessionID>${String(session)}</SessionID><MsgID>${String(msgId)}</MsgID><Target><LocURI>${url}</LocURI></Target>
<Source><LocURI>${source}</LocURI></Source><Cred><Meta><Format xmlns='syncml:metinf'>b64</Format>
<Type xmlns='syncml:metinf'>syncml:auth-basic</Type></Meta><Data>${credential}</Data></Cred></SyncHdr>
<SyncBody>${commands}</SyncBody></SyncML>`;
  const headers = { 'content-type': 'application/vnd.syncml+xml' };
  const reply = await fetch(url, { method: 'POST', headers, body });
  const { message } = decodeMessage(new Uint8Array(await reply.arrayBuffer()));
  return message.commands.flatMap((command) => {
    if (command.name === 'Alert') return [`Alert ${String(command.code)}`];
    return command.name === 'Status' && command.cmd !== 'SyncHdr'
      ? [`${command.cmd} ${String(command.code)}`]
      : [];
  });
}

const alert = (code: number, next: string, target = '<LocURI>card</LocURI>') =>
  `<Alert><CmdID>1</CmdID><Data>${String(code)}</Data><Item><Target>${target}</Target>
<Source><LocURI>./c</LocURI></Source><Meta><Anchor xmlns='syncml:metinf'><Next>${next}</Next></Anchor></Meta></Item></Alert>
<Final/>`;
const add = `<Sync><CmdID>2</CmdID><Target><LocURI>card</LocURI></Target><Source><LocURI>./c</LocURI></Source>
<Add><CmdID>3</CmdID><Meta><Type xmlns='syncml:metinf'>text/x-vcard</Type></Meta><Item><Source><LocURI>7</LocURI></Source>
<Data><![CDATA[${contactText(1, 'text/x-vcard')}]]></Data></Item></Add></Sync>`;
const suspend = '<Alert><CmdID>9</CmdID><Data>224</Data></Alert><Final/>';

async function links(): Promise<readonly boolean[]> {
  const { accountId, store } = rig;
  const rows = await store.sessions.list(accountId, 10);
  const parts = await Promise.all(rows.map(({ id }) => store.sessions.parts(accountId, id)));
  return parts.map(([part], at) => part?.resumes === (rows[at + 1]?.id ?? ''));
}

async function breakOff(how: 'vanish' | 'time out' | 'suspend'): Promise<void> {
  await post(1, 1, alert(201, '1'));
  expect(await post(1, 2, add + (how === 'suspend' ? suspend : ''))).toContain('Add 201');
  if (how !== 'time out') return;
  rig.passTime(16 * 60_000);
  expect(await front.giveUpIdle()).toBe(1);
}

const asking = (
  group: string,
) => `<LocURI>card</LocURI><Filter><Meta><Type xmlns='syncml:metinf'>text/x-vcard</Type></Meta>
<Record><Item><Meta><Type xmlns='syncml:metinf'>syncml:filtertype-cgi</Type></Meta><Data>GROUP&amp;EQ;${group}</Data></Item>
</Record></Filter>`;

/** The groups that the sessions' parts ask for, newest first; null without a filter. */
async function asked(): Promise<readonly (string | null)[]> {
  const { accountId, store } = rig;
  const rows = await store.sessions.list(accountId, 10);
  const parts = await Promise.all(rows.map(({ id }) => store.sessions.parts(accountId, id)));
  return parts.map(([part]) => {
    const condition = part?.filter?.records[0]?.condition;
    return condition?.kind === 'value' ? condition.value : null;
  });
}

describe('a filter', () => {
  it('stays with a session that is resumed, whatever is asked then', async () => {
    await post(1, 1, alert(201, '1', asking('Work')));
    await post(1, 2, add);
    rig.passTime(1000);
    expect(await post(2, 1, alert(225, '2', asking('Home')))).toEqual(['Alert 200', 'Alert 201']);
    expect(await asked()).toEqual(['Work', 'Work']);
  });

  it('is the new one where there is nothing to resume', async () => {
    expect(await post(1, 1, alert(225, '1', asking('Home')))).toEqual(['Alert 508', 'Alert 201']);
    expect(await asked()).toEqual(['Home']);
  });

  it('stays when the phone asks for a slow sync after all', async () => {
    const { accountId, datastores, store } = rig;
    await store.datastores.setAnchors(accountId, datastores.card.id, { client: '0', server: '0' });
    const last = alert(200, '1', asking('Work')).replace('<Next>', '<Last>0</Last><Next>');
    expect(await post(1, 1, last)).toEqual(['Alert 200', 'Alert 200']);
    await post(1, 2, alert(201, '1').replace('<Final/>', '') + add);
    const [session] = await store.sessions.list(accountId, 1);
    const parts = session === undefined ? [] : await store.sessions.parts(accountId, session.id);
    expect(parts).toMatchObject([{ syncType: 201 }]);
    expect(await asked()).toEqual(['Work']);
  });

  it('comes from the window its owner set, when the phone asks for nothing', async () => {
    const { accountId, datastores, store } = rig;
    await store.datastores.setWindow(accountId, datastores.cal.id, { back: 1, forward: 1 });
    await post(1, 1, alert(201, '1', '<LocURI>cal</LocURI>'));
    const [session] = await store.sessions.list(accountId, 1);
    const parts = session === undefined ? [] : await store.sessions.parts(accountId, session.id);
    expect(parts).toMatchObject([
      { filter: { records: [{ type: 'EXCLUSIVE', condition: { kind: 'window' } }], fields: null } },
    ]);
  });
});

describe('Alert 225', () => {
  it.each(['vanish', 'time out', 'suspend'] as const)('goes on after: %s (DS-141, DS-142)', async (how) => {
    await breakOff(how);
    rig.passTime(1000);
    expect(await post(2, 1, alert(225, '2'))).toEqual(['Alert 200', 'Alert 201']);
    expect(await links()).toEqual([true, false]);
    const device = await rig.store.datastores.get(rig.accountId, rig.datastores.card.id);
    expect(device?.clientAnchor).toBeNull();
  });

  it.each([
    ['nothing broke off', (): Promise<void> => Promise.resolve()],
    [
      'another sync came between',
      async () => {
        await breakOff('vanish');
        rig.passTime(1000);
        await post(2, 1, alert(203, '2'));
      },
    ],
    [
      'thirty days went by',
      async () => {
        await breakOff('suspend');
        rig.passTime(31 * 86_400_000);
      },
    ],
    [
      'the phone was reset',
      async () => {
        await breakOff('suspend');
        await rig.store.devices.reset(rig.accountId, rig.device.id);
      },
    ],
  ] as const)('begins anew when %s (DS-143)', async (_, before) => {
    await before();
    rig.passTime(1000);
    expect(await post(3, 1, alert(225, '3'))).toEqual(['Alert 508', 'Alert 201']);
  });

  it('goes on after a try that found no place for a whole sync', async () => {
    await breakOff('vanish');
    rig.passTime(1000);
    const { id: deviceId } = await rig.addDevice('other');
    const far = {
      token: 'far',
      peerUri: 'IMEI:000000000000032',
      peerSessionId: '1',
      state: '{}',
      place: 'far',
    };
    const startedAt = Date.now() + 1000;
    await rig.store.sessions.insert(rig.accountId, {
      ...far,
      id: asId(systemRandom.id()),
      deviceId,
      lastRequest: '',
      lastMsgId: 1,
      startedAt,
    });
    const settings = { wholeSyncs: { perProcess: 0, perTenant: 1 }, maxReplyDeadline: 1 };
    ({ url } = await rig.serve({ settings }));
    expect(await post(2, 1, alert(201, '2'))).toEqual(['Alert 417']);
    rig.passTime(1000);
    expect(await post(3, 1, alert(225, '3'))).toEqual(['Alert 200', 'Alert 201']);
  });

  it('of another phone with the same login begins anew', async () => {
    await breakOff('suspend');
    rig.passTime(1000);
    const other = 'IMEI:000000000000032';
    expect(await post(2, 1, alert(225, '2'), other)).toEqual(['Alert 508', 'Alert 201']);
  });
});
