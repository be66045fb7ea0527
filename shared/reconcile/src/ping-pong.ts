/**
 * When a phone and a cloud undo each other: the phone turns what it gets into something else and sends that back as its
 * owner's edit, the cloud turns it into what it was, and so on for ever, with nobody behind it. Each half of it looks like
 * an edit. What tells it is that the phone makes the very same change again and again, which it can only when
 * somebody has undone it each time.
 */
import type { Turns } from '@anchorage/model';

/**
 * Takes one more change into the count. `pingPong`: it was made six times within three days, with no other change of the
 * phone in between. People do not: whoever goes back and forth on the phone makes two changes by turns, not one;
 * whoever ticks off every day what another ticks on needs six days for it; and who tries it a few times in an
 * afternoon has stopped by then. A phone that does so by itself does it with every second sync, so that it is found
 * within hours where it syncs by itself. One that syncs once a day is not found, and costs one write a day.
 */
export function takeTurn(
  before: Turns | null,
  turn: string,
  now: number,
): { readonly turns: Turns; readonly pingPong: boolean } {
  const lately = before?.turn === turn ? before.at.filter((time) => time > now - span) : [];
  const at = [...lately, now].slice(-mostTurns);
  return { turns: { turn, at }, pingPong: at.length === mostTurns };
}

const mostTurns = 6;
const span = 3 * 24 * 3_600_000;
