/**
 * A SyncML message as typed values: what the session thinks in, whatever the encoding was.
 *
 * Element names follow SyncML Representation Protocol 1.2.2, section 5 and 6; the 1.0 and 1.1 documents are subsets.
 * Values are as transferred, except that numbers are numbers, `Format` b64 of a digest in raw octets has been turned
 * into base64 text, and a DevInf or Anchor inside `Data` is already parsed.
 */
import type { DevInf } from './devinf.ts';

export type { Dialect, Encoding, SyncmlVersion } from './dialect.ts';

export interface Message {
  readonly header: SyncHdr;
  readonly commands: readonly Command[];
  readonly final: boolean;
}

export interface SyncHdr {
  /** `VerDTD` as received; may be one we do not support. */
  readonly verDtd: string;
  /** `VerProto` as received, e.g. `SyncML/1.2`. */
  readonly verProto: string;
  readonly sessionId: string;
  readonly msgId: number;
  readonly target: Location;
  readonly source: Location;
  readonly respUri?: string;
  readonly noResp?: boolean;
  readonly cred?: Cred;
  readonly meta?: Meta;
}

export interface Location {
  /** `LocURI`, empty when the element was empty or missing. */
  readonly uri: string;
  readonly name?: string;
  readonly filter?: Filter;
}

export interface Filter {
  readonly meta?: Meta;
  readonly field?: Item;
  readonly record?: Item;
  readonly filterType?: string;
}

export interface Anchor {
  readonly last?: string;
  readonly next: string;
}

export interface Meta {
  readonly fieldLevel?: boolean;
  readonly format?: string;
  readonly type?: string;
  readonly mark?: string;
  readonly size?: number;
  readonly anchor?: Anchor;
  readonly version?: string;
  /** Base64 text. */
  readonly nextNonce?: string;
  readonly maxMsgSize?: number;
  readonly maxObjSize?: number;
  readonly emi?: readonly string[];
  readonly mem?: { readonly shared?: boolean; readonly freeMem?: number; readonly freeId?: number };
}

export interface Cred {
  readonly meta?: Meta;
  /** The credential's text; a digest in raw octets arrives here as base64 and `meta.format` as `b64`. */
  readonly data: string;
}

export interface Chal {
  readonly meta: Meta;
}

/** Content of a `Data` element. Item data is octets: a phone's charset is not ours to guess at this level. */
export type Data =
  | { readonly kind: 'octets'; readonly octets: Uint8Array }
  | { readonly kind: 'anchor'; readonly anchor: Anchor }
  | { readonly kind: 'devinf'; readonly devinf: DevInf };

export interface Item {
  readonly target?: Location;
  readonly source?: Location;
  readonly sourceParent?: string;
  readonly targetParent?: string;
  readonly meta?: Meta;
  readonly data?: Data;
  readonly moreData?: boolean;
}

interface CommandBase {
  readonly cmdId: string;
}

interface RequestBase extends CommandBase {
  readonly noResp?: boolean;
  readonly cred?: Cred;
  readonly meta?: Meta;
}

export interface AddCommand extends RequestBase {
  readonly name: 'Add';
  readonly items: readonly Item[];
}
export interface ReplaceCommand extends RequestBase {
  readonly name: 'Replace';
  readonly items: readonly Item[];
}
export interface CopyCommand extends RequestBase {
  readonly name: 'Copy';
  readonly items: readonly Item[];
}
export interface MoveCommand extends RequestBase {
  readonly name: 'Move';
  readonly items: readonly Item[];
}
export interface DeleteCommand extends RequestBase {
  readonly name: 'Delete';
  readonly archive?: boolean;
  readonly sftDel?: boolean;
  readonly items: readonly Item[];
}
export interface AlertCommand extends RequestBase {
  readonly name: 'Alert';
  /** The alert code; NaN-free: a missing or non-numeric `Data` is `null`. */
  readonly code: number | null;
  readonly correlator?: string;
  readonly items: readonly Item[];
}
export interface SyncCommand extends RequestBase {
  readonly name: 'Sync';
  readonly target?: Location;
  readonly source?: Location;
  readonly numberOfChanges?: number;
  readonly commands: readonly Command[];
}
export interface AtomicCommand extends RequestBase {
  readonly name: 'Atomic';
  readonly commands: readonly Command[];
}
export interface SequenceCommand extends RequestBase {
  readonly name: 'Sequence';
  readonly commands: readonly Command[];
}
export interface MapItem {
  /** Our temporary GUID. */
  readonly target: string;
  /** The phone's LUID. */
  readonly source: string;
}
export interface MapCommand extends RequestBase {
  readonly name: 'Map';
  readonly target: Location;
  readonly source: Location;
  readonly items: readonly MapItem[];
}
export interface PutCommand extends RequestBase {
  readonly name: 'Put';
  readonly lang?: string;
  readonly items: readonly Item[];
}
export interface GetCommand extends RequestBase {
  readonly name: 'Get';
  readonly lang?: string;
  readonly items: readonly Item[];
}
export interface ExecCommand extends RequestBase {
  readonly name: 'Exec';
  readonly correlator?: string;
  readonly items: readonly Item[];
}
export interface SearchCommand extends RequestBase {
  readonly name: 'Search';
  readonly noResults?: boolean;
  readonly target?: Location;
  readonly sources: readonly Location[];
  readonly lang?: string;
  readonly data?: Data;
}
export interface ResultsCommand extends CommandBase {
  readonly name: 'Results';
  /** Absent in some phones' messages: means 1. */
  readonly msgRef: number;
  readonly cmdRef: string;
  readonly meta?: Meta;
  readonly targetRef?: string;
  readonly sourceRef?: string;
  readonly items: readonly Item[];
}
export interface StatusCommand extends CommandBase {
  readonly name: 'Status';
  readonly msgRef: number;
  readonly cmdRef: string;
  /** The command this answers, e.g. `SyncHdr`, `Add`. */
  readonly cmd: string;
  readonly targetRefs: readonly string[];
  readonly sourceRefs: readonly string[];
  readonly cred?: Cred;
  readonly chal?: Chal;
  /** The status code. */
  readonly code: number;
  readonly items: readonly Item[];
}

export type Command =
  | AddCommand
  | ReplaceCommand
  | CopyCommand
  | MoveCommand
  | DeleteCommand
  | AlertCommand
  | SyncCommand
  | AtomicCommand
  | SequenceCommand
  | MapCommand
  | PutCommand
  | GetCommand
  | ExecCommand
  | SearchCommand
  | ResultsCommand
  | StatusCommand;
export type CommandName = Command['name'];
