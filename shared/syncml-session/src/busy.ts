/**
 * Replies while the cloud side is still at work. Each phone stands one of three: Alert 222, which asks for its next
 * message; a message with nothing in it; Status 101 for the header, which it answers with Alert 221 when it wants the
 * result (SyncML Sync Protocol 1.1, 2.12). In the latter two what there is to say of its changes is held back until our
 * own can go out, and still names the message they came in.
 */
import type { DeviceProfile } from '@anchorage/model';
import type { Command } from '@anchorage/syncml-codec';
import type { ComposeFacts } from './contract.ts';
import { statusCommand } from './header.ts';
import type { Sending } from './sending.ts';
import { unsent, untaken } from './send-changes.ts';
import type { QueuedStatus, Request, SessionState } from './state.ts';

export type BusySignal = NonNullable<DeviceProfile['busySignal']>;

/** How to say that nothing of package 4 is ready; null where something is, or something else is to be said. */
export function busySignal(state: SessionState, { profile, outbox }: ComposeFacts): BusySignal | null {
  if (state.phase !== 'sync-out' || state.commands.length > 0) return null;
  const waiting = [...unsent(state, profile.completeFromClientOnly), ...untaken(state)];
  const isAtWork = waiting.every(({ name, outboxReady }) => !outboxReady && outbox[name]?.ready !== true);
  return waiting.length > 0 && isAtWork ? (profile.busySignal ?? 'next-message') : null;
}

/**
 * Beside the header's Status only the answer to an Alert that asked: 101 as well while we are busy (SyncML Sync Protocol
 * 1.1, 2.12.2), or the phone would take the result for given.
 */
export function answerAsking({ state, reply }: Sending, signal: BusySignal, { msgId }: Request): void {
  const heldBack = (status: QueuedStatus): boolean => {
    if (status.asks !== true || status.msgRef !== msgId) return true;
    const now = signal === 'busy' ? { ...status, code: 101 } : status;
    return !reply.tryAdd(statusCommand(now, reply.cmdId()));
  };
  state.statuses = state.statuses.filter(heldBack);
  state.said = [];
}

/** Alert 221, which asks for the result after a 101, or 222, which asks for more. */
export function asks(command: Command): boolean {
  return command.name === 'Alert' && (command.code === 221 || command.code === 222);
}
