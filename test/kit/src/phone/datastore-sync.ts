/**
 * One datastore of the phone during one session: its Alert, its changes on the way out, the server's commands on the
 * way in, and what may be committed at the end.
 */
import type { AlertCommand, StatusCommand } from '@anchorage/syncml-codec';
import type { Draft } from './draft.ts';
import { filterElement } from './filter-element.ts';
import type { LoggedChange } from './item-store.ts';
import type { DatastoreSettings } from './datastore-settings.ts';
import { outgoingChanges } from './outgoing-changes.ts';
import { receiveCommands } from './receive-commands.ts';
import type { Receiver } from './receive-commands.ts';
import type { DatastoreReport } from './phone-types.ts';
import { rule } from './reply-rules.ts';

export interface DatastoreSync {
  readonly name: string;
  readonly source: string;
  readonly target: string;
  alert(maxObjSize: number | null): Draft;
  /** The server's own Alert of package 2. */
  serverAlert(alert: AlertCommand): void;
  /** May package 3 hold a Sync of it? */
  isOpen(): boolean;
  head(): Draft;
  changes(): readonly Draft[];
  readonly receiver: Receiver;
  /** Maps not acknowledged yet, a Map command for every fifty: longer ones fit no message. */
  mapDrafts(): readonly Draft[];
  /** Did the server have to send a Sync in package 4? */
  expectsServerSync(): boolean;
  finish(): void;
  /** The session broke off: remembers how far it came. */
  interrupt(): void;
  report(): DatastoreReport;
}

export function createDatastoreSync(settings: DatastoreSettings): DatastoreSync {
  const { store, name, source, target, next } = settings;
  const before: ReadonlyMap<string, LoggedChange> = store.changes();
  const own = outgoingChanges(settings, before);
  const { accepted } = own;
  const resumes = settings.alertCode === 225;
  const suspended = resumes ? store.interrupted : null;
  /** A session goes on with the very kind of sync that broke off (DS Protocol 1.2; S60 gives up at any other). */
  const asked = resumes ? (suspended?.syncType ?? 0) : settings.alertCode;
  let alertStatus: number | null = null;
  let syncStatus: number | null = null;
  let syncType: number | null = null;
  let finished = false;
  const receiver = receiveCommands(settings, () => syncType ?? 0, suspended?.incoming ?? null);

  return {
    name,
    source,
    target,
    receiver,
    alert(maxObjSize) {
      const last = settings.alertCode === 201 ? null : store.anchor;
      return {
        command: {
          name: 'Alert',
          cmdId: '',
          code: settings.alertCode,
          items: [
            {
              target: {
                uri: target,
                ...(settings.filter === null
                  ? {}
                  : { filter: filterElement(settings.type, settings.filter) }),
              },
              source: { uri: source },
              meta: {
                anchor: { ...(last === null ? {} : { last }), next },
                ...(maxObjSize === null ? {} : { maxObjSize }),
              },
            },
          ],
        },
        answered: takeAlertStatus,
      };
    },
    serverAlert(alert) {
      rule(alertStatus !== null, `Alert for ${name} before the Status of ours`);
      rule(alertStatus === 200 || alertStatus === 508, `Alert for ${name} after Status ${alertStatus}`);
      const code = alert.code ?? 0;
      rule(code >= 200 && code <= 205, `Alert ${code} in package 2`);
      // Filters go from the client to the server; Nokia S60 answers one in our Alert with 406.
      rule(alert.items[0]?.target?.filter === undefined, 'a Filter in the server\u2019s Alert');
      if (alertStatus === 508)
        rule(code === 201 || (code === 205 && !resumes), `508 followed by Alert ${code}`);
      else rule(code === asked, `200 followed by Alert ${code}, asked was ${asked}`);
      rule((alert.items[0]?.meta?.anchor?.next ?? '') !== '', 'Alert without Next anchor');
      syncType = code;
    },
    isOpen: () => syncType !== null && alertStatus !== null,
    head: () => ({
      command: {
        name: 'Sync',
        cmdId: '',
        target: { uri: target },
        source: { uri: source },
        ...(settings.supportsNumberOfChanges ? { numberOfChanges: changes().length } : {}),
        commands: [],
      },
      answered: (status) => {
        syncStatus = syncStatus === null || syncStatus < 300 ? status.code : syncStatus;
      },
    }),
    changes,
    mapDrafts() {
      const all = [...store.maps];
      const starts = Array.from({ length: Math.ceil(all.length / mapItems) }, (_, at) => at * mapItems);
      return starts.map((from) => {
        const pairs = all.slice(from, from + mapItems);
        return {
          command: {
            name: 'Map',
            cmdId: '',
            target: { uri: target },
            source: { uri: source },
            items: pairs.map(([guid, luid]) => ({ target: guid, source: luid })),
          },
          answered: (status) => {
            rule(status.code < 300 || status.code === 404, `Map answered ${status.code}`);
            for (const [guid] of pairs) store.maps.delete(guid);
          },
        };
      });
    },
    expectsServerSync: () => syncType !== null && syncType !== 202 && syncType !== 203 && syncOk(),
    finish() {
      if (syncType === null || !syncOk()) return;
      receiver.finish();
      const settled = new Map([...before].filter(([luid]) => accepted.has(luid) || syncType === 204));
      const whole = syncType === 201 || syncType === 203 || syncType === 205;
      if (syncType !== 204) store.forget(whole ? new Map([...before].filter(isPast)) : settled);
      store.anchor = next;
      store.interrupted = null;
      finished = true;
    },
    interrupt() {
      if (finished || syncType === null) return;
      store.interrupted = {
        syncType,
        accepted: [...accepted],
        partial: own.partial(),
        incoming: receiver.part(),
      };
    },
    report: () => ({
      alertStatus,
      syncType,
      sent: own.counts(),
      received: receiver.counts(),
      itemStatuses: { ...own.statuses },
      finished,
    }),
  };

  function changes(): readonly Draft[] {
    return own.drafts(syncType, alertStatus === 200 ? suspended : null);
  }

  function syncOk(): boolean {
    return syncStatus === null || syncStatus < 300;
  }

  /**
   * After a slow sync or a refresh the log of what went before means nothing any more, save what was refused, and what
   * was deleted after it had been told in a part of this slow sync that broke off.
   */
  function isPast([luid, { kind }]: readonly [string, LoggedChange]): boolean {
    const refused = own.statuses[luid] !== undefined && !accepted.has(luid);
    return !refused && !(suspended !== null && kind === 'delete');
  }

  function takeAlertStatus(status: StatusCommand): void {
    alertStatus = status.code;
    if (status.code !== 200 && status.code !== 508) return;
    const data = status.items[0]?.data;
    // SyncML Sync Protocol 1.1, 2.2.1: the Next anchor comes back in the Status.
    rule(
      data?.kind === 'anchor' && data.anchor.next === next,
      'Status for Alert does not repeat our Next anchor',
    );
  }
}

const mapItems = 50;
