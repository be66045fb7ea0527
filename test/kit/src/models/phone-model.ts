/**
 * A phone model as data: how it introduces itself, what it can take, and which breaches of its limits it notices. The
 * wording of every DevInf is invented; makes and models are real, because rules are found by them.
 */
import type { DevInf, Encoding, SyncmlVersion } from '@anchorage/syncml-codec';
import type { PhoneOptions } from '../phone/phone-types.ts';

export interface PhoneModel {
  readonly name: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly userAgent: string;
  readonly deviceUri: string;
  readonly version: SyncmlVersion;
  readonly encoding: Encoding;
  /** What its header announces; null: nothing. */
  readonly maxMsgSize: number | null;
  /** Octets its HTTP buffer really holds, and of the longest message it writes. */
  readonly httpBuffer: number;
  readonly maxGuidSize: number;
  /** Null: no large objects. */
  readonly maxObjSize: number | null;
  readonly utc: boolean;
  /** Of SyncCap: 1 two-way, 2 slow, 3 and 4 from the phone, 5 and 6 from the server, 7 by alert of the server. */
  readonly syncTypes: readonly number[];
  readonly datastores: Readonly<Record<'card' | 'cal', ModelDatastore>>;
  readonly charset?: 'ISO-8859-1';
  readonly declaredSizeExtra?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Static memory of each datastore, in items. */
  readonly maxId?: number;
  readonly habits?: ModelHabits;
  readonly rules: ModelRules;
}

export interface ModelDatastore {
  readonly type: 'text/x-vcard' | 'text/x-vcalendar';
  readonly source: string;
  readonly target: string;
  readonly properties: readonly string[];
}

/** What it does otherwise than a plain phone. */
export type ModelHabits = Pick<
  PhoneOptions,
  | 'cdata'
  | 'finalWithNext'
  | 'forgetsMaps'
  | 'mapWhen'
  | 'omitsLastStatuses'
  | 'oneStatusPerSync'
  | 'replaceLostByAdd'
>;

/** Breaches beyond those that every simulated phone notices. */
export interface ModelRules {
  /** Lines of items end in CRLF, or the parser gives up. */
  readonly crlf?: boolean;
  /** A Status of 500 and above with an Item other than an anchor ends its session. */
  readonly noItemInServerErrors?: boolean;
  /** More Deletes than this in one message crash it. */
  readonly maxDeletes?: number;
  /** Statuses for single changes are too much for it, unless something is wrong with them. */
  readonly noItemStatuses?: boolean;
  /** A Sync of the server before the Status of its own loses it. */
  readonly syncAnsweredFirst?: boolean;
  /** The server's DevInf must not describe properties. */
  readonly noServerCtCap?: boolean;
  /** A type, size or parameter of a property in the server's DevInf is more than it can read. */
  readonly plainServerCtCap?: boolean;
  /** The server's DevInf names a datastore, once, as its own Alert did, and none that it has no use for. */
  readonly datastoresAsAlerted?: boolean;
  /** A RespURI leads it astray. */
  readonly noRespUri?: boolean;
  /** XML: its parser takes no namespace on the root element. */
  readonly noNamespace?: boolean;
  /** XML: how item data is to be written. */
  readonly itemData?: 'cdata' | 'escaped';
  /** XML: the elements of a challenge in another order than that of the DTD are not found. */
  readonly challengeInOrder?: boolean;
  /** A parameter whose name begins with X- loses it the field. */
  readonly noXParameters?: boolean;
  /** At most this many TEL lines. */
  readonly maxTel?: number;
}

/** The model's device information, out of the plain one. */
export function modelDevInf(model: PhoneModel, plain: DevInf): DevInf {
  return {
    ...plain,
    fwV: '1.0',
    swV: '1.0',
    hwV: '1.0',
    utc: model.utc,
    datastores: plain.datastores.map((store) => {
      const own = Object.values(model.datastores).find(({ source }) => source === store.sourceRef);
      return {
        ...store,
        syncTypes: model.syncTypes,
        ...(model.maxId === undefined ? {} : { dsMem: { maxId: model.maxId } }),
        ctCaps: store.ctCaps.map((cap) => ({
          ...cap,
          properties: (own?.properties ?? []).map((name) => ({ name, values: [], params: [] })),
        })),
      };
    }),
  };
}
