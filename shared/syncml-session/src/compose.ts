/** Writes the reply to the message that was taken in last. */
import { sendsToPhone } from '@anchorage/model';
import type { DeviceProfile } from '@anchorage/model';
import { answerAsking, busySignal } from './busy.ts';
import { proofFor } from './challenged.ts';
import { codecSizes } from './codec-sizes.ts';
import type { ComposeFacts, Composed } from './contract.ts';
import type { SessionEvent } from './events.ts';
import { challengeOf, replyHeader, statusCommand } from './header.ts';
import { isEnd, nextPhase } from './phases.ts';
import type { PhaseEvent } from './phases.ts';
import { isPutOff } from './put-off.ts';
import { openReply } from './reply.ts';
import { sendChanges } from './send-changes.ts';
import { awaitsVerdict } from './send-entry.ts';
import { goOn, sendQueues } from './send-queues.ts';
import type { Sending } from './sending.ts';
import { SessionError, sessionErrorCodes } from './session-error.ts';
import { frugalBelow, messageLimit } from './sizes.ts';
import type { MessageSizes } from './sizes.ts';
import type { DatastoreState, Request, SessionState } from './state.ts';

/**
 * The reply: the header's Status, Statuses left over and new, our own commands, our changes, as far as the phone's
 * MaxMsgSize allows; then `Final` when our package is complete, or Alert 222 when there is nothing else to say. While
 * no outbox is ready it says "go on" in the way the profile names, and the phone's next message gets the next try.
 * `state` is left as it was; composing it again gives the same reply.
 */
export function compose(
  state: SessionState,
  facts: ComposeFacts,
  sizes: MessageSizes = codecSizes,
): Composed<SessionState> {
  if (state.request === null) {
    throw new SessionError(sessionErrorCodes.outOfTurn, 'there is no message to answer');
  }
  const { request } = state;
  const draft = structuredClone(state);
  const events: SessionEvent[] = [];
  // 512: synchronisation failed.
  const given = giveUpEndless(draft, events) ? 512 : request.code;
  const signal = busySignal(draft, facts);
  const code = signal === 'busy' ? 101 : given;
  const sending: Sending = {
    state: draft,
    facts,
    events,
    ...open(draft, facts, { ...request, code }, sizes),
  };
  const { reply } = sending;
  const quiet = signal === 'busy' || signal === 'empty';
  if (quiet) answerAsking(sending, signal, request);
  const final = !quiet && write(sending, request);
  if (final) closePackage(sending);
  settle(sending, request, final);
  return { state: draft, reply: reply.message(final), dialect: reply.dialect, events };
}

/** A session in which nothing comes about any more is ended. */
function giveUpEndless(state: SessionState, events: SessionEvent[]): boolean {
  if (state.goOns < maxGoOns || isEnd(state.phase)) return false;
  state.phase = nextPhase(state.phase, 'abort');
  state.commands = [];
  events.push({ kind: 'session-ended', outcome: 'aborted', reason: 'no progress' });
  return true;
}

/** As much as there is room for. True when that closes our package. */
function write(sending: Sending, request: Request): boolean {
  const { state, reply } = sending;
  const complete = sendQueues(sending) && (state.phase !== 'sync-out' || sendChanges(sending));
  const final = complete && !awaitsVerdict(sending) && mayClose(state, request);
  if (!final && !reply.hasCommands()) reply.add(goOn(sending, reply.cmdId()));
  return final;
}

function open(
  state: SessionState,
  facts: ComposeFacts,
  request: Request,
  sizes: MessageSizes,
): Pick<Sending, 'reply' | 'msgId'> {
  const { profile, server } = facts;
  const limit = messageLimit(state.maxMsgSize, profile, state.dialect.encoding);
  const brief = state.greeted && limit < frugalBelow;
  const msgId = state.serverMsgId + 1;
  const proof = proofFor(state, facts, msgId);
  const header = replyHeader({
    dialect: state.dialect,
    proof,
    sessionId: state.sessionId,
    msgId,
    phone: state.phone.uri,
    server: state.server,
    respUri: profile.sendRespUri && !brief && !isEnd(state.phase) ? server.respUri : null,
    limits: brief ? null : server,
  });
  const dialect = { ...state.dialect, cdata: state.dialect.cdata || profile.cdata };
  const reply = openReply(header, dialect, limit, sizes);
  // The header's Status is the first command of every reply.
  const status = {
    msgRef: request.msgId,
    cmdRef: '0',
    cmd: 'SyncHdr',
    targetRefs: [request.target],
    sourceRefs: [request.source],
    code: request.code,
  };
  reply.add({
    ...statusCommand(status, reply.cmdId()),
    ...(request.nextNonce === null ? {} : { chal: challengeOf(state.login ?? 'md5', request.nextNonce) }),
  });
  return { reply, msgId };
}

