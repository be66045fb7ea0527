import { encodeMessage } from '@anchorage/syncml-codec';
import type { Command, DevInf, DevInfProperty, Dialect, Item } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { phoneModels } from './index.ts';
import { checkModelRules } from './model-rules.ts';
import type { PhoneModel } from './phone-model.ts';

function model(name: string): PhoneModel {
  const found = phoneModels.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(name);
  return found;
}

interface Spoiled {
  readonly respUri?: string;
  readonly cdata?: boolean;
  /** Changes the text of an XML reply. */
  readonly text?: (text: string) => string;
}

/** One reply with these commands, as the model would get it. */
function look(at: PhoneModel, commands: readonly Command[], more: Spoiled = {}): void {
  const { version, encoding, deviceUri } = at;
  const cdata = more.cdata ?? true;
  const dialect: Dialect = { version, encoding, wbxmlVersion: 2, publicId: 'numeric', cdata };
  const header = {
    verDtd: version,
    verProto: `SyncML/${version}`,
    sessionId: '1',
    msgId: 1,
    target: { uri: deviceUri },
    source: { uri: 'http://example.org/sync' },
    ...(more.respUri === undefined ? {} : { respUri: more.respUri }),
  };
  const octets = encodeMessage({ header, commands, final: true }, dialect);
  const body = more.text === undefined ? octets : Buffer.from(more.text(Buffer.from(octets).toString()));
  checkModelRules(at, { status: 200, headers: {}, body }, body);
}

function sync(commands: readonly Command[]): Command {
  return { name: 'Sync', cmdId: '1', target: { uri: 'a' }, source: { uri: 'b' }, commands };
}

function add(text: string, encoding: BufferEncoding = 'utf8'): Command {
  const item: Item = { source: { uri: '1' }, data: { kind: 'octets', octets: Buffer.from(text, encoding) } };
  return sync([{ name: 'Add', cmdId: '2', meta: { type: 'text/x-vcard' }, items: [item] }]);
}

function card(...lines: readonly string[]): string {
  return ['BEGIN:VCARD', 'VERSION:2.1', ...lines, 'END:VCARD', ''].join('\r\n');
}

function deletes(count: number): Command {
  return sync(
    Array.from({ length: count }, (_, at) => ({
      name: 'Delete' as const,
      cmdId: String(at + 2),
      items: [{ target: { uri: String(at) } }],
    })),
  );
}

function status(code: number, cmd: 'Alert' | 'Add', data?: Item['data']): Command {
  const refs = { msgRef: 1, cmdRef: '1', cmd, targetRefs: [], sourceRefs: [] };
  return { name: 'Status', cmdId: '1', ...refs, code, items: data === undefined ? [] : [{ data }] };
}

const challenge: Command = {
  name: 'Status',
  cmdId: '1',
  msgRef: 1,
  cmdRef: '0',
  cmd: 'SyncHdr',
  targetRefs: [],
  sourceRefs: [],
  code: 401,
  chal: { meta: { format: 'b64', type: 'syncml:auth-md5', nextNonce: 'bm9uY2U=' } },
  items: [],
};

/** Results with the server's DevInf. */
function devInf(of: {
  readonly property?: Partial<DevInfProperty>;
  readonly syncTypes?: readonly number[];
  readonly version?: DevInf['verDtd'];
}): Command {
  const format = { type: 'text/x-vcard', version: '2.1' };
  const properties =
    of.property === undefined ? [] : [{ name: 'TEL', values: [], params: [], ...of.property }];
  const devinf: DevInf = {
    verDtd: of.version ?? '1.2',
    man: 'Example',
    mod: 'Server',
    devId: 'server',
    devTyp: 'server',
    utc: true,
    supportLargeObjs: true,
    supportNumberOfChanges: true,
    datastores: [
      {
        sourceRef: 'card',
        rxPref: format,
        rx: [],
        txPref: format,
        tx: [],
        ctCaps: [{ ...format, properties }],
        syncTypes: of.syncTypes ?? [1, 2, 7],
      },
    ],
    ext: [],
  };
  return {
    name: 'Results',
    cmdId: '1',
    msgRef: 1,
    cmdRef: '1',
    items: [{ data: { kind: 'devinf', devinf } }],
  };
}

const tels = Array.from({ length: 6 }, (_, at) => `TEL;CELL:${at}`);
const words = { kind: 'octets', octets: Buffer.from('no') } as const;

