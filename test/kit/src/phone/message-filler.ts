/**
 * What the phone still has to say, and as much of it as fits into the next message. Statuses come first; a `Sync`
 * may go on in the next message (SyncML Sync Protocol 1.1, 2.9); an item too large for an empty message goes in
 * chunks, the message ending after each but the last (2.10).
 */
import { encodedCommandSize } from '@anchorage/syncml-codec';
import type { Dialect, Item } from '@anchorage/syncml-codec';
import type { Draft } from './draft.ts';
import { PhoneError } from './phone-types.ts';

export interface SyncQueue {
  readonly head: Draft;
  readonly children: Draft[];
  started: boolean;
}
type Part =
  { readonly kind: 'flat'; readonly draft: Draft } | { readonly kind: 'sync'; readonly sync: SyncQueue };

export interface MessageFiller {
  /** Answers to the server: before everything else. */
  answer(draft: Draft): void;
  say(draft: Draft): void;
  saySync(head: Draft, children: readonly Draft[]): void;
  clear(): void;
  /** All but that the last header was fine. */
  dropAnswers(): void;
  isEmpty(): boolean;
  /** Is there more to say than that the last header was fine? A client does not send that alone. */
  hasNews(): boolean;
  /** Takes at most `budget` octets of commands out; null budget: everything. */
  take(budget: number | null): readonly Draft[];
}

export function createMessageFiller(dialect: Dialect, largeObjects: boolean): MessageFiller {
  let answers: Draft[] = [];
  let parts: Part[] = [];

  return {
    answer: (draft) => void answers.push(draft),
    say: (draft) => void parts.push({ kind: 'flat', draft }),
    saySync: (head, children) =>
      void parts.push({ kind: 'sync', sync: { head, children: [...children], started: false } }),
    clear() {
      answers = [];
      parts = [];
    },
    dropAnswers() {
      answers = answers.filter(isForHeader);
    },
    isEmpty: () => answers.length === 0 && parts.length === 0,
    hasNews: () => parts.length > 0 || answers.some((draft) => !isForHeader(draft)),
    take(budget) {
      const message = openMessage(dialect, budget ?? Infinity);
      while (answers[0] !== undefined && message.add(answers[0])) answers.shift();
      while (answers.length === 0 && parts[0] !== undefined) {
        const part = parts[0];
        if (
          part.kind === 'flat'
            ? !message.add(part.draft)
            : !fillSync(part.sync, message, dialect, largeObjects)
        ) {
          break;
        }
        parts.shift();
      }
      if (message.drafts.length === 0 && (answers.length > 0 || parts.length > 0)) {
        throw new PhoneError('usage', 'MaxMsgSize leaves no room for a single command');
      }
      return message.drafts;
    },
  };
}

function isForHeader({ command }: Draft): boolean {
  return command.name === 'Status' && command.cmd === 'SyncHdr';
}

interface OpenMessage {
  readonly drafts: Draft[];
  readonly room: () => number;
  /** False when it does not fit. */
  add(draft: Draft): boolean;
}

function openMessage(dialect: Dialect, budget: number): OpenMessage {
  const drafts: Draft[] = [];
  let used = 0;
  return {
    drafts,
    room: () => budget - used,
    add(draft) {
      const size = measure(draft, dialect);
      if (used + size > budget) return false;
      drafts.push(draft);
      used += size;
      return true;
    },
  };
}

/** True when the whole Sync is in; false when it goes on in the next message. */
function fillSync(sync: SyncQueue, message: OpenMessage, dialect: Dialect, largeObjects: boolean): boolean {
  const room = message.room() - measure(sync.head, dialect);
  const fitting: Draft[] = [];
  let used = 0;
  let chunked = false;
  while (sync.children[0] !== undefined) {
    const size = measure(sync.children[0], dialect);
    if (used + size <= room) {
      fitting.push(sync.children.shift() as Draft);
      used += size;
      continue;
    }
    // A chunk opens its message's Sync: what stands before it would only make it smaller.
    if (fitting.length > 0 || message.drafts.some((draft) => draft.command.name !== 'Status')) break;
    if (!largeObjects) throw new PhoneError('usage', 'an item does not fit and large objects are off');
    const [first, rest] = splitItem(sync.children[0], room, dialect);
    fitting.push(first);
    sync.children[0] = rest;
    chunked = true;
    break;
  }
  const done = sync.children.length === 0 && !chunked;
  if (fitting.length === 0 && !done) return false;
  const head = sync.started ? withoutCount(sync.head) : sync.head;
  if (!message.add({ ...head, children: fitting })) return false;
  sync.started = true;
  return done;
}

/** Cuts at a character boundary and never inside CRLF. Size stands in the first chunk only. */
function splitItem(draft: Draft, room: number, dialect: Dialect): [Draft, Draft] {
  const command = draft.command;
  const item = 'items' in command ? (command.items[0] as Item | undefined) : undefined;
  if ((command.name !== 'Add' && command.name !== 'Replace') || item?.data?.kind !== 'octets') {
    throw new PhoneError('usage', 'only Add and Replace can be chunked');
  }
  const octets = item.data.octets;
  const sentBefore = chunkOffsets.get(draft) ?? 0;
  const first = sentBefore === 0;
  const meta = { ...command.meta, ...item.meta };
  let length = Math.min(octets.length - 1, Math.max(0, room));
  for (;;) {
    length = boundary(octets, length);
    if (length < 16) throw new PhoneError('usage', 'MaxMsgSize leaves no room for a chunk');
    const chunk: Item = {
      ...item,
      meta: first ? { ...meta, size: octets.length } : meta,
      data: { kind: 'octets', octets: octets.subarray(0, length) },
      moreData: true,
    };
    const taken = sentBefore + length;
    const cut: Draft = {
      command: { ...command, items: [chunk] },
      answered: ({ code }) => {
        if (code === 213) draft.chunkTaken?.(taken);
      },
    };
    const size = measure(cut, dialect);
    if (size <= room) {
      return [cut, restOf(draft, length)];
    }
    length -= Math.max(1, Math.ceil((size - room) / 2));
  }
}

/** What is left of an item when the server has taken that many octets. */
export function restOf(draft: Draft, octets: number): Draft {
  const { command } = draft;
  if (command.name !== 'Add' && command.name !== 'Replace') return draft;
  const items = command.items.map((item) =>
    item.data?.kind === 'octets'
      ? {
          ...item,
          meta: { ...command.meta, ...item.meta },
          data: { ...item.data, octets: item.data.octets.subarray(octets) },
        }
      : item,
  );
  const rest: Draft = { ...draft, command: { ...command, items } };
  chunkOffsets.set(rest, (chunkOffsets.get(draft) ?? 0) + octets);
  return rest;
}

/** Octets of the object that went before: drafts that are not the beginning of theirs. */
const chunkOffsets = new WeakMap<Draft, number>();

function boundary(octets: Uint8Array, length: number): number {
  let at = length;
  while (at > 0 && ((octets[at] ?? 0) & 0xc0) === 0x80) at--;
  if (octets[at - 1] === 0x0d && octets[at] === 0x0a) at--;
  return at;
}

function withoutCount(head: Draft): Draft {
  if (head.command.name !== 'Sync') return head;
  const { numberOfChanges: _, ...command } = head.command;
  return { ...head, command };
}

/** With a CmdID of four digits, and a little for a change of code page. */
export function measure(draft: Draft, dialect: Dialect): number {
  const children = (draft.children ?? []).reduce((sum, child) => sum + measure(child, dialect), 0);
  return children + 4 + encodedCommandSize({ ...draft.command, cmdId: '9999' }, dialect);
}
