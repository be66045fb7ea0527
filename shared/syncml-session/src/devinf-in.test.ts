import type { Command, DevInf, Message } from '@anchorage/syncml-codec';
import { expect, it } from 'vitest';
import { devInfIn } from './devinf-in.ts';

const devinf: DevInf = {
  verDtd: '1.2',
  devId: 'IMEI:000000000000001',
  devTyp: 'phone',
  utc: true,
  supportLargeObjs: false,
  supportNumberOfChanges: false,
  datastores: [],
  ext: [],
};
const item = { source: { uri: './devinf12' }, data: { kind: 'devinf', devinf } } as const;

it.each<[string, readonly Command[], DevInf | null]>([
  ['nothing', [], null],
  ['a Put', [{ name: 'Put', cmdId: '1', items: [item] }], devinf],
  ['Results', [{ name: 'Results', cmdId: '1', msgRef: 1, cmdRef: '1', items: [item] }], devinf],
  ['a Put of something else', [{ name: 'Put', cmdId: '1', items: [{ source: { uri: './other' } }] }], null],
])('finds it in %s', (_what, commands, expected) => {
  expect(devInfIn(messageWith(commands))).toBe(expected);
});

function messageWith(commands: readonly Command[]): Message {
  return {
    header: {
      verDtd: '1.2',
      verProto: 'SyncML/1.2',
      sessionId: '1',
      msgId: 1,
      target: { uri: 'http://sync.example.org/sync' },
      source: { uri: 'IMEI:000000000000001' },
    },
    commands,
    final: true,
  };
}
