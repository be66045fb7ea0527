/** A collection in memory, with a history for sync-collection. */
import { createHash } from 'node:crypto';

export interface Member {
  readonly name: string;
  readonly etag: string;
  readonly body: string;
}

export interface MemoryCollection {
  readonly members: ReadonlyMap<string, Member>;
  /** How often it changed: the number in its sync-token and its CTag. */
  readonly revision: number;
  put(name: string, body: string): Member;
  remove(name: string): boolean;
  /** Names changed or removed since a revision; null if that revision never was or was forgotten. */
  since(revision: number): readonly { readonly name: string; readonly revision: number }[] | null;
  /** As after a restore or a pruned history: every token given so far is dead. */
  forgetHistory(): void;
}

export function createMemoryCollection(): MemoryCollection {
  const members = new Map<string, Member>();
  const touched = new Map<string, number>();
  let revision = 1;
  let oldest = 1;
  return {
    members,
    get revision() {
      return revision;
    },
    put(name, body) {
      revision += 1;
      const digest = createHash('sha256').update(body).digest('hex').slice(0, 16);
      const member = { name, etag: `"${digest}-${revision}"`, body };
      members.set(name, member);
      touched.set(name, revision);
      return member;
    },
    remove(name) {
      if (!members.delete(name)) return false;
      revision += 1;
      touched.set(name, revision);
      return true;
    },
    since(from) {
      if (from > revision || (from !== 0 && from < oldest)) return null;
      return [...touched].filter(([, at]) => at > from).map(([name, at]) => ({ name, revision: at }));
    },
    forgetHistory() {
      revision += 1;
      oldest = revision;
    },
  };
}
