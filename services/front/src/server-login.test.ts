/** A phone that wants to know who we are, over several fronts and deaths. */
import { createHash } from 'node:crypto';
import { httpTransport } from '@anchorage/kit';
import type { HttpReply } from '@anchorage/kit';
import { contentTypeOf, decodeMessage, encodeMessage } from '@anchorage/syncml-codec';
import type { Command, Cred, Dialect, Message, StatusCommand } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig } from './testing/rig.ts';
import type { Rig } from './testing/rig.ts';

let rig: Rig;
let fronts: readonly string[];
beforeEach(async () => {
  rig = await createRig();
  fronts = [(await rig.serve()).url, (await rig.serve()).url];
});
afterEach(() => rig.close());

const dialect: Dialect = {
  encoding: 'wbxml',
  version: '1.2',
  wbxmlVersion: 2,
  publicId: 'numeric',
  cdata: false,
};
const md5 = (some: string | Uint8Array): string => createHash('md5').update(some).digest('base64');

/** Each message goes to another front; none of them remembers anything. */
async function post(msgId: number, commands: readonly Command[], cred?: Cred): Promise<Posted> {
  const uri = fronts[msgId % 2] ?? '';
  const body = encodeMessage(
    {
      header: {
        verDtd: '1.2',
        verProto: 'SyncML/1.2',
        sessionId: '9',
        msgId,
        target: { uri },
        source: { uri: 'IMEI:000000000000017', name: 'rigphone' },
        ...(cred === undefined ? {} : { cred }),
      },
      commands: commands.map((command, at) => ({ ...command, cmdId: String(at + 1) })),
      final: true,
    },
    dialect,
  );
  const headers = { 'content-type': contentTypeOf(dialect) };
  const send = () => httpTransport(uri, headers, body);
  const http = await send();
  return { http, message: decodeMessage(http.body).message, send };
}
interface Posted {
  readonly http: HttpReply;
  readonly message: Message;
  /** The same octets once more. */
  readonly send: () => Promise<HttpReply>;
}

function statuses({ message }: Posted, code: number, chal?: StatusCommand['chal']): StatusCommand[] {
  const { msgId, source, target } = message.header;
  const answer = (cmd: string, cmdRef: string): StatusCommand => ({
    name: 'Status',
    cmdId: '',
    msgRef: msgId,
    cmdRef,
    cmd,
    targetRefs: cmd === 'SyncHdr' ? [target.uri] : [],
    sourceRefs: cmd === 'SyncHdr' ? [source.uri] : [],
    code,
    items: [],
    ...(cmd === 'SyncHdr' && chal !== undefined ? { chal } : {}),
  });
  const own = message.commands.flatMap((command) =>
    command.name === 'Status' ? [] : [answer(command.name, command.cmdId)],
  );
  return [answer('SyncHdr', '0'), ...own];
}

const alert: Command = {
  name: 'Alert',
  cmdId: '',
  code: 200,
  items: [{ target: { uri: 'card' }, source: { uri: './card' }, meta: { anchor: { next: 'n' } } }],
};
const basic = () => ({
  meta: { type: 'syncml:auth-basic', format: 'b64' },
  data: btoa(`rigphone:${rig.password}`),
});
const nonceOctets = 'server-nonce';
const challenge = (type: string) => ({ meta: { type, format: 'b64', nextNonce: btoa(nonceOctets) } });

describe('a phone that asks who we are (DS-061)', () => {
  it('is shown its own login as md5 of its nonce, by any front, and the same again when the reply was lost', async () => {
    const first = await post(1, [alert], basic());
    const second = await post(2, statuses(first, 407, challenge('syncml:auth-md5')));
    expect(second.message.header).toMatchObject({
      source: { name: 'rigphone' },
      cred: {
        meta: { type: 'syncml:auth-md5' },
        data: md5(`${md5(`rigphone:${rig.password}`)}:${nonceOctets}`),
      },
    });
    expect(second.message.commands.some(({ name }) => name === 'Alert')).toBe(true);
    expect(second.http.headers['x-syncml-hmac']).toBeUndefined();
    expect(Buffer.from((await second.send()).body).equals(Buffer.from(second.http.body))).toBe(true);
    const third = await post(3, statuses(second, 212));
    expect(third.message.header.cred).toBeUndefined();
  });

  it('is shown a MAC of each message where it asks for one, the same again when the reply was lost', async () => {
    const first = await post(1, [alert], basic());
    expect(first.http.headers['x-syncml-hmac']).toBeUndefined();
    let reply = await post(2, statuses(first, 401, challenge('syncml:auth-MAC')));
    for (let msgId = 3; msgId < 5; msgId += 1) {
      const secret = md5(`rigphone:${rig.password}`);
      const mac = md5(`${secret}:${nonceOctets}:${md5(reply.http.body)}`);
      expect(reply.http.headers['x-syncml-hmac']).toBe(`algorithm=MD5, username="rigphone", mac=${mac}`);
      expect((await reply.send()).headers['x-syncml-hmac']).toBe(reply.http.headers['x-syncml-hmac']);
      reply = await post(msgId, statuses(reply, 200));
    }
  });

  it('and refuses every answer gets an end, which later messages cannot undo', async () => {
    let reply = await post(1, [alert], basic());
    for (let msgId = 2; msgId <= 5; msgId += 1) {
      reply = await post(msgId, statuses(reply, 401, challenge('syncml:auth-md5')));
    }
    expect(reply.message.header.cred).toBeUndefined();
    const [session] = await rig.store.sessions.list(rig.accountId, 5);
    expect(session).toMatchObject({ phase: 'aborted', outcome: 'the phone does not take our credentials' });
    expect((await rig.store.datastores.ofDevice(rig.accountId, rig.device.id))[0]?.serverAnchor).toBeNull();
  });
});
