/** The commands in the order of the DTD (SyncML Representation Protocol 1.2.2, 6.4 to 6.6). */
import type { Command, Dialect, Item } from '../message.ts';
import type { Element } from '../tree.ts';
import { assertAtLeast, atLeast, syncml, syncmlFlag, syncmlText } from './context.ts';
import { writeChal, writeCred } from './cred.ts';
import { writeData, writeItem, writeLocation } from './item.ts';
import { writeMeta } from './meta.ts';

/** Throws CodecError `unencodable` for a command the version does not have. */
export function writeCommand(command: Command, dialect: Dialect): Element {
  switch (command.name) {
    case 'Move':
      assertAtLeast(dialect, '1.2', 'Move');
      return plain(command, [], dialect);
    case 'Add':
    case 'Replace':
    case 'Copy':
      return plain(command, [], dialect);
    case 'Delete':
      return plain(
        command,
        [syncmlFlag('Archive', command.archive), syncmlFlag('SftDel', command.sftDel)],
        dialect,
      );
    case 'Put':
    case 'Get':
      return plain(command, [syncmlText('Lang', command.lang)], dialect);
    case 'Alert':
      return writeAlert(command, dialect);
    case 'Exec':
      return writeExec(command, dialect);
    case 'Sync':
      return writeSync(command, dialect);
    case 'Atomic':
    case 'Sequence':
      return syncml(command.name, [
        ...start(command),
        writeMeta(command.meta, dialect),
        ...command.commands.map((inner) => writeCommand(inner, dialect)),
      ]);
    case 'Map':
      return writeMap(command, dialect);
    case 'Search':
      return writeSearch(command, dialect);
    case 'Results':
      return writeResults(command, dialect);
    default:
      return writeStatus(command, dialect);
  }
}

type Of<Name extends Command['name']> = Extract<Command, { readonly name: Name }>;
type Plain = Of<'Add' | 'Replace' | 'Copy' | 'Move' | 'Delete' | 'Put' | 'Get'>;

function plain(command: Plain, own: readonly (Element | undefined)[], dialect: Dialect): Element {
  return syncml(command.name, [
    ...start(command),
    ...own,
    writeCred(command.cred, dialect),
    writeMeta(command.meta, dialect),
    ...items(command.items, dialect),
  ]);
}

/** `Alert` has no `Meta` in the DTD. */
function writeAlert(alert: Of<'Alert'>, dialect: Dialect): Element {
  return syncml('Alert', [
    ...start(alert),
    writeCred(alert.cred, dialect),
    syncmlText('Data', alert.code ?? undefined),
    atLeast(dialect.version, '1.2') && syncmlText('Correlator', alert.correlator),
    ...items(alert.items, dialect),
  ]);
}

function writeExec(exec: Of<'Exec'>, dialect: Dialect): Element {
  return syncml('Exec', [
    ...start(exec),
    writeCred(exec.cred, dialect),
    writeMeta(exec.meta, dialect),
    atLeast(dialect.version, '1.2') && syncmlText('Correlator', exec.correlator),
    ...items(exec.items, dialect),
  ]);
}

function writeSync(sync: Of<'Sync'>, dialect: Dialect): Element {
  return syncml('Sync', [
    ...start(sync),
    writeCred(sync.cred, dialect),
    sync.target && writeLocation('Target', sync.target, dialect),
    sync.source && writeLocation('Source', sync.source, dialect),
    writeMeta(sync.meta, dialect),
    atLeast(dialect.version, '1.1') && syncmlText('NumberOfChanges', sync.numberOfChanges),
    ...sync.commands.map((inner) => writeCommand(inner, dialect)),
  ]);
}

/** `Map` has no `NoResp` in the DTD. */
function writeMap(map: Of<'Map'>, dialect: Dialect): Element {
  return syncml('Map', [
    syncmlText('CmdID', map.cmdId),
    writeLocation('Target', map.target, dialect),
    writeLocation('Source', map.source, dialect),
    writeCred(map.cred, dialect),
    writeMeta(map.meta, dialect),
    ...map.items.map((item) =>
      syncml('MapItem', [
        writeLocation('Target', { uri: item.target }, dialect),
        writeLocation('Source', { uri: item.source }, dialect),
      ]),
    ),
  ]);
}

function writeSearch(search: Of<'Search'>, dialect: Dialect): Element {
  return syncml('Search', [
    ...start(search),
    syncmlFlag('NoResults', search.noResults),
    writeCred(search.cred, dialect),
    search.target && writeLocation('Target', search.target, dialect),
    ...search.sources.map((source) => writeLocation('Source', source, dialect)),
    syncmlText('Lang', search.lang),
    writeMeta(search.meta, dialect),
    search.data && writeData(search.data),
  ]);
}

function writeResults(results: Of<'Results'>, dialect: Dialect): Element {
  return syncml('Results', [
    syncmlText('CmdID', results.cmdId),
    syncmlText('MsgRef', results.msgRef),
    syncmlText('CmdRef', results.cmdRef),
    writeMeta(results.meta, dialect),
    syncmlText('TargetRef', results.targetRef),
    syncmlText('SourceRef', results.sourceRef),
    ...items(results.items, dialect),
  ]);
}

function writeStatus(status: Of<'Status'>, dialect: Dialect): Element {
  return syncml('Status', [
    syncmlText('CmdID', status.cmdId),
    syncmlText('MsgRef', status.msgRef),
    syncmlText('CmdRef', status.cmdRef),
    syncmlText('Cmd', status.cmd),
    ...status.targetRefs.map((ref) => syncmlText('TargetRef', ref)),
    ...status.sourceRefs.map((ref) => syncmlText('SourceRef', ref)),
    writeCred(status.cred, dialect),
    writeChal(status.chal, dialect),
    syncmlText('Data', status.code),
    ...items(status.items, dialect),
  ]);
}

function start(command: { readonly cmdId: string; readonly noResp?: boolean }): (Element | undefined)[] {
  return [syncmlText('CmdID', command.cmdId), syncmlFlag('NoResp', command.noResp)];
}

function items(list: readonly Item[], dialect: Dialect): Element[] {
  return list.map((item) => writeItem(item, dialect));
}
