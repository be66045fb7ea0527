/**
 * Device information (DevInf 1.0, 1.1, 1.2) as typed values. The flat CTCap of 1.0 and 1.1 and the nested one of 1.2
 * read into the same shape; in 1.0/1.1 CTCap belongs to the whole device and is repeated in every datastore here.
 */
import type { SyncmlVersion } from './dialect.ts';

export interface DevInf {
  readonly verDtd: SyncmlVersion;
  readonly man?: string;
  readonly mod?: string;
  readonly oem?: string;
  readonly fwV?: string;
  readonly swV?: string;
  readonly hwV?: string;
  readonly devId: string;
  readonly devTyp: string;
  readonly utc: boolean;
  readonly supportLargeObjs: boolean;
  readonly supportNumberOfChanges: boolean;
  readonly datastores: readonly DevInfDatastore[];
  readonly ext: readonly { readonly name: string; readonly values: readonly string[] }[];
}

export interface ContentFormat {
  readonly type: string;
  readonly version: string;
}

export interface DevInfDatastore {
  readonly sourceRef: string;
  readonly displayName?: string;
  readonly maxGuidSize?: number;
  readonly rxPref: ContentFormat;
  readonly rx: readonly ContentFormat[];
  readonly txPref: ContentFormat;
  readonly tx: readonly ContentFormat[];
  readonly ctCaps: readonly CtCap[];
  readonly dsMem?: { readonly shared?: boolean; readonly maxMem?: number; readonly maxId?: number };
  readonly supportHierarchicalSync?: boolean;
  readonly syncTypes: readonly number[];
  readonly filterRx?: readonly ContentFormat[];
  readonly filterCaps?: readonly FilterCap[];
}

export interface CtCap {
  readonly type: string;
  /** Empty in 1.0/1.1, which do not separate type and version. */
  readonly version: string;
  readonly fieldLevel?: boolean;
  readonly properties: readonly DevInfProperty[];
}

export interface DevInfProperty {
  readonly name: string;
  readonly dataType?: string;
  readonly maxOccur?: number;
  readonly maxSize?: number;
  readonly noTruncate?: boolean;
  readonly values: readonly string[];
  readonly displayName?: string;
  readonly params: readonly DevInfParam[];
}

export interface DevInfParam {
  readonly name: string;
  readonly dataType?: string;
  readonly values: readonly string[];
  readonly displayName?: string;
}

export interface FilterCap {
  readonly type: string;
  readonly version: string;
  readonly keywords: readonly string[];
  readonly properties: readonly string[];
}
