import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from './decode.ts';
import { encodedCommandSize, encodedFrameSize, encodeMessage } from './encode.ts';
import { CodecError } from './error.ts';
import type { Command, Data, Dialect, Message } from './message.ts';
import { decodeDevInf } from './read/devinf-document.ts';
import { redact } from './redact.ts';
import { arbitraryDevinf } from './testing/arbitrary-devinf.ts';
import {
  arbitraryCommand,
  arbitraryDialect,
  arbitraryMessage,
  regardlessOfDevinfType,
  versions,
} from './testing/arbitrary.ts';

describe.each(versions)('SyncML %s', (version) => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(arbitraryMessage(version, false), arbitraryDialect(version), (message, dialect) => {
        const decoded = decodeMessage(encodeMessage(message, dialect));
        expect(regardlessOfDevinfType(decoded.message)).toEqual(message);
        expect(decoded.skipped).toEqual([]);
        const { encoding, wbxmlVersion, publicId } = dialect;
        const wire = encoding === 'wbxml' ? { wbxmlVersion, publicId } : {};
        expect(decoded.dialect).toMatchObject({ encoding, version, ...wire });
      }),
      { numRuns: 80 },
    );
  });

  it('reads any octets it writes as WBXML (DS-161)', () => {
    fc.assert(
      fc.property(arbitraryMessage(version, true), arbitraryDialect(version), (message, dialect) => {
        const wbxml = { ...dialect, encoding: 'wbxml' } as const;
        const { message: again } = decodeMessage(encodeMessage(message, wbxml));
        expect(regardlessOfDevinfType(again)).toEqual(message);
      }),
      { numRuns: 40 },
    );
  });

  it('knows sizes that are never too small and hardly too large', () => {
    fc.assert(
      fc.property(arbitraryMessage(version, false), arbitraryDialect(version), (message, dialect) => {
        const actual = encodeMessage({ ...message, final: true }, dialect).length;
        const whole = message.commands.map((command) => encodedCommandSize(command, dialect));
        const parts = message.commands.flatMap((command) => partSizes(command, dialect));
        const frame = encodedFrameSize(message.header, dialect);
        for (const sizes of [whole, parts]) {
          const sum = sizes.reduce((total, size) => total + size, frame);
          expect(sum).toBeGreaterThanOrEqual(actual);
          expect(sum - actual).toBeLessThanOrEqual(dialect.encoding === 'xml' ? 0 : 2 * sizes.length);
        }
        expect(encodeMessage({ ...message, final: false }, dialect).length).toBeLessThanOrEqual(actual);
      }),
      { numRuns: 80 },
    );
  });

  it('writes device information in its own layout inside any message', () => {
    fc.assert(
      fc.property(arbitraryDevinf(version), arbitraryDialect('1.2'), (devinf, dialect) => {
        const message = withData({ kind: 'devinf', devinf });
        const [put] = decodeMessage(encodeMessage(message, dialect)).message.commands;
        expect(put).toMatchObject({ items: [{ data: { kind: 'devinf', devinf } }] });
      }),
      { numRuns: 60 },
    );
  });
});

