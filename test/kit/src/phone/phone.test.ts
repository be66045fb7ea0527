import { contentTypeOf, decodeMessage, encodeMessage } from '@anchorage/syncml-codec';
import type { Command, Message, StatusCommand } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { createPhone } from './create-phone.ts';
import type { HttpReply, PhoneOptions, Transport } from './phone-types.ts';

/** The smallest server that follows the rules: accepts everything, has nothing to say, ends what the phone ends. */
function reply(message: Message): Message {
  const { header } = message;
  let id = 0;
  const next = () => String(++id);
  const answer = (command: Exclude<Command, StatusCommand>): Command[] => {
    const items = 'items' in command && command.name !== 'Map' ? command.items : [];
    const anchor = items[0]?.meta?.anchor;
    const status: Command = {
      name: 'Status',
      cmdId: next(),
      msgRef: header.msgId,
      cmdRef: command.cmdId,
      cmd: command.name,
      targetRefs: items.flatMap((item) => item.target?.uri ?? []),
      sourceRefs: items.flatMap((item) => item.source?.uri ?? []),
      code: command.name === 'Add' ? 201 : 200,
      items: anchor === undefined ? [] : [{ data: { kind: 'anchor', anchor: { next: anchor.next } } }],
    };
    const inner = command.name === 'Sync' ? command.commands : [];
    return [status, ...inner.flatMap((one) => (one.name === 'Status' ? [] : answer(one)))];
  };
  const own = message.commands.flatMap((command): Command[] => {
    if (command.name === 'Alert' && command.code === 200) {
      const item = command.items[0];
      const target = { uri: item?.source?.uri ?? '' };
      const source = { uri: item?.target?.uri ?? '' };
      return [
        {
          name: 'Alert',
          cmdId: next(),
          code: 200,
          items: [{ target, source, meta: { anchor: { next: 'n' } } }],
        },
      ];
    }
    if (command.name === 'Sync' && message.final) {
      const target = { uri: command.source?.uri ?? '' };
      return [
        { name: 'Sync', cmdId: next(), target, source: { uri: command.target?.uri ?? '' }, commands: [] },
      ];
    }
    return [];
  });
  const commands: Command[] = [
    {
      name: 'Status',
      cmdId: next(),
      msgRef: header.msgId,
      cmdRef: '0',
      cmd: 'SyncHdr',
      targetRefs: [header.target.uri],
      sourceRefs: [header.source.uri],
      code: header.cred === undefined ? 200 : 212,
      items: [],
    },
    ...message.commands.flatMap((command) => (command.name === 'Status' ? [] : answer(command))),
    ...own,
  ];
  return {
    header: {
      verDtd: header.verDtd,
      verProto: header.verProto,
      sessionId: header.sessionId,
      msgId: header.msgId,
      target: header.source,
      source: header.target,
      meta: { maxMsgSize: 3_000 },
    },
    commands,
    final: message.final,
  };
}

function serverWith(
  spoil: (message: Message) => Message = (message) => message,
  spoilHttp: (http: HttpReply) => HttpReply = (http) => http,
): Transport {
  return (_url, _headers, body) => {
    const { message, dialect } = decodeMessage(body);
    const octets = encodeMessage(spoil(reply(message)), dialect);
    return Promise.resolve(
      spoilHttp({
        status: 200,
        headers: {
          'content-type': contentTypeOf(dialect),
          'content-length': String(octets.byteLength),
          'cache-control': 'no-store, private',
        },
        body: octets,
      }),
    );
  };
}

function phoneAt(transport: Transport, options: Partial<PhoneOptions> = {}) {
  return createPhone({
    url: 'http://sync.example.org/sync',
    username: 'user',
    password: 'word',
    deviceUri: 'IMEI:000000000000017',
    datastores: { card: { type: 'text/x-vcard' } },
    transport,
    ...options,
  });
}

