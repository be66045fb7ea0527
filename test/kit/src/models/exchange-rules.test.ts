import { encodeMessage } from '@anchorage/syncml-codec';
import type { Command, DevInfDatastore, Dialect, Message } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { modelTransport } from './create-model-phone.ts';
import { exchangeRules } from './exchange-rules.ts';
import { phoneModels } from './index.ts';
import type { PhoneModel } from './phone-model.ts';

function model(name: string): PhoneModel {
  const found = phoneModels.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(name);
  return found;
}

function octets({ version, encoding }: PhoneModel, commands: readonly Command[], msgId = 1): Uint8Array {
  const dialect: Dialect = { version, encoding, wbxmlVersion: 2, publicId: 'numeric', cdata: false };
  const message: Message = {
    header: {
      verDtd: version,
      verProto: `SyncML/${version}`,
      sessionId: '1',
      msgId,
      target: { uri: 'there' },
      source: { uri: 'here' },
    },
    commands,
    final: true,
  };
  return encodeMessage(message, dialect);
}

const sync = (target: string, source: string): Command => ({
  name: 'Sync',
  cmdId: '3',
  target: { uri: target },
  source: { uri: source },
  commands: [],
});
const syncStatus: Command = {
  name: 'Status',
  cmdId: '1',
  msgRef: 2,
  cmdRef: '3',
  cmd: 'Sync',
  targetRefs: [],
  sourceRefs: [],
  code: 200,
  items: [],
};

describe('the Sync of a server', () => {
  const at = model('sony-ericsson-k610');
  const reply = (...commands: readonly Command[]) => {
    const body = octets(at, commands, 2);
    return () =>
      exchangeRules(at)(octets(at, [sync('card', 'Contacts')], 2), { status: 200, headers: {}, body }, body);
  };
  it('comes after the Status of the phone’s own', () => {
    expect(reply(syncStatus, sync('Contacts', 'card'))).not.toThrow();
    expect(reply(sync('Calendar', 'cal'))).not.toThrow();
    expect(reply(sync('Contacts', 'card'), syncStatus)).toThrow('before the Status');
    expect(reply(sync('Contacts', 'card'))).toThrow('before the Status');
  });
});

describe('datastores of a server', () => {
  const at = model('nokia-5800');
  const { target, source } = at.datastores.card;
  const alert: Command = {
    name: 'Alert',
    cmdId: '1',
    code: 200,
    items: [{ target: { uri: target }, source: { uri: source } }],
  };
  const named = (sourceRef: string, type = 'text/x-vcard'): DevInfDatastore => ({
    sourceRef,
    rxPref: { type, version: '2.1' },
    rx: [],
    txPref: { type, version: '2.1' },
    tx: [],
    ctCaps: [],
    syncTypes: [1, 2],
  });
  const see = (...datastores: readonly DevInfDatastore[]) => {
    const devinf = {
      verDtd: '1.2',
      devId: 'server',
      devTyp: 'server',
      utc: true,
      supportLargeObjs: true,
      supportNumberOfChanges: true,
      datastores,
      ext: [],
    } as const;
    const results: Command = {
      name: 'Results',
      cmdId: '1',
      msgRef: 1,
      cmdRef: '2',
      items: [{ data: { kind: 'devinf', devinf } }],
    };
    const body = octets(at, [results]);
    return () => exchangeRules(at)(octets(at, [alert]), { status: 200, headers: {}, body }, body);
  };
  it.each<[string, readonly DevInfDatastore[]]>([
    ['as the phone calls them', [named(target)]],
    ['and another that it has', [named(target), named('cal', 'text/x-vcalendar')]],
  ])('may be %s', (_, datastores) => expect(see(...datastores)).not.toThrow());

  it.each<[string, readonly DevInfDatastore[], string]>([
    ['under a name of their own', [named('card')], 'calls ./Contacts?folder=all card'],
    ['twice', [named(target), named(target)], 'the server calls'],
    ['of e-mail', [named(target), named('mail', 'text/x-vmsg')], 'a datastore mail of no use'],
    ['more than it has', [named(target), named('a'), named('b')], '3 datastores'],
  ])('may not be %s', (_, datastores, problem) => expect(see(...datastores)).toThrow(problem));
});

describe('compression', () => {
  const posts: { readonly packed: string | undefined; readonly octets: number }[] = [];
  const answering = (at: PhoneModel) =>
    modelTransport(at, (_url, headers, body) => {
      posts.push({ packed: headers['content-encoding'], octets: body.byteLength });
      const reply = octets(at, []);
      return Promise.resolve({ status: 200, headers: { 'accept-encoding': 'deflate' }, body: reply });
    });
  it('is used from the second message on by a phone that knows it', async () => {
    const at = model('nokia-e51');
    const transport = answering(at);
    const message = octets(at, [sync('x'.repeat(2_000), 'card')]);
    await transport('http://example.org/', {}, message);
    await transport('http://example.org/', {}, message);
    expect(posts.map(({ packed }) => packed)).toEqual([undefined, 'deflate']);
    expect(posts[1]?.octets).toBeLessThan(message.byteLength / 4);
  });

  it('is not for others', async () => {
    const at = model('siemens-s55');
    await expect(answering(at)('http://example.org/', {}, octets(at, []))).rejects.toThrow('Accept-Encoding');
  });
});
