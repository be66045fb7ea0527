/**
 * When a phone's user, or the phone alone, deletes more than a person is likely to mean, the cloud keeps it until the
 * owner has said so (I5). Looked at where the gateway's DELETE has taken effect.
 */
import type { Findings } from './findings.ts';
import { isTooMuch } from './mass.ts';
import type { OwnersWord } from './owners-word.ts';

/** What a phone is about to tell of one datastore. */
export interface Telling {
  readonly datastore: string;
  /** LUIDs that the gateway knows the phone to have had. */
  readonly known: ReadonlySet<string>;
  /** LUID to the number of the item, of what the phone says it has deleted. */
  readonly deleted: ReadonlyMap<string, string>;
  /** How much it has then, as far as it tells. */
  readonly left: number;
}

export interface CloudEmptiedWatch {
  /**
   * Before a session; what it returns is to be called after it, with the datastores whose deletions were certainly heard:
   * those of a two-way sync that ended well.
   */
  begins(phone: string, tellings: readonly Telling[]): (heard: readonly string[]) => void;
  /** Somebody else deletes it as well: one by one that is nobody's mass deletion. */
  alsoDeleted(token: string): void;
  /** The gateway has deleted in the cloud the only resource of this item. */
  removed(token: string): void;
}

export function watchCloudEmptied(findings: Findings, word: OwnersWord): CloudEmptiedWatch {
  let waiting: readonly Waiting[] = [];
  return {
    begins(phone, tellings) {
      const mine = tellings.flatMap(({ datastore, known, deleted, left }): Waiting[] => {
        const tokens = new Set([...deleted].flatMap(([luid, token]) => (known.has(luid) ? [token] : [])));
        if (!isTooMuch(tokens.size, known.size, left)) return [];
        return [{ phone, datastore, tokens, gone: new Set(), isHeard: false, words: word.count }];
      });
      waiting = [...waiting, ...mine];
      return (heard) => {
        for (const one of mine) {
          one.isHeard = heard.includes(one.datastore);
          if (one.isHeard) for (const token of one.gone) report(one, token);
        }
        waiting = waiting.filter((one) => one.isHeard || !mine.includes(one));
      };
    },
    alsoDeleted(token) {
      for (const { tokens } of waiting) tokens.delete(token);
    },
    removed(token) {
      waiting = waiting.filter(({ words }) => words === word.count);
      for (const one of waiting) {
        if (!one.tokens.has(token)) continue;
        if (one.isHeard) report(one, token);
        else one.gone.add(token);
      }
    },
  };

  function report({ phone, datastore }: Waiting, token: string): void {
    findings.add('I5', `${datastore} ${token} is deleted in the cloud with much else of ${phone}, unasked`);
  }
}

/** Deletions of one session that only their owner may let through. */
interface Waiting {
  readonly phone: string;
  readonly datastore: string;
  readonly tokens: Set<string>;
  /** Deleted in the cloud while the session was not over. */
  readonly gone: Set<string>;
  isHeard: boolean;
  /** How often the owner had given a word when the session began. */
  readonly words: number;
}
