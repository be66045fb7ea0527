/** What the three protocol versions call themselves (SyncML Representation Protocol 1.2.2, 5.4). */
import type { Dialect, SyncmlVersion } from './message.ts';

/** XML namespaces. MetInf and DevInf have one for all versions. */
export const namespaces = {
  syncml: { '1.0': 'SYNCML:SYNCML1.0', '1.1': 'SYNCML:SYNCML1.1', '1.2': 'SYNCML:SYNCML1.2' },
  metinf: 'syncml:metinf',
  devinf: 'syncml:devinf',
} as const;

/** `VerProto` of data synchronisation. */
export const verProtoOf: Readonly<Record<SyncmlVersion, string>> = {
  '1.0': 'SyncML/1.0',
  '1.1': 'SyncML/1.1',
  '1.2': 'SyncML/1.2',
};

/** `LocURI` under which device information is put and got. */
export const devinfUriOf: Readonly<Record<SyncmlVersion, string>> = {
  '1.0': './devinf10',
  '1.1': './devinf11',
  '1.2': './devinf12',
};

/**
 * The version a `VerDTD` stands for, null for one we do not know. Corrections (1.0.1, 1.1.2) use the strings of their
 * version, but are understood when written out.
 */
export function syncmlVersionOf(verDtd: string): SyncmlVersion | null {
  const [, version] = /^(1\.[012])(?:\.\d+)?$/.exec(verDtd.trim()) ?? [];
  return version === '1.0' || version === '1.1' || version === '1.2' ? version : null;
}

/** Media type of a message. Symbian S60 wants the WBXML one exactly like this, without parameters. */
export function contentTypeOf(dialect: Pick<Dialect, 'encoding'>): string {
  return dialect.encoding === 'wbxml'
    ? 'application/vnd.syncml+wbxml'
    : 'application/vnd.syncml+xml; charset="utf-8"';
}

/** Media type of a device information document inside a message of this encoding. */
export function devinfTypeOf(dialect: Pick<Dialect, 'encoding'>): string {
  return `application/vnd.syncml-devinf+${dialect.encoding}`;
}

/** Is this the media type of a device information document in either encoding? */
export function isDevinfType(type: string | undefined): boolean {
  return type !== undefined && /^application\/vnd\.syncml-devinf\+(?:wb)?xml\s*(?:;|$)/i.test(type.trim());
}
