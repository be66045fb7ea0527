/** From what a phone says of itself and what is known of its kind to a profile: plain data. */
import { datastoreNames, kindOfDatastore } from '@anchorage/model';
import type { DatastoreName, DatastoreProfile, DeviceProfile } from '@anchorage/model';
import type { DevInf, DevInfDatastore } from '@anchorage/syncml-codec';
import { counterpart, hostOf } from './datastore-kind.ts';
import { chooseFormat, writers } from './formats.ts';
import { all } from './known/all.ts';
import { knownRules } from './known/index.ts';
import { defaultProperties, propertiesOf } from './properties.ts';
import { applies } from './rule.ts';
import type { DeviceRule, DeviceSettings } from './rule.ts';

export interface KnownDevice {
  /** Null until the phone has sent it. */
  readonly devInf: DevInf | null;
  /** The HTTP header, or null. */
  readonly userAgent: string | null;
  /** Source LocURI of its messages. */
  readonly deviceUri: string;
  /** IANA name of the user's time zone. */
  readonly timeZone: string;
  /** Settings made for this very device; the strongest rule. */
  readonly overrides?: Partial<DeviceSettings>;
}

/** Every datastore of ours is in the profile; one the phone did not name has `source` null and default capabilities. */
export function profileFor(device: KnownDevice): DeviceProfile {
  const rules = rulesFor(device);
  const settings: DeviceSettings = Object.assign({}, all, ...rules.map((rule) => rule.set));
  const { devInf } = device;
  return {
    rules: ['all', ...rules.map((rule) => rule.id)],
    defaultMaxMsgSize: settings.defaultMaxMsgSize,
    maxMsgSizeShare: settings.maxMsgSizeShare,
    maxMsgSizeCap: settings.maxMsgSizeCap,
    replyDeadline: settings.replyDeadline,
    ...(settings.busySignal === undefined ? {} : { busySignal: settings.busySignal }),
    ...(settings.retryLater === undefined ? {} : { retryLater: settings.retryLater }),
    sendRespUri: settings.sendRespUri,
    completeFromClientOnly: settings.completeFromClientOnly,
    cdata: settings.cdata,
    ...(settings.challenge === undefined ? {} : { challenge: settings.challenge }),
    supportsLargeObjects: settings.largeObjects ?? devInf?.supportLargeObjs ?? false,
    supportsNumberOfChanges: settings.numberOfChanges ?? devInf?.supportNumberOfChanges ?? false,
    maxObjSize: settings.maxObjSize,
    ...(settings.maxDeletesPerMessage === undefined
      ? {}
      : { maxDeletesPerMessage: settings.maxDeletesPerMessage }),
    ...(settings.declaredSizeOffset === undefined ? {} : { declaredSizeOffset: settings.declaredSizeOffset }),
    ...(settings.serverCtCap === undefined ? {} : { serverCtCap: settings.serverCtCap }),
    ...(settings.replaysMaps === undefined ? {} : { replaysMaps: settings.replaysMaps }),
    ...(settings.oneStatusPerSync === undefined ? {} : { oneStatusPerSync: settings.oneStatusPerSync }),
    ...(settings.omitsLastStatuses === undefined ? {} : { omitsLastStatuses: settings.omitsLastStatuses }),
    datastores: Object.fromEntries(
      datastoreNames.map((name) => [name, datastoreProfile(name, device, settings)]),
    ),
  };
}

function rulesFor(device: KnownDevice): readonly DeviceRule[] {
  const traits = {
    man: device.devInf?.man?.trim() ?? '',
    mod: device.devInf?.mod?.trim() ?? '',
    userAgent: device.userAgent ?? '',
    deviceUri: device.deviceUri,
  };
  const known = knownRules.filter((rule) => applies(rule, traits));
  return device.overrides === undefined ? known : [...known, { id: 'this-device', set: device.overrides }];
}

function datastoreProfile(
  name: DatastoreName,
  device: KnownDevice,
  settings: DeviceSettings,
): DatastoreProfile {
  const kind = kindOfDatastore[name];
  const theirs = device.devInf === null ? null : counterpart(name, device.devInf);
  const host = device.devInf === null ? null : hostOf(name, device.devInf);
  const contentType =
    settings.formats?.[kind] ?? (theirs === null ? null : chooseFormat(kind, theirs)) ?? writers[kind][0];
  if (contentType === undefined) throw new TypeError(`no writer for ${kind}`);
  const listed =
    theirs === null || settings.ignoreCtCap === true
      ? null
      : propertiesOf(theirs, kind, contentType, settings.ignoreMaxSize === true);
  const properties = listed ?? defaultProperties(kind, contentType);
  return {
    source: theirs?.sourceRef ?? null,
    ...(host === null ? {} : { within: host }),
    maxGuidSize: guidSize(theirs, settings),
    capabilities: {
      kind,
      contentType,
      ...(properties === null ? {} : { properties }),
      utc: settings.utc ?? device.devInf?.utc ?? false,
      timeZone: device.timeZone,
      allDay: settings.allDay,
      rruleCount: settings.rruleCount,
      quotedPrintable: settings.quotedPrintable,
      charset: settings.charset,
      maxPhoto: photoSize(properties?.['PHOTO']?.maxSize, settings.maxPhoto),
    },
  };
}

function guidSize(theirs: DevInfDatastore | null, settings: DeviceSettings): number {
  const declared = theirs?.maxGuidSize ?? 0;
  return declared >= 1 ? declared : settings.maxGuidSize;
}

/** The phone's limit is for the text, and base64 makes four characters of three octets. */
function photoSize(maxSize: number | undefined, maxPhoto: number): number {
  return maxSize === undefined ? maxPhoto : Math.min(maxPhoto, Math.floor((maxSize * 3) / 4));
}
