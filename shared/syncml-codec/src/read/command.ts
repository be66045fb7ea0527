/**
 * The commands (SyncML Representation Protocol 1.2.2, 6.5 and 6.6, with the response elements of 6.4). A missing
 * `CmdID` or item reads as empty: what to answer is the session's business.
 */
import type { Command, Item, MapItem, Meta } from '../message.ts';
import type { Element } from '../tree.ts';
import { countCommand, noteSkipped } from './context.ts';
import type { ReadContext } from './context.ts';
import { readChal, readCred } from './cred.ts';
import { readData } from './data.ts';
import {
  child,
  childrenNamed,
  elements,
  flag,
  optionalNumber,
  optionalText,
  optionalToken,
} from './fields.ts';
import { present, textOf, tokenOf } from './fields.ts';
import { readItems, readLocation } from './item.ts';
import { readMeta } from './meta.ts';

/** The commands among the children of a body or container; `own` names what else belongs there. */
export function readCommands(parent: Element, own: readonly string[], context: ReadContext): Command[] {
  const commands: Command[] = [];
  for (const element of elements(parent)) {
    const read = Object.hasOwn(readers, element.name) ? readers[element.name] : undefined;
    if (read !== undefined) {
      countCommand(context);
      commands.push(read(element, context));
    } else if (!own.includes(element.name)) noteSkipped(context, element.name);
  }
  return commands;
}

type Reader = (element: Element, context: ReadContext) => Command;

function plain(element: Element): {
  cmdId: string;
  noResp?: true;
  cred?: NonNullable<ReturnType<typeof readCred>>;
  meta?: Meta;
  items: Item[];
} {
  const meta = readMeta(element);
  return present({
    cmdId: tokenOf(child(element, 'CmdID')),
    noResp: flag(element, 'NoResp'),
    cred: readCred(element),
    meta,
    items: readItems(element, { meta }),
  });
}

function container(element: Element, own: readonly string[], context: ReadContext) {
  const { items: _, ...base } = plain(element);
  return { ...base, commands: readCommands(element, [...containerChildren, ...own], context) };
}

const readers: Readonly<Record<string, Reader>> = {
  Add: (element) => ({ name: 'Add', ...plain(element) }),
  Replace: (element) => ({ name: 'Replace', ...plain(element) }),
  Copy: (element) => ({ name: 'Copy', ...plain(element) }),
  Move: (element) => ({ name: 'Move', ...plain(element) }),
  Delete: (element) =>
    present({
      name: 'Delete',
      ...plain(element),
      archive: flag(element, 'Archive'),
      sftDel: flag(element, 'SftDel'),
    }),
  Alert: (element) =>
    present({
      name: 'Alert',
      ...plain(element),
      code: optionalNumber(child(element, 'Data')) ?? null,
      correlator: optionalToken(child(element, 'Correlator')),
    }),
  Exec: (element) =>
    present({ name: 'Exec', ...plain(element), correlator: optionalToken(child(element, 'Correlator')) }),
  Put: (element) => present({ name: 'Put', ...plain(element), lang: optionalToken(child(element, 'Lang')) }),
  Get: (element) => present({ name: 'Get', ...plain(element), lang: optionalToken(child(element, 'Lang')) }),
  Sync: (element, context) =>
    present({
      name: 'Sync',
      ...container(element, ['Target', 'Source', 'NumberOfChanges'], context),
      target: readLocation(child(element, 'Target')),
      source: readLocation(child(element, 'Source')),
      numberOfChanges: optionalNumber(child(element, 'NumberOfChanges')),
    }),
  Atomic: (element, context) => ({ name: 'Atomic', ...container(element, [], context) }),
  Sequence: (element, context) => ({ name: 'Sequence', ...container(element, [], context) }),
  Map: readMap,
  Search: readSearch,
  Results: readResults,
  Status: readStatus,
};

const containerChildren = ['CmdID', 'NoResp', 'Cred', 'Meta'];

function readMap(element: Element): Command {
  const { items: _, ...base } = plain(element);
  const items = childrenNamed(element, 'MapItem').map((item): MapItem => ({
    target: textOf(child(child(item, 'Target'), 'LocURI')),
    source: textOf(child(child(item, 'Source'), 'LocURI')),
  }));
  const target = readLocation(child(element, 'Target')) ?? { uri: '' };
  const source = readLocation(child(element, 'Source')) ?? { uri: '' };
  return { name: 'Map', ...base, target, source, items };
}

function readSearch(element: Element): Command {
  const { items: _, ...base } = plain(element);
  const data = child(element, 'Data');
  return present({
    name: 'Search',
    ...base,
    noResults: flag(element, 'NoResults'),
    target: readLocation(child(element, 'Target')),
    sources: childrenNamed(element, 'Source').map((source) => readLocation(source) ?? { uri: '' }),
    lang: optionalToken(child(element, 'Lang')),
    data: data && readData(data, { chunk: false, anchors: false }),
  });
}

/** `MsgRef` and `CmdRef` are left out by some phones and then mean 1 (SyncML Sync Protocol 1.1, 4.2). */
function readResults(element: Element): Command {
  const meta = readMeta(element);
  return present({
    name: 'Results',
    cmdId: tokenOf(child(element, 'CmdID')),
    msgRef: optionalNumber(child(element, 'MsgRef')) ?? 1,
    cmdRef: optionalToken(child(element, 'CmdRef')) ?? '1',
    meta,
    targetRef: optionalText(child(element, 'TargetRef')),
    sourceRef: optionalText(child(element, 'SourceRef')),
    items: readItems(element, { meta }),
  });
}

/** A status without a code reads as 0, which is in no class and so no success. */
function readStatus(element: Element): Command {
  return present({
    name: 'Status',
    cmdId: tokenOf(child(element, 'CmdID')),
    msgRef: optionalNumber(child(element, 'MsgRef')) ?? 1,
    cmdRef: tokenOf(child(element, 'CmdRef')),
    cmd: tokenOf(child(element, 'Cmd')),
    targetRefs: childrenNamed(element, 'TargetRef').map(textOf),
    sourceRefs: childrenNamed(element, 'SourceRef').map(textOf),
    cred: readCred(element),
    chal: readChal(element),
    code: optionalNumber(child(element, 'Data')) ?? 0,
    items: readItems(element, { anchors: true }),
  });
}
