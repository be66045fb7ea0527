/**
 * Commands before they get their CmdIDs: a draft knows what to do when its Status comes. A `Sync` draft carries its
 * children. Numbering happens when a message is written, because only then it is known what fits into it.
 */
import type { Command, StatusCommand } from '@anchorage/syncml-codec';

export interface Draft {
  /** `cmdId` empty; for a Sync: without commands. */
  readonly command: Command;
  readonly children?: readonly Draft[];
  readonly answered?: (status: StatusCommand) => void;
  /** Called when the server has taken a chunk of it: octets taken so far. */
  readonly chunkTaken?: (octets: number) => void;
}

export interface Numbered {
  readonly command: Command;
  /** Every numbered command with its draft, nested ones included. */
  readonly drafts: readonly { readonly cmdId: string; readonly draft: Draft }[];
}

export function number(draft: Draft, nextId: () => string): Numbered {
  const cmdId = nextId();
  const children = (draft.children ?? []).map((child) => number(child, nextId));
  const command: Command =
    draft.command.name === 'Sync'
      ? { ...draft.command, cmdId, commands: children.map((child) => child.command) }
      : { ...draft.command, cmdId };
  return { command, drafts: [{ cmdId, draft }, ...children.flatMap((child) => child.drafts)] };
}
