/** Status: the phone's answers to what we sent. */
import { syncTypes } from '@anchorage/model';
import type { StatusCommand } from '@anchorage/syncml-codec';
import { takeAcceptance, takeChallenge } from '../challenged.ts';
import { changeSyncType, endEarly, openDatastore } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { sendAgain } from '../send-again.ts';
import type { SentCommand } from '../state.ts';
import { isSuccess, normaliseCode } from '../status.ts';

/**
 * Every command of ours holds one Item, so a Status without refs, with its refs, or with refs of a group all point at
 * the same thing by MsgRef and CmdRef (DS-044).
 */
export function takeStatus(draft: Draft, status: StatusCommand): void {
  const code = normaliseCode(status.code);
  const { state } = draft;
  if (status.msgRef <= state.serverMsgId) state.answered = Math.max(state.answered ?? 0, status.msgRef);
  if (status.cmd === 'SyncHdr' || status.cmdRef === '0') {
    answeredHeader(draft, status, code);
    return;
  }
  const sent = takeSent(draft, status);
  if (sent === undefined) return;
  switch (sent.kind) {
    case 'alert':
      answeredAlert(draft, sent, code);
      return;
    case 'sync': {
      const datastore = openDatastore(draft, sent.datastore);
      if (datastore !== undefined && !isSuccess(code)) datastore.failed = true;
      return;
    }
    case 'chunk':
      answeredChunk(draft, sent, code);
      return;
    case 'item':
      answeredItem(draft, sent, code);
      return;
    default:
      sent.kind satisfies never;
  }
}

/** A client that gives up says so with a 5xx for our header. */
function answeredHeader(draft: Draft, status: StatusCommand, code: number): void {
  if (code === 401 || code === 407) takeChallenge(draft, status);
  else if (code >= 500) endEarly(draft, 'abort', `the phone answered ${String(code)} for our message`);
  else if (isSuccess(code)) takeAcceptance(draft, status);
}

/** Finds what a Status is for, by MsgRef and CmdRef, else by the only item it can name. */
function takeSent({ state }: Draft, status: StatusCommand): SentCommand | undefined {
  const named = new Set([...status.targetRefs, ...status.sourceRefs]);
  let at = state.sent.findIndex((sent) => sent.msg === status.msgRef && sent.cmd === status.cmdRef);
  if (at < 0) {
    const byRef = state.sent.filter((sent) => sent.ref !== undefined && named.has(sent.ref));
    const [only] = byRef;
    if (byRef.length !== 1 || only === undefined) return undefined;
    at = state.sent.indexOf(only);
  }
  return state.sent.splice(at, 1)[0];
}

function answeredAlert(draft: Draft, sent: SentCommand, code: number): void {
  const datastore = openDatastore(draft, sent.datastore);
  if (datastore === undefined || isSuccess(code)) return;
  // Refresh required: the phone sends everything without another Alert (SyncML Sync Protocol 1.1, 5.5).
  if (code === 508) changeSyncType(draft, datastore, syncTypes.slow);
  else datastore.failed = true;
}

function answeredItem(draft: Draft, sent: SentCommand, code: number): void {
  const { datastore: name, outboxId } = sent;
  if (outboxId === undefined) return;
  const datastore = openDatastore(draft, name);
  if (code === 420 && datastore !== undefined) datastore.full = true;
  const lost = code === sizeMismatch && sent.pieces === true;
  if (lost && sendAgain(draft, { datastore: name, outboxId, whole: true })) return;
  draft.events.push({ kind: 'item-answered', outboxId, status: code });
}

/** 213 asks for the next piece; 214 is an erratum of Sync Protocol 1.1, 2.10 for it. */
function answeredChunk(draft: Draft, sent: SentCommand, code: number): void {
  const { state } = draft;
  const { outgoing } = state;
  const isCurrent = outgoing !== null && outgoing.outboxId === sent.outboxId;
  if (isSuccess(code)) {
    if (isCurrent && outgoing.msg === sent.msg) state.outgoing = { ...outgoing, acknowledged: outgoing.sent };
    return;
  }
  if (isCurrent) state.outgoing = null;
  const { datastore, outboxId } = sent;
  const lost = code === sizeMismatch && outboxId !== undefined;
  if (lost && sendAgain(draft, { datastore, outboxId, whole: false })) return;
  answeredItem(draft, sent, code);
}

/** 424: what came together is not what was announced. */
const sizeMismatch = 424;