describe('what a model cannot take', () => {
  it.each<[string, string, string, readonly Command[], Spoiled?]>([
    ['too many octets', 'siemens-s55', 'octets for a buffer of 3200', [add(card('X'.repeat(3_200)))]],
    ['too many octets', 'sony-ericsson-k610', 'for a buffer of 4500', [add(card('X'.repeat(4_500)))]],
    ['too many octets', 'motorola-v3xx', 'for a buffer of 6000', [add(card('X'.repeat(6_000)))]],
    ['too many octets', 'nokia-e51', 'for a buffer of 10000', [add(card('X'.repeat(10_000)))]],
    ['96 deletions', 'siemens-s55', '96 Deletes', [deletes(96)]],
    ['a RespURI', 'siemens-s55', 'RespURI', [], { respUri: 'http://example.org/s' }],
    ['a RespURI', 'ericsson-t68i', 'RespURI', [], { respUri: 'http://example.org/s' }],
    [
      'a namespace',
      'ericsson-t68i',
      'xmlns',
      [],
      { text: (text) => text.replace('<SyncML', '<SyncML xmlns="x"') },
    ],
    ['bare line feeds', 'nokia-e51', 'without CR', [add('BEGIN:VCARD\nEND:VCARD\n')]],
    ['X- parameters', 'nokia-e51', 'an X- parameter', [add(card('TEL;X-SLOT=1:1'))]],
    ['six numbers', 'nokia-6131', '6 telephone numbers', [add(card(...tels))]],
    ['words with an error', 'nokia-6131', 'an item in Status 500', [status(500, 'Alert', words)]],
    ['a Status for an item', 'sony-ericsson-p900', 'for a single Add', [status(201, 'Add')]],
    ['UTF-8', 'sony-ericsson-k610', 'for a reader of ISO-8859-1', [add(card('N:M\u00fcller'))]],
    ['entities', 'windows-mobile', 'outside a CDATA', [add(card())], { cdata: false }],
    ['CDATA', 'funambol-outlook', 'a CDATA section', [add(card())]],
    [
      'a challenge in disorder',
      'windows-mobile',
      'out of order',
      [challenge],
      { text: (text) => text.replace(/(<Format.*?<\/Format>)(<Type.*?<\/Type>)/, '$2$1') },
    ],
    ['kind 8 of sync', 'nokia-5800', 'SyncCap of card lists 1 8', [devInf({ syncTypes: [1, 8] })]],
    [
      'parameters',
      'nokia-5800',
      'TEL is described',
      [devInf({ property: { params: [{ name: 'TYPE', values: [] }] } })],
    ],
    ['sizes', 'nokia-5800', 'TEL is described', [devInf({ property: { maxSize: 9 } })]],
    ['an X- property', 'nokia-5800', "X-A in the server's CTCap", [devInf({ property: { name: 'X-A' } })]],
    ['a CTCap', 'siemens-s55', 'properties in the DevInf', [devInf({ version: '1.0', property: {} })]],
    [
      'a type in a CTCap of 1.0',
      'windows-mobile',
      'type or size of TEL',
      // Our own codec leaves it out, as the version it is of has it.
      [devInf({ version: '1.1', property: { dataType: 'chr' } })],
    ],
  ])('%s: %s', (_, name, problem, commands, spoiled) => {
    expect(() => look(model(name), commands, spoiled)).toThrow(problem);
  });

  it.each<[string, string, readonly Command[], Spoiled?]>([
    ['95 deletions', 'siemens-s55', [deletes(95)]],
    ['five numbers', 'nokia-6131', [add(card(...tels.slice(1)))]],
    ['the anchor in a 508', 'nokia-6131', [status(508, 'Alert', { kind: 'anchor', anchor: { next: '1' } })]],
    ['a Status for an item that was refused', 'sony-ericsson-p900', [status(415, 'Add')]],
    ['ISO-8859-1', 'sony-ericsson-k610', [add(card('N:M\u00fcller'), 'latin1')]],
    ['CDATA', 'windows-mobile', [add(card())]],
    ['entities', 'funambol-outlook', [add(card())], { cdata: false }],
    ['a challenge', 'windows-mobile', [challenge]],
    ['names of properties', 'nokia-5800', [devInf({ property: {} })]],
  ])('but %s it can: %s', (_, name, commands, spoiled) => {
    expect(() => look(model(name), commands, spoiled)).not.toThrow();
  });
});
