import { encodeMessage } from '@anchorage/syncml-codec';
import type { Command, Dialect, Item } from '@anchorage/syncml-codec';
import { describe, expect, it } from 'vitest';
import { phoneModels } from './index.ts';
import { checkModelRules } from './model-rules.ts';
import type { PhoneModel } from './phone-model.ts';

function model(name: string): PhoneModel {
  const found = phoneModels.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(name);
  return found;
}

/** One reply with these commands, as the model would get it. */
function look(
  at: PhoneModel,
  commands: readonly Command[],
  more: { readonly respUri?: string; readonly cdata?: boolean } = {},
): void {
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
  const body = encodeMessage({ header, commands, final: true }, dialect);
  checkModelRules(at, { status: 200, headers: {}, body }, body);
}

function sync(commands: readonly Command[]): Command {
  return { name: 'Sync', cmdId: '1', target: { uri: 'a' }, source: { uri: 'b' }, commands };
}

function add(text: string): Command {
  const item: Item = { source: { uri: '1' }, data: { kind: 'octets', octets: Buffer.from(text) } };
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

function refusal(code: number, data: Item['data']): Command {
  const refs = { msgRef: 1, cmdRef: '1', cmd: 'Alert' as const, targetRefs: [], sourceRefs: [] };
  return { name: 'Status', cmdId: '1', ...refs, code, items: data === undefined ? [] : [{ data }] };
}

const tels = Array.from({ length: 6 }, (_, at) => `TEL;CELL:${at}`);

describe('what a model cannot take', () => {
  it.each<[string, string, () => void]>([
    [
      'too many octets',
      'octets for a buffer',
      () => look(model('siemens-s55'), [add(card('X'.repeat(3_200)))]),
    ],
    ['96 deletions', '96 Deletes', () => look(model('siemens-s55'), [deletes(96)])],
    ['a RespURI', 'RespURI', () => look(model('siemens-s55'), [], { respUri: 'http://example.org/s' })],
    ['bare line feeds', 'without CR', () => look(model('nokia-e51'), [add('BEGIN:VCARD\nEND:VCARD\n')])],
    ['X- parameters', 'an X- parameter', () => look(model('nokia-e51'), [add(card('TEL;X-SLOT=1:1'))])],
    ['six numbers', '6 telephone numbers', () => look(model('nokia-6131'), [add(card(...tels))])],
    [
      'words with an error',
      'an item in Status 500',
      () => look(model('nokia-6131'), [refusal(500, { kind: 'octets', octets: Buffer.from('no') })]),
    ],
    ['entities', 'outside a CDATA', () => look(model('windows-mobile'), [add(card())], { cdata: false })],
  ])('%s', (_, problem, breach) => expect(breach).toThrow(problem));

  it.each<[string, () => void]>([
    ['95 deletions', () => look(model('siemens-s55'), [deletes(95)])],
    ['five numbers', () => look(model('nokia-6131'), [add(card(...tels.slice(1)))])],
    [
      'the anchor in a 508',
      () => look(model('nokia-6131'), [refusal(508, { kind: 'anchor', anchor: { next: '1' } })]),
    ],
    ['CDATA', () => look(model('windows-mobile'), [add(card())])],
  ])('but %s it can', (_, fine) => expect(fine).not.toThrow());
});
