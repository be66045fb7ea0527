/**
 * Tests only: arbitrary messages that a version can say in full, in the normal form that decoding gives: optional texts
 * are not empty, tokens have no white space around them, nothing the DTD has no place for.
 */
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type {
  Command,
  Cred,
  Data,
  Dialect,
  Item,
  Location,
  Message,
  Meta,
  SyncHdr,
  SyncmlVersion,
} from '../message.ts';
import { arbitraryDevinf } from './arbitrary-devinf.ts';
import { number, record, text, token, vobject, xmlText, yes } from './arbitrary-values.ts';

export const versions = ['1.0', '1.1', '1.2'] as const;

export function arbitraryDialect(version: SyncmlVersion): Arbitrary<Dialect> {
  return fc.record({
    encoding: fc.constantFrom('xml', 'wbxml'),
    version: fc.constant(version),
    wbxmlVersion: fc.constantFrom(1, 2, 3),
    publicId: fc.constantFrom('numeric', 'textual'),
    cdata: fc.boolean(),
  });
}

/** `binary`: item data may be any octets, which only WBXML can carry. */
export function arbitraryMessage(version: SyncmlVersion, binary: boolean): Arbitrary<Message> {
  const grammar = arbitraries(version, binary);
  return fc.record({
    header: record<SyncHdr>(
      {
        verDtd: fc.constant(version),
        verProto: fc.constant(`SyncML/${version}`),
        sessionId: text,
        msgId: fc.integer({ min: 1, max: 99_999 }),
        target: grammar.location,
        source: grammar.place,
        respUri: text,
        noResp: fc.constant(true as const),
        cred: grammar.cred,
        meta: grammar.meta,
      },
      ['verDtd', 'verProto', 'sessionId', 'msgId', 'target', 'source'],
    ),
    commands: fc.array(grammar.command, { maxLength: 6 }),
    final: fc.boolean(),
  });
}

export function arbitraryCommand(version: SyncmlVersion): Arbitrary<Command> {
  return arbitraries(version, false).command;
}

