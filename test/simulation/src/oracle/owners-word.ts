/** What the owner of an account has said about deletions that wait for a word. */
export interface OwnersWord {
  /** Everything that waits is decided now. */
  given(): void;
  /**
   * To be called before a phone's session; what it returns is to be called after it: may the phone have been told of what
   * was decided since its last session that ended well?
   */
  beforeSession(phone: string): (isFinished: boolean) => boolean;
  /** How often a word was given. */
  readonly count: number;
}

export function createOwnersWord(): OwnersWord {
  const toldUpTo = new Map<string, number>();
  let count = 0;
  return {
    given: () => void (count += 1),
    beforeSession(phone) {
      const before = count;
      return (isFinished) => {
        const told = toldUpTo.get(phone) ?? 0;
        if (isFinished) toldUpTo.set(phone, before);
        return count > told;
      };
    },
    get count() {
      return count;
    },
  };
}