describe('the phone', () => {
  it.each(['xml', 'wbxml'] as const)('syncs with a server that follows the rules (%s)', async (encoding) => {
    const phone = phoneAt(serverWith(), { encoding });
    for (let i = 0; i < 30; i++)
      phone.add('card', `BEGIN:VCARD\r\nVERSION:2.1\r\nN:Example;${i}\r\nEND:VCARD\r\n`);
    const report = await phone.sync();
    expect(report.outcome).toBe('finished');
    expect(report.datastores['card']).toMatchObject({ sent: { add: 30 }, finished: true });
    expect((await phone.sync()).datastores['card']).toMatchObject({
      sent: { add: 0, replace: 0, delete: 0 },
    });
  });

  it('remembers across being switched off', async () => {
    const phone = phoneAt(serverWith());
    const luid = phone.add('card', 'one');
    await phone.sync();
    phone.replace('card', luid, 'two');
    const again = phoneAt(serverWith(), { state: structuredClone(phone.state()) });
    expect(again.items('card').get(luid)).toBe('two');
    expect((await again.sync()).datastores['card']).toMatchObject({
      sent: { add: 0, replace: 1, delete: 0 },
    });
  });

  it('keeps its changes when it vanishes', async () => {
    const phone = phoneAt(serverWith());
    phone.add('card', 'one');
    expect((await phone.sync({ vanishBeforeReplyTo: 2 })).outcome).toBe('vanished');
    expect((await phone.sync()).datastores['card']).toMatchObject({ sent: { add: 1 }, finished: true });
  });
});

describe('the phone notices', () => {
  const mapCommands =
    (change: (commands: readonly Command[]) => readonly Command[]) => (message: Message) => ({
      ...message,
      commands: change(message.commands),
    });
  const mapHeader = (change: Partial<Message['header']>) => (message: Message) => ({
    ...message,
    header: { ...message.header, ...change },
  });
  it.each<[string, (message: Message) => Message, string]>([
    [
      'a missing Status',
      mapCommands((commands) => commands.filter((one) => one.name !== 'Status' || one.cmd !== 'Get')),
      'never answered',
    ],
    [
      'a Status twice',
      mapCommands((commands) => [
        ...commands,
        ...commands.slice(1, 2).map((one) => ({ ...one, cmdId: '99' })),
      ]),
      'twice',
    ],
    [
      'a Status for nothing',
      mapCommands((commands) =>
        commands.map((one) => (one.name === 'Status' && one.cmdRef !== '0' ? { ...one, cmdRef: '77' } : one)),
      ),
      'never sent',
    ],
    [
      'a wrong command name',
      mapCommands((commands) =>
        commands.map((one) => (one.name === 'Status' && one.cmd === 'Get' ? { ...one, cmd: 'Put' } : one)),
      ),
      'calls a Get Put',
    ],
    [
      'the wrong MsgRef',
      mapCommands((commands) => commands.map((one) => (one.name === 'Status' ? { ...one, msgRef: 9 } : one))),
      'another message',
    ],
    [
      'CmdIDs used twice',
      mapCommands((commands) => commands.map((one) => ({ ...one, cmdId: '1' }))),
      'CmdID 1 twice',
    ],
    ['the header unanswered', mapCommands((commands) => commands.slice(1)), 'the first command'],
    ['another SessionID', mapHeader({ sessionId: '99' }), 'SessionID'],
    ['another version', mapHeader({ verDtd: '1.1' }), 'VerDTD'],
    ['a relative RespURI', mapHeader({ respUri: '/sync' }), 'RespURI'],
    ['a message that is too large', mapHeader({ source: { uri: 'x'.repeat(11_000) } }), 'MaxMsgSize'],
  ])('%s', async (_, spoil, problem) => {
    await expect(phoneAt(serverWith(spoil)).sync()).rejects.toThrow(problem);
  });

  it('a package that ends before its own', async () => {
    const early = serverWith((message) => ({ ...message, final: true }));
    const phone = phoneAt(early);
    for (let i = 0; i < 60; i++) phone.add('card', `item ${i} ${'x'.repeat(200)}`);
    await expect(phone.sync()).rejects.toThrow('ended its package');
  });

  it.each<[string, (http: HttpReply) => HttpReply, string]>([
    [
      'HTML',
      (http) => ({ ...http, headers: { ...http.headers, 'content-type': 'text/html' } }),
      'Content-Type',
    ],
    [
      'no Content-Length',
      (http) => ({ ...http, headers: { ...http.headers, 'content-length': '' } }),
      'Content-Length',
    ],
    [
      'chunks',
      (http) => ({ ...http, headers: { ...http.headers, 'transfer-encoding': 'chunked' } }),
      'chunked',
    ],
    [
      'a reply that may be cached',
      (http) => ({ ...http, headers: { ...http.headers, 'cache-control': 'private' } }),
      'Cache-Control',
    ],
    ['HTTP 500', (http) => ({ ...http, status: 500 }), 'HTTP 500'],
  ])('%s', async (_, spoil, problem) => {
    await expect(phoneAt(serverWith(undefined, spoil)).sync()).rejects.toThrow(problem);
  });
});
