/** What waits to be said besides changes: Statuses, and commands of ours (SyncML Sync Protocol 1.1, 2.9). */
import { statusCommand } from './header.ts';
import { nextMessageAlert, queuedCommand } from './outgoing-command.ts';
import type { Sending } from './sending.ts';
import { frugalBelow } from './sizes.ts';
import type { QueuedCommand } from './state.ts';

/** Statuses first, in order, then our commands. True when nothing is left in either queue. */
export function sendQueues(sending: Sending): boolean {
  const { state, facts, reply, msgId } = sending;
  const reserve = reply.sizeOf(goOn(sending, reply.cmdId()));
  while (state.statuses[0] !== undefined) {
    const [status] = state.statuses;
    const whole = statusCommand(status, reply.cmdId());
    if (!reply.tryAdd(whole, reserve)) {
      // One that will never fit gives up its refs: CmdRef still says what it answers.
      if (reply.sizeOf(whole) + reserve <= reply.emptyRoom()) return false;
      reply.add(statusCommand({ ...status, targetRefs: [], sourceRefs: [] }, reply.cmdId()));
    }
    state.statuses.shift();
  }
  const said: QueuedCommand[] = [];
  state.said = said;
  const roomy = reply.emptyRoom() > frugalBelow && state.dialect.version !== '1.0';
  while (state.commands[0] !== undefined) {
    const [queued] = state.commands;
    const command = queuedCommand(
      queued,
      reply.cmdId(),
      state.dialect,
      roomy ? facts.server.maxObjSize : null,
    );
    if (!reply.tryAdd(command)) {
      if (reply.sizeOf(command) <= reply.emptyRoom()) return false;
      // A DevInf grew too large between two limits: the phone does without.
      if (queued.kind !== 'results') reply.add(command);
    }
    state.commands.shift();
    said.push(queued);
    if (queued.kind !== 'alert') continue;
    state.sent.push({ msg: msgId, cmd: command.cmdId, kind: 'alert', datastore: queued.datastore });
    const datastore = state.datastores.find(({ name }) => name === queued.datastore);
    // From now on the phone knows which sync is wanted.
    if (datastore !== undefined) datastore.resend = false;
  }
  return true;
}

/** Alert 222, with addresses where there is room for them. */
export function goOn({ state, reply }: Sending, cmdId: string): ReturnType<typeof nextMessageAlert> {
  const addresses = reply.emptyRoom() > frugalBelow ? { phone: state.phone.uri, server: state.server } : null;
  return nextMessageAlert(cmdId, addresses);
}
