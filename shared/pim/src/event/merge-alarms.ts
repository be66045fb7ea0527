/** Reminders, known by their distance from the start. */
import type { Component } from '../text/content-line.ts';
import { alarmComponent, moveAlarm, type Alarm, type AlarmAnchor } from '../calendar/alarm.ts';
import type { Draft } from './draft.ts';
import type { Sides } from './three-way.ts';
import type { EventView } from './view.ts';

/**
 * Adds, moves and removes VALARMs as the phone did. `stored` are the body's alarms. What the phone was not shown stays,
 * and an alarm at an unchanged distance stays untouched.
 */
export function mergeAlarms(
  sides: Sides,
  draft: Draft,
  stored: readonly Alarm[],
  anchor: AlarmAnchor = 'START',
): void {
  const incoming = offsets(sides.incoming);
  const current = offsets(sides.current);
  const base = sides.base === undefined ? current : offsets(sides.base);
  const added = sides.incoming.alarms.filter(
    (alarm) => !base.has(alarm.offset) && !current.has(alarm.offset),
  );
  const removed = sides.base === undefined ? [] : [...base].filter((offset) => !incoming.has(offset));
  if (added.length === 0 && removed.every((offset) => !current.has(offset))) return;
  if (sides.base !== undefined && !equal(base, current)) {
    sides.conflicts.add('VALARM');
    if (sides.policy === 'cloud-wins') return;
  }
  let components = draft.item.components;
  const news = [...added];
  for (const offset of removed) {
    const old = stored.find((alarm) => alarm.offset === offset)?.component;
    if (old === undefined) continue;
    const alarm = removed.length === 1 && added.length === 1 ? news.shift() : undefined;
    components = replace(
      components,
      old,
      alarm === undefined ? undefined : moveAlarm(old, alarm.offset, anchor),
    );
  }
  const summary = sides.incoming.summary;
  draft.setComponents([
    ...components,
    ...news.map((alarm) => alarm.component ?? alarmComponent(alarm, summary, anchor)),
  ]);
}

function replace(
  components: readonly Component[],
  old: Component,
  next: Component | undefined,
): readonly Component[] {
  return components.flatMap((component) => (component !== old ? [component] : (next ?? [])));
}

function offsets(view: EventView): ReadonlySet<number> {
  return new Set(view.alarms.map((alarm) => alarm.offset));
}

function equal(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((offset) => b.has(offset));
}
