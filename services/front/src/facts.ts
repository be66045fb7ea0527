/** Facts the session machine is handed with each message, read from the store. */
import { kindOfDatastore, offeredKinds } from '@anchorage/model';
import type { DatastoreName, DeviceProfile, SessionId } from '@anchorage/model';
import type { Message } from '@anchorage/syncml-codec';
import { devInfIn, luidsIn, opensDatastore, profileFor } from '@anchorage/syncml-session';
import type { AuthVerdict, DatastoreFacts, ReceiveFacts, ServerFacts } from '@anchorage/syncml-session';
import type { Datastore, Device, Tables } from '@anchorage/store';
import type { Front, PhoneRequest } from './front.ts';

export interface Known {
  readonly device: Device;
  readonly datastores: readonly Datastore[];
  readonly profile: DeviceProfile;
  readonly facts: ReceiveFacts;
}

export async function gatherFacts(
  front: Pick<Front, 'clock' | 'settings'>,
  tables: Tables,
  device: Device,
  about: {
    /** Null for a session that is just beginning. */
    readonly sessionId: SessionId | null;
    readonly token: string;
    readonly message: Message;
    readonly request: PhoneRequest;
    readonly auth: AuthVerdict;
    readonly freshNonce: Uint8Array;
  },
): Promise<Known> {
  const { clock } = front;
  const { accountId } = device;
  const datastores = await tables.datastores.ofDevice(accountId, device.id);
  const server = serverFacts(front, about.request, about.token);
  const timeZone = await timeZoneOf(tables, device);
  const profile = usableProfile(withNews(device, about.message, timeZone), server, timeZone);
  const asksForMaps = profile.replaysMaps === false && about.message.commands.some(opensDatastore);
  const knownLuids: Partial<Record<DatastoreName, ReadonlySet<string>>> = {};
  for (const { datastore: name, luids } of luidsIn(about.message, profile)) {
    const datastore = datastores.find((one) => one.name === name);
    if (datastore !== undefined)
      knownLuids[name] = await known(tables, accountId, datastore, about.sessionId, luids);
  }
  return {
    device,
    datastores,
    profile,
    facts: {
      now: clock.now(),
      auth: about.auth,
      freshNonce: about.freshNonce,
      privateLine: about.request.private,
      server,
      profile,
      devInfKnown: device.devInf !== null,
      datastores: await Promise.all(
        datastores
          .filter(isOffered)
          .map((datastore) => datastoreFacts(tables, datastore, about.sessionId, asksForMaps)),
      ),
      knownLuids,
      nextAnchor: nextAnchor(clock.now(), datastores),
    },
  };
}

/** RespURI goes where the phone came in, so that whatever stands before us lets it through. */
export function serverFacts(
  front: Pick<Front, 'settings'>,
  request: PhoneRequest,
  token: string,
): ServerFacts {
  const { settings } = front;
  return {
    url: request.url,
    respUri: `${request.url}?s=${token}`,
    ...settings.server,
    maxMsgSize: settings.maxMsgSize,
    maxObjSize: settings.maxObjSize,
  };
}

/** The device as it is once the DevInf of this very message has been read: our own DevInf goes out in the reply. */
function withNews(device: Device, message: Message, timeZone: string): Device {
  const devInf = devInfIn(message);
  if (devInf === null) return device;
  const { deviceUri, userAgent } = device;
  return { ...device, profile: profileFor({ devInf, deviceUri: deviceUri ?? '', userAgent, timeZone }) };
}

/** The device's own profile, or the one of a phone nobody knows anything of. */
export function usableProfile(device: Device, server: ServerFacts, timeZone: string): DeviceProfile {
  const { deviceUri, userAgent } = device;
  const profile =
    device.profile ?? profileFor({ devInf: null, deviceUri: deviceUri ?? '', userAgent, timeZone });
  // A RespURI of 127 octets or more breaks phones; such a host name does without.
  return server.respUri.length < 127 ? profile : { ...profile, sendRespUri: false };
}

export async function timeZoneOf(tables: Tables, device: Device): Promise<string> {
  return (await tables.accounts.get(device.accountId))?.timeZone ?? 'UTC';
}

/** One with nothing behind it is not there for a phone: what it sent there could go nowhere. */
function isOffered({ name, collections }: Datastore): boolean {
  return collections.length > 0 && offeredKinds.includes(kindOfDatastore[name]);
}

async function datastoreFacts(
  tables: Tables,
  datastore: Datastore,
  sessionId: SessionId | null,
  asksForMaps: boolean,
): Promise<DatastoreFacts> {
  const { accountId, id } = datastore;
  const collections = await Promise.all(
    datastore.collections.map(({ id }) => tables.collections.get(datastore.accountId, id)),
  );
  const present = collections.filter((collection) => collection !== null);
  return {
    name: datastore.name,
    displayName: present[0]?.displayName ?? datastore.name,
    clientAnchor: datastore.clientAnchor,
    serverAnchor: datastore.serverAnchor,
    window: datastore.window,
    readOnly: present.length > 0 && present.every((collection) => collection.readOnly),
    unmapped: asksForMaps && (await tables.mappings.anyUnmapped(accountId, id, sessionId)),
  };
}

/** Mapped ones, and those this session has brought already. */
async function known(
  tables: Tables,
  accountId: Device['accountId'],
  datastore: Datastore,
  sessionId: SessionId | null,
  luids: readonly string[],
): Promise<ReadonlySet<string>> {
  const mapped = await tables.mappings.byLuids(accountId, datastore.id, luids);
  const found = new Set(mapped.flatMap((mapping) => mapping.luid ?? []));
  if (sessionId === null) return found;
  const wanted = new Set(luids);
  for (const luid of await tables.inbox.luids(accountId, sessionId, datastore.id)) {
    if (wanted.has(luid)) found.add(luid);
  }
  return found;
}

/** A UTC basic timestamp, later than any we gave to this device even if the clock was set back. */
export function nextAnchor(now: number, datastores: readonly Pick<Datastore, 'serverAnchor'>[]): string {
  const latest = datastores.reduce((last, { serverAnchor }) => {
    return serverAnchor !== null && serverAnchor > last ? serverAnchor : last;
  }, '');
  const candidate = basicTimestamp(now);
  if (candidate > latest) return candidate;
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(latest)?.map(Number) ?? [];
  if (year === undefined || month === undefined) return candidate;
  return basicTimestamp(Date.UTC(year, month - 1, day, hour, minute, (second ?? 0) + 1));
}

function basicTimestamp(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}