function arbitraries(version: SyncmlVersion, binary: boolean) {
  const since11 = version !== '1.0';
  const since12 = version === '1.2';
  const place = record<Location>({ uri: xmlText, name: text }, ['uri']);
  const anchor = record({ last: text, next: xmlText }, ['next']);
  const meta = record<Meta>({
    ...(since12 ? { fieldLevel: yes } : {}),
    format: fc.constantFrom('chr', 'b64', 'bin'),
    type: fc.constantFrom('text/x-vcard', 'text/calendar', 'syncml:auth-md5'),
    mark: token,
    size: number,
    anchor,
    version: token,
    nextNonce: fc.constantFrom('bm9uY2U=', 'AAECAwQF'),
    maxMsgSize: number,
    ...(since11 ? { maxObjSize: number } : {}),
    emi: fc.array(text, { minLength: 1, maxLength: 2 }),
    mem: record({ shared: yes, freeMem: number, freeId: number }),
  }).filter((value) => Object.keys(value).length > 0);
  const octets = binary
    ? fc.uint8Array({ maxLength: 300 })
    : fc.oneof(xmlText, vobject).map((value) => new TextEncoder().encode(value));
  const data = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('octets'), octets }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('anchor'), anchor }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('devinf'), devinf: arbitraryDevinf(version) }) },
  ) as Arbitrary<Data>;
  const plainItem = record<Item>({ target: place, source: place, meta, data }).map(announced);
  const filter = record({
    meta,
    field: plainItem,
    record: plainItem,
    filterType: fc.constantFrom('INCLUSIVE', 'EXCLUSIVE'),
  });
  const location = since12 ? record<Location>({ uri: xmlText, name: text, filter }, ['uri']) : place;
  const item = record<Item>({
    target: location,
    source: place,
    ...(since12 ? { sourceParent: text, targetParent: text } : {}),
    meta,
    data,
  }).map(announced);
  const chunk = fc.record({
    source: place,
    data: fc.record({ kind: fc.constant('octets' as const), octets }),
    moreData: yes,
  });
  const items = fc.array(
    since11 ? fc.oneof({ weight: 4, arbitrary: item }, { weight: 1, arbitrary: chunk }) : item,
    {
      maxLength: 3,
    },
  );
  const cred = record<Cred>({ meta, data: token }, ['data']).filter(
    // Sixteen characters under this type are taken for a digest in raw octets.
    (value) => value.data.length !== 16,
  );

  const base = { cmdId: token, noResp: yes, cred };
  const plain = { ...base, meta, items };
  const named = (name: string, shape: Record<string, Arbitrary<unknown>>, required: readonly string[]) =>
    record({ name: fc.constant(name), ...shape }, ['name', ...required]);
  const leaf = fc.oneof(
    ...['Add', 'Replace', 'Copy', ...(since12 ? ['Move'] : [])].map((name) =>
      named(name, plain, ['cmdId', 'items']),
    ),
    named('Delete', { ...plain, archive: yes, sftDel: yes }, ['cmdId', 'items']),
    named('Put', { ...plain, lang: token }, ['cmdId', 'items']),
    named('Get', { ...plain, lang: token }, ['cmdId', 'items']),
    named('Exec', { ...plain, ...(since12 ? { correlator: token } : {}) }, ['cmdId', 'items']),
    named('Alert', { ...base, code: fc.option(number), items, ...(since12 ? { correlator: token } : {}) }, [
      'cmdId',
      'code',
      'items',
    ]),
    named(
      'Map',
      {
        cmdId: token,
        cred,
        meta,
        target: place,
        source: place,
        items: fc.array(fc.record({ target: xmlText, source: xmlText }), { maxLength: 3 }),
      },
      ['cmdId', 'target', 'source', 'items'],
    ),
    named(
      'Search',
      {
        ...base,
        meta,
        noResults: yes,
        target: place,
        sources: fc.array(place, { maxLength: 2 }),
        lang: token,
        data: fc.record({ kind: fc.constant('octets'), octets }),
      },
      ['cmdId', 'sources'],
    ),
    named(
      'Results',
      { cmdId: token, msgRef: number, cmdRef: token, meta, targetRef: text, sourceRef: text, items },
      ['cmdId', 'msgRef', 'cmdRef', 'items'],
    ),
    named(
      'Status',
      {
        cmdId: token,
        msgRef: number,
        cmdRef: token,
        cmd: token,
        targetRefs: fc.array(xmlText, { maxLength: 3 }),
        sourceRefs: fc.array(xmlText, { maxLength: 3 }),
        cred,
        chal: fc.record({ meta: fc.oneof(meta, fc.constant({})) }),
        code: fc.integer({ min: 100, max: 517 }),
        items,
      },
      ['cmdId', 'msgRef', 'cmdRef', 'cmd', 'targetRefs', 'sourceRefs', 'code', 'items'],
    ),
  );
  const { command } = fc.letrec<{ command: unknown }>((tie) => {
    const commands = fc.array(tie('command'), { maxLength: 3 });
    return {
      command: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        named(
          'Sync',
          {
            ...base,
            target: place,
            source: place,
            meta,
            commands,
            ...(since11 ? { numberOfChanges: number } : {}),
          },
          ['cmdId', 'commands'],
        ),
        named('Atomic', { cmdId: token, noResp: yes, meta, commands }, ['cmdId', 'commands']),
        named('Sequence', { cmdId: token, noResp: yes, meta, commands }, ['cmdId', 'commands']),
      ),
    };
  });
  return { place, location, meta, cred, command: command as Arbitrary<Command> };
}

/** Device information under another media type would be data like any other. */
function announced(item: Item): Item {
  return item.data?.kind === 'devinf' ? { ...item, meta: { ...item.meta, type: devinfType } } : item;
}

/** The value with this media type in the spelling of neither encoding. */
export function regardlessOfDevinfType(value: unknown): unknown {
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) {
    return value === 'application/vnd.syncml-devinf+wbxml' ? devinfType : value;
  }
  if (Array.isArray(value)) return value.map(regardlessOfDevinfType);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, regardlessOfDevinfType(inner)]),
  );
}

const devinfType = 'application/vnd.syncml-devinf+xml';
