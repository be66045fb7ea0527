/** Deletes on their way to a phone: which of them nobody can have wanted. */
import { decodeMessage } from '@anchorage/syncml-codec';
import { expect, it } from 'vitest';
import type { FaultKind } from '../faults.ts';
import { contactContent } from '../people/contact-content.ts';
import { createFindings } from './findings.ts';
import { createLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { watchDeletes } from './watch-deletes.ts';

const token = '1234567';
const text = contactContent.onPhone(token, 0);
const shown = { token, fields: { note: '', extra: '' }, kept: [] };

it.each<[string, number, (ledger: Ledger) => void, readonly FaultKind[], readonly string[]]>([
  ['of what nobody has deleted', 1, () => undefined, ['dav-404'], [text]],
  ['of what somebody has deleted', 0, (ledger) => ledger.deletes(shown), [], [text]],
  ['of what may go either way', 0, (ledger) => ledger.untold(token), [], [text]],
  ['of what a session brought that was taken back', 0, (ledger) => ledger.takenBack(token), [], [text]],
  ['from a collection that was shown empty', 0, () => undefined, ['dav-empty-listing'], [text]],
  ['of one of two', 0, () => undefined, [], [text, text]],
  ['of what the phone has not', 0, () => undefined, [], []],
])('a Delete %s: %i findings', (_, many, act, faults, texts) => {
  const findings = createFindings(() => undefined);
  const ledger = createLedger(() => []);
  ledger.made(token, contactContent, true);
  act(ledger);
  const items = new Map(texts.map((one, at) => [String(at + 1), one]));
  const phone = { name: 'phone 11', contents: [contactContent], phone: () => ({ items: () => items }) };
  const counts = new Map(faults.map((kind) => [kind, 1]));
  watchDeletes({ ledger, findings, counts }, phone, decodeMessage(deleting('1')).message.commands);
  expect(findings.list.map(({ invariant }) => invariant)).toEqual(Array.from({ length: many }, () => 'I1'));
});

function deleting(luid: string): Uint8Array {
  return new TextEncoder().encode(
    '<SyncML xmlns="SYNCML:SYNCML1.1"><SyncHdr><VerDTD>1.1</VerDTD><VerProto>SyncML/1.1</VerProto>' +
      '<SessionID>1</SessionID><MsgID>2</MsgID><Target><LocURI>IMEI:000000000000011</LocURI></Target>' +
      '<Source><LocURI>http://gateway.example.org/sync</LocURI></Source></SyncHdr><SyncBody><Sync><CmdID>1</CmdID>' +
      '<Target><LocURI>./Contacts</LocURI></Target><Source><LocURI>card</LocURI></Source>' +
      `<Delete><CmdID>2</CmdID><Item><Target><LocURI>${luid}</LocURI></Target></Item></Delete></Sync><Final/>` +
      '</SyncBody></SyncML>',
  );
}
