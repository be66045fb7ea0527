/** No phone is told to give up more than a person is likely to mean before its owner has said so (I5). */
import type { Command } from '@anchorage/syncml-codec';
import type { Content } from '../people/content.ts';
import type { Findings } from './findings.ts';
import { isTooMuch } from './mass.ts';
import type { OwnersWord } from './owners-word.ts';
import { deletesIn } from './watch-deletes.ts';

interface Holder {
  readonly name: string;
  readonly contents: readonly Content[];
  readonly phone: () => { items(datastore: string): ReadonlyMap<string, string> };
}

export interface EmptyingWatch {
  /** What the phone has received and not carried out yet. */
  sees(commands: readonly Command[]): void;
  /** The session is over. One that broke off may have brought Deletes before what comes in their place. */
  ends(isFinished: boolean): void;
}

/** To be called before a session. */
export function watchPhoneEmptied(findings: Findings, word: OwnersWord, device: Holder): EmptyingWatch {
  const heard = word.beforeSession(device.name);
  const parts = device.contents.map(({ datastore }) => ({
    datastore,
    had: new Set(device.phone().items(datastore).keys()),
    gone: new Set<string>(),
  }));
  return {
    sees(commands) {
      for (const { datastore, luid } of deletesIn(commands)) {
        const part = parts.find((one) => one.datastore === datastore);
        if (part?.had.has(luid) === true) part.gone.add(luid);
      }
    },
    ends(isFinished) {
      const mayEmpty = heard(isFinished);
      for (const { datastore, had, gone } of parts) {
        const left = isFinished ? device.phone().items(datastore).size : Infinity;
        if (mayEmpty || !isTooMuch(gone.size, had.size, left)) continue;
        findings.add('I5', `${device.name} is to delete ${gone.size} of ${had.size} ${datastore} unasked`);
      }
    },
  };
}