/**
 * May this reply close a package of ours? Never before the phone has closed the one before (SyncML Sync Protocol 1.1,
 * 2.9). A phone that asks for more of a package that is complete gets its end once more.
 */
function mayClose({ phase }: SessionState, request: Request): boolean {
  switch (phase) {
    case 'init':
    case 'combined-in':
      return false;
    case 'sync-in':
    case 'map-in':
      return request.asksAgain;
    case 'done':
      // Maps may come after the end, for a phone that need not send any, and in as many messages as it likes.
      return request.final || request.asksAgain;
    default:
      return true;
  }
}

function closePackage({ state, facts, events }: Sending): void {
  const before = state.phase;
  state.phase = nextPhase(before, closingEvent(state, facts.profile));
  if (before === 'sync-out') {
    // One-way syncs from the phone have no packages 5 and 6 (SyncML Sync Protocol 1.1, 6.2).
    finish(
      state.datastores.filter((datastore) => !needsMaps(datastore, facts.profile)),
      events,
    );
  }
  if (state.phase !== 'done' || before === 'done') return;
  finish(state.datastores, events);
  events.push({ kind: 'session-ended', ...ending(state) });
}

function ending(state: SessionState): { readonly outcome: 'finished' | 'aborted'; readonly reason: string } {
  const { datastores, putOff = [] } = state;
  if (isPutOff(state)) return { outcome: 'aborted', reason: 'put off' };
  if (datastores.length === 0) return { outcome: 'finished', reason: 'no datastore' };
  const complete = datastores.every(({ finished }) => finished);
  const reason = !complete ? 'incomplete' : putOff.length > 0 ? 'partly put off' : 'complete';
  return { outcome: 'finished', reason };
}

function closingEvent({ phase, datastores }: SessionState, profile: Closing): PhaseEvent {
  const live = datastores.filter((datastore) => !datastore.failed);
  const expects =
    phase === 'sync-out' ? live.some((datastore) => needsMaps(datastore, profile)) : live.length > 0;
  const mayEnd = phase === 'init-reply' || phase === 'sync-out';
  return mayEnd && !expects ? 'server-final-complete' : 'server-final';
}

type Closing = Pick<DeviceProfile, 'completeFromClientOnly' | 'omitsLastStatuses'>;

/** A phone that may leave package 5 out is not waited for; its Maps are taken when they come. */
function needsMaps({ syncType }: DatastoreState, profile: Closing): boolean {
  if (profile.omitsLastStatuses === true) return false;
  return profile.completeFromClientOnly || sendsToPhone(syncType);
}

function finish(datastores: readonly DatastoreState[], events: SessionEvent[]): void {
  for (const datastore of datastores) {
    if (datastore.finished || datastore.failed || !datastore.received) continue;
    datastore.finished = true;
    const { name, clientNext } = datastore;
    events.push({ kind: 'datastore-finished', datastore: name, clientNext });
  }
}

function settle({ state, reply, msgId }: Sending, request: Request, final: boolean): void {
  const content = final || reply.message(final).commands.some(isContent);
  state.goOns = request.bare && !content ? state.goOns + 1 : 0;
  state.serverMsgId = msgId;
  if (final) state.closed = msgId;
  state.request = null;
  state.greeted = true;
}

function isContent(command: { readonly name: string; readonly code?: number | null }): boolean {
  return command.name !== 'Status' && !(command.name === 'Alert' && command.code === 222);
}

/** With replies held for 15 seconds this is most of an hour. */
const maxGoOns = 200;
