import { encodeMessage } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { challenge, refuse, versionProblem } from './refuse.ts';
import { dialect, server } from './testing/facts.ts';
import { alert, change, item, message, outline, remove, sync } from './testing/messages.ts';

const nonce = new TextEncoder().encode('n0nce-17');
const hello = message(3, [
  { name: 'Put', cmdId: '', items: [item('./devinf12', 'x')] },
  { name: 'Get', cmdId: '', items: [{ target: { uri: './devinf12' } }] },
  alert(200),
  sync([change('Add', [item('1', 'x')]), { name: 'Delete', cmdId: '', noResp: true, items: [item('2')] }]),
]);

describe('challenge (DS-040, DS-052, DS-055)', () => {
  it('answers every command with the verdict and carries nothing out (DS-020, DS-053)', () => {
    const reply = challenge(hello, dialect(), { kind: 'refused', status: 407 }, nonce, server);
    expect(outline(reply)).toEqual([
      'Status 3/0 SyncHdr 407',
      'Status 3/1 Put 407 (./devinf12)',
      'Status 3/2 Get 407 (./devinf12)',
      'Status 3/3 Alert 407 (./card, ./C/pb)',
      'Status 3/4 Sync 407 (./card, ./C/pb)',
      'Status 3/5 Add 407 (1)',
      'Final',
    ]);
    expect(reply.commands[0]).toMatchObject({
      chal: { meta: { type: 'syncml:auth-md5', format: 'b64', nextNonce: 'bjBuY2UtMTc=' } },
      targetRefs: [server.url],
    });
    // DS-020, DS-053; no RespURI for a Sony Ericsson T68i.
    expect(reply.header).toMatchObject({ msgId: 3, sessionId: '7', target: { uri: 'IMEI:000000000000001' } });
    expect(reply.header).not.toHaveProperty('respUri');
    expect(encodeMessage(reply, dialect()).length).toBeGreaterThan(0);
  });

  it('asks for basic where that is wanted', () => {
    const reply = challenge(hello, dialect(), { kind: 'refused', status: 401 }, nonce, server, {
      scheme: 'basic',
    });
    expect(reply.commands[0]).toMatchObject({
      code: 401,
      chal: { meta: { type: 'syncml:auth-basic', format: 'b64' } },
    });
  });

  it('has Final only if the message had', () => {
    const open = { ...hello, final: false };
    expect(challenge(open, dialect(), { kind: 'refused', status: 401 }, nonce, server).final).toBe(false);
  });

  it.each([1_500, 3_200])('keeps within %i octets', (maxMsgSize) => {
    const long = message(
      1,
      Array.from({ length: 60 }, (_, at) => remove([String(at)])),
      { maxMsgSize },
    );
    for (const how of [dialect(), dialect('1.1', 'wbxml')]) {
      const reply = challenge(long, how, { kind: 'refused', status: 401 }, nonce, server);
      expect(encodeMessage(reply, how).length).toBeLessThanOrEqual(maxMsgSize);
      expect(reply.commands.length).toBeGreaterThan(2);
    }
  });
});

it('refuses a message as a whole', () => {
  const reply = refuse(hello, dialect('1.1'), 400, server);
  expect(outline(reply).slice(0, 2)).toEqual(['Status 3/0 SyncHdr 400', 'Status 3/1 Put 400 (./devinf12)']);
  expect(reply.commands[0]).not.toHaveProperty('chal');
});

describe('versionProblem', () => {
  const versioned = (verDtd: string, verProto: string) => ({
    ...hello,
    header: { ...hello.header, verDtd, verProto },
  });

  it.each([
    ['1.0', 'SyncML/1.0'],
    ['1.1', 'SyncML/1.1'],
    ['1.2', 'SyncML/1.2'],
    [' 1.2 ', 'syncml/1.2'],
    ['1.1.2', 'SyncML/1.1.2'],
  ])('speaks %s %s', (verDtd, verProto) => {
    expect(versionProblem(versioned(verDtd, verProto), dialect(), server)).toBeNull();
  });

  it('names the DTDs it knows (DS-042)', () => {
    const problem = versionProblem(versioned('1.3', 'SyncML/1.3'), dialect('1.1'), server);
    expect(problem?.dialect.version).toBe('1.2');
    expect(problem?.reply.header).toMatchObject({ verDtd: '1.2', verProto: 'SyncML/1.2' });
    expect(names(problem?.reply.commands[0])).toEqual(['1.0', '1.1', '1.2']);
    expect(problem?.reply.commands.slice(1).every((one) => one.name === 'Status' && one.code === 505)).toBe(
      true,
    );
  });

  it.each([
    ['1.2', 'DM/1.2'],
    ['1.1', 'SyncML/1.2'],
    ['1.2', ''],
  ])('names the protocols it knows: %s %s (DS-043)', (verDtd, verProto) => {
    const problem = versionProblem(versioned(verDtd, verProto), dialect(), server);
    expect(problem?.dialect.version).toBe(verDtd);
    expect(problem?.reply.commands[0]).toMatchObject({ code: 513 });
    expect(names(problem?.reply.commands[0])).toEqual(['SyncML/1.0', 'SyncML/1.1', 'SyncML/1.2']);
  });

  function names(command: unknown): readonly string[] {
    if (typeof command !== 'object' || command === null || !('items' in command)) return [];
    const { items } = command as { items: readonly { data?: { octets: Uint8Array } }[] };
    return items.map((one) => new TextDecoder().decode(one.data?.octets));
  }
});