describe('both encodings', () => {
  it('say the same', () => {
    fc.assert(
      fc.property(arbitraryMessage('1.2', false), (message) => {
        const [xml, wbxml] = (['xml', 'wbxml'] as const).map((encoding) => {
          const dialect: Dialect = {
            encoding,
            version: '1.2',
            wbxmlVersion: 2,
            publicId: 'numeric',
            cdata: false,
          };
          return decodeMessage(encodeMessage(message, dialect)).message;
        });
        expect(regardlessOfDevinfType(xml)).toEqual(regardlessOfDevinfType(wbxml));
      }),
      { numRuns: 40 },
    );
  });

  it('are rejected cut short anywhere', () => {
    fc.assert(
      fc.property(arbitraryCommand('1.2'), arbitraryDialect('1.2'), (command, dialect) => {
        const body = encodeMessage({ ...withData(undefined), commands: [command] }, dialect);
        const stride = Math.max(1, Math.floor(body.length / 60));
        for (let length = 0; length < body.length; length += stride) {
          expect(() => decodeMessage(body.subarray(0, length))).toThrow(codecError);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('take arbitrary octets without anything but a typed error', () => {
    const start = fc.constantFrom([0x3c], [0x02, 0xa4, 0x01, 0x6a, 0x00, 0x6d, 0x6c], [0x3c, 0x53, 0x79], []);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 120 }), (head, tail) => {
        const error = errorOf(Uint8Array.from([...head, ...tail]));
        expect(error === undefined || error instanceof CodecError).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a redacted message', () => {
  it('holds none of the texts it was made of', () => {
    const secret = 'Zq7xSecret';
    fc.assert(
      fc.property(arbitraryMessage('1.2', false), (message) => {
        const marked = JSON.parse(
          JSON.stringify(message, (key, value: unknown) => {
            if (value instanceof Uint8Array) return undefined;
            if (typeof value !== 'string' || key === 'name' || key === 'kind' || key === 'verDtd')
              return value;
            return secret;
          }),
        ) as Message;
        expect(JSON.stringify(redact(withoutOctets(marked)))).not.toContain(secret);
      }),
      { numRuns: 40 },
    );
  });

  it('shows what a log needs', () => {
    const shown = redact({
      header: {
        verDtd: '1.2',
        verProto: 'SyncML/1.2',
        sessionId: '77',
        msgId: 2,
        target: { uri: 'http://sync.example.org/' },
        source: { uri: 'IMEI:000000000000017', name: 'alice' },
        cred: { meta: { type: 'syncml:auth-basic', format: 'b64' }, data: 'YWxpY2U6d29uZGVy' },
      },
      commands: [
        {
          name: 'Add',
          cmdId: '3',
          meta: { type: 'text/x-vcard' },
          items: [{ source: { uri: 'luid-1' }, data: { kind: 'octets', octets: new Uint8Array(512) } }],
        },
        {
          name: 'Status',
          cmdId: '4',
          msgRef: 1,
          cmdRef: '2',
          cmd: 'Add',
          targetRefs: [],
          sourceRefs: ['x'],
          code: 201,
          items: [],
        },
      ],
      final: true,
    });
    expect(shown).toEqual({
      SyncML: {
        SyncHdr: {
          VerDTD: '1.2',
          VerProto: 'SyncML/1.2',
          SessionID: '#2',
          MsgID: '2',
          Target: { LocURI: '#24' },
          Source: { LocURI: '#20', LocName: '#5' },
          Cred: { Meta: { Format: 'b64', Type: 'syncml:auth-basic' }, Data: '#16' },
        },
        SyncBody: {
          Add: {
            CmdID: '3',
            Meta: { Type: 'text/x-vcard' },
            Item: { Source: { LocURI: '#6' }, Data: '#512' },
          },
          Status: { CmdID: '4', MsgRef: '1', CmdRef: '2', Cmd: 'Add', SourceRef: '#1', Data: '201' },
          Final: true,
        },
      },
    });
  });

  it('stays small for a large message', () => {
    const commands = Array.from({ length: 9000 }, (_, index): Command => ({
      name: 'Delete',
      cmdId: String(index),
      items: [],
    }));
    const shown = redact({ ...withData(undefined), commands });
    expect(shown).toMatchObject({ omittedCommands: 8950 });
    expect(JSON.stringify(shown).length).toBeLessThan(10_000);
  });
});

describe('device information on its own', () => {
  it('is refused when it is none', () => {
    for (const text of ['', 'BEGIN:VCARD', '<DevInf', '<DevInf/>x', '<?xml version="1.0"?><SyncML/>']) {
      expect(() => decodeDevInf(new TextEncoder().encode(text))).toThrow(codecError);
    }
  });

  it('is read from base64', () => {
    const text = Buffer.from(
      '<DevInf><VerDTD>1.1</VerDTD><DevID>x</DevID><DevTyp>phone</DevTyp></DevInf>',
    ).toString('base64');
    expect(decodeDevInf(new TextEncoder().encode(text), 'b64')).toMatchObject({
      verDtd: '1.1',
      devTyp: 'phone',
    });
  });
});

const codecError = expect.objectContaining({ name: 'CodecError' }) as Error;

function errorOf(body: Uint8Array): unknown {
  try {
    decodeMessage(body);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The sizes of a command taken apart: containers without their children, and these one by one. */
function partSizes(command: Command, dialect: Dialect): number[] {
  if (!('commands' in command)) return [encodedCommandSize(command, dialect)];
  const shell = encodedCommandSize({ ...command, commands: [] }, dialect);
  return [shell, ...command.commands.flatMap((inner) => partSizes(inner, dialect))];
}

function withData(data: Data | undefined): Message {
  return {
    header: {
      verDtd: '1.2',
      verProto: 'SyncML/1.2',
      sessionId: '1',
      msgId: 1,
      target: { uri: 'http://sync.example.org/' },
      source: { uri: 'IMEI:000000000000017' },
    },
    commands: data === undefined ? [] : [{ name: 'Put', cmdId: '1', items: [{ data }] }],
    final: true,
  };
}

/** JSON has no octets; put empty ones where they were. */
function withoutOctets(message: Message): Message {
  return JSON.parse(JSON.stringify(message), (_, value: unknown) => {
    const isData = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'octets';
    return isData ? { kind: 'octets', octets: new Uint8Array() } : value;
  }) as Message;
}
