/** What the owner of an account has said about deletions that wait for a word. */
export interface OwnersWord {
  /** Everything that waits is decided now. */
  given(): void;
  /**
   * To be called before a phone's session; what it returns is to be called after it: may the phone have been told of what
   * was decided since? Two sessions that ended well must lie between: of two workers that prepare one session the second may
   * take out what the first has put in, and the phone gets that with the next.
   */
  beforeSession(phone: string): (isFinished: boolean) => boolean;
  /** How often a word was given. */
  readonly count: number;
}

export function createOwnersWord(): OwnersWord {
  const toldUpTo = new Map<string, Told>();
  let count = 0;
  return {
    given: () => void (count += 1),
    beforeSession(phone) {
      const before = count;
      return (isFinished) => {
        const { surely, likely } = toldUpTo.get(phone) ?? { surely: 0, likely: 0 };
        if (isFinished) toldUpTo.set(phone, { surely: likely, likely: before });
        return count > surely;
      };
    },
    get count() {
      return count;
    },
  };
}

/** How many words a phone has been told of, by the last session but one that ended well, and by the last. */
interface Told {
  readonly surely: number;
  readonly likely: number;
}
