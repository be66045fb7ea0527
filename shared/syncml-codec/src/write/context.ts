/** What the writers of one message share: a dialect, and builders for the elements it has. */
import { CodecError } from '../error.ts';
import type { Dialect, SyncmlVersion } from '../message.ts';
import { element, textElement } from '../tree.ts';
import type { Element, Optional } from '../tree.ts';

/** Is `version` at least `since`? */
export function atLeast(version: SyncmlVersion, since: SyncmlVersion): boolean {
  return Number(version) >= Number(since);
}

/** Throws CodecError `unencodable` when leaving the element out would change what the message does. */
export function assertAtLeast(dialect: Dialect, since: SyncmlVersion, name: string): void {
  if (!atLeast(dialect.version, since)) {
    throw new CodecError('unencodable', `${name} does not exist in SyncML ${dialect.version}`);
  }
}

export function syncml(name: string, children: readonly Optional[] = []): Element {
  return element('syncml', name, children);
}

/** Nothing for an undefined value. */
export function syncmlText(name: string, value: string | number | undefined): Element | undefined {
  return value === undefined ? undefined : textElement('syncml', name, String(value));
}

export function syncmlFlag(name: string, value: boolean | undefined): Element | undefined {
  return value === true ? syncml(name) : undefined;
}
