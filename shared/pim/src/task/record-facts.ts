/** What a filter may ask of a task, and which days it belongs to. */
import { lineOf } from '../text/content-line.ts';
import { instantOf, readTime, timeText } from '../calendar/calendar-time.ts';
import type { Matching } from '../contract.ts';
import { readMoment, textsOf } from '../event/record-facts.ts';
import { itemOf, readResource } from '../event/resource.ts';
import type { EventView } from '../event/view.ts';
import type { RecordFacts } from '../filter/holds.ts';
import { taskImage } from './image.ts';
import { dueOf, stateOf, taskOfBody, taskTime } from './view.ts';

export function factsOfTask(
  body: string,
  recurrenceId: string,
  { luid, capabilities }: Matching,
): RecordFacts {
  const resource = readResource(body, capabilities.timeZone, 'VTODO');
  const view = taskOfBody(resource, itemOf(resource, recurrenceId));
  return {
    luid,
    texts: (property) => taskTexts(view, property),
    moment: (property) => momentOf(view, property),
    momentOf: (text) => readMoment(text, view),
    isWithin: (since, before) => belongs(view, since, before),
    size: () => new TextEncoder().encode(taskImage(resource, recurrenceId, capabilities).view).byteLength,
  };
}

function taskTexts(view: EventView, property: string): readonly string[] {
  if (property === 'STATUS') {
    const state = stateOf(view) || 'NEEDS-ACTION';
    // vCalendar 1.0 writes a blank in it.
    return [state, state.replace('-', ' ')];
  }
  if (property !== 'DUE' && property !== 'DTSTART') return textsOf(view, property);
  const time = property === 'DUE' ? dueOf(view) : taskTime(view, 'DTSTART');
  return time === undefined ? [] : [timeText(time)];
}

function momentOf(view: EventView, property: string): number | undefined {
  const time =
    property === 'DUE' ? dueOf(view) : property === 'DTSTART' ? taskTime(view, 'DTSTART') : undefined;
  return time === undefined ? undefined : instantOf(time);
}

/** What is still to do does not get old, and what has no time belongs to every day. */
function belongs(view: EventView, since: number, before: number): boolean {
  const due = momentOf(view, 'DUE');
  const completed = readTime(lineOf(view.item, 'COMPLETED'), view.book);
  const done = completed === undefined ? undefined : instantOf(completed);
  const begins = momentOf(view, 'DTSTART') ?? due ?? done;
  if (begins !== undefined && begins >= before) return false;
  const state = stateOf(view);
  if (state !== 'COMPLETED' && state !== 'CANCELLED') return true;
  const ends = Math.max(due ?? Number.NEGATIVE_INFINITY, done ?? begins ?? Number.NEGATIVE_INFINITY);
  return ends === Number.NEGATIVE_INFINITY || ends >= since;
}
