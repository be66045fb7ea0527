import { describe, expect, it } from 'vitest';
import { newPhone, now, oldPhone, text } from './event/fixtures.ts';
import { events } from './event/index.ts';
import { PimError } from './pim-error.ts';
import { tasks } from './task/index.ts';
import { together } from './together.ts';

const forEvents = oldPhone();
const forTasks = { ...oldPhone(), kind: 'task' as const };
const both = together(events, [{ pim: tasks, capabilities: forTasks }]);

function sent(component: 'VEVENT' | 'VTODO', ...lines: readonly string[]): string {
  return text([
    'BEGIN:VCALENDAR',
    'VERSION:1.0',
    `BEGIN:${component}`,
    ...lines,
    `END:${component}`,
    'END:VCALENDAR',
  ]);
}

const event = sent('VEVENT', 'SUMMARY:Taxes', 'DTSTART:20240531T000000', 'DTEND:20240531T000000');
const task = sent('VTODO', 'SUMMARY:Taxes', 'DUE:20240531T000000');
const make = (view: string, uid: string): string => both.create(view, { uid, now, capabilities: forEvents });

describe('events and tasks in one datastore', () => {
  it.each([
    [event, 'VEVENT', events],
    [task, 'VTODO', tasks],
  ])('each is handled as its own kind (%#)', (view, component, alone) => {
    const read = both.readPhone(new TextEncoder().encode(view), null, forEvents);
    expect(read).toContain(`BEGIN:${component}`);
    const body = make(read, 'u1');
    expect(body).toContain(`BEGIN:${component}`);
    expect(both.uidOf(body)).toBe('u1');
    expect(both.occurrences(body)).toEqual(['']);
    expect(both.normalise(body)).toBe(alone.normalise(body));
    expect(both.image(body, '', forEvents).view).toContain(`BEGIN:${component}`);
    expect(both.sameOnPhone(both.image(body, '', forEvents).view, read, forEvents)).toBe(true);
    const edit = {
      body,
      recurrenceId: '',
      view: read,
      capabilities: forEvents,
      policy: 'merge',
      now,
    } as const;
    const incoming = read.replace('SUMMARY:Taxes', 'SUMMARY:Money');
    expect(both.apply({ ...edit, incoming })).toMatchObject({ changed: true, conflicts: [] });
  });

  it('a companion is fitted to what the phone holds of it, not of the first kind', () => {
    const without = { ...newPhone(), kind: 'task' as const, properties: { SUMMARY: {}, DUE: {} } };
    const narrow = together(events, [{ pim: tasks, capabilities: without }]);
    const body = make(sent('VTODO', 'SUMMARY:Taxes', 'DUE:20240531T000000', 'DESCRIPTION:All of it'), 'u1');
    expect(body).toContain('DESCRIPTION:All of it');
    expect(narrow.image(body, '', newPhone()).view).not.toContain('All of it');
  });

  it('the same title on the same day is not the same thing', () => {
    const [asEvent, asTask] = [event, task].map((view) => both.traitsOfView(view, forEvents));
    expect(asTask?.key).not.toBe(asEvent?.key);
    expect(asTask?.content).not.toBe(asEvent?.content);
    expect(both.traitsOfBody(make(task, 'u1'), '', forEvents)).toMatchObject({ ...asTask, uid: 'u1' });
    expect(both.sameOnPhone(event, task, forEvents)).toBe(false);
  });

  it('no item changes its kind', () => {
    const edit = { recurrenceId: '', view: event, capabilities: forEvents, policy: 'merge', now } as const;
    expect(() => both.apply({ ...edit, body: make(event, 'u1'), incoming: task })).toThrow(PimError);
  });
});
