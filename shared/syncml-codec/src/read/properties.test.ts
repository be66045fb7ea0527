import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../decode.ts';
import { encodeUtf8 } from '../octets.ts';
import { messages } from '../testing/vectors.ts';
import { decodeProperties } from './properties.ts';

describe('the properties of a field filter', () => {
  it.each([
    ['<Property><PropName>SUMMARY</PropName></Property>', [{ name: 'SUMMARY' }]],
    [
      '\n<Property><PropName>N</PropName><MaxSize>30</MaxSize></Property><Property><PropName>TEL</PropName>' +
        '<PropParam><ParamName>TYPE</ParamName><ValEnum>CELL</ValEnum></PropParam></Property>',
      [
        { name: 'N', maxSize: 30 },
        { name: 'TEL', params: [{ name: 'TYPE', values: ['CELL'] }] },
      ],
    ],
    ['<PropName>N</PropName><PropName>TEL</PropName>', [{ name: 'N' }, { name: 'TEL' }]],
    ['<Property xmlns="syncml:devinf"><PropName>N</PropName></Property>', [{ name: 'N' }]],
  ])('%s', (text, properties) => {
    expect(decodeProperties(encodeUtf8(text))).toMatchObject(properties);
  });

  it.each(['', 'SUMMARY', '<Property><PropName>N', '</CTCap><CTCap>', `<a>${'x'.repeat(100_000)}</a>`])(
    'are not in %s',
    (text) => {
      expect(decodeProperties(encodeUtf8(text))).toBeNull();
    },
  );

  it.each(['xml', 'wbxml'] as const)('come out of a message in %s', (encoding) => {
    const vector = messages.find(({ name }) => name === 'v16-ds12-alert-filter');
    const [alert] = decodeMessage(vector?.[encoding] ?? new Uint8Array()).message.commands;
    const data = alert?.name === 'Alert' ? alert.items[0]?.target?.filter?.field?.data : undefined;
    const octets = data?.kind === 'octets' ? data.octets : new Uint8Array();
    expect(decodeProperties(octets)).toMatchObject([{ name: 'SUMMARY' }]);
  });
});
