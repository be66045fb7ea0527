import type { Content } from './content.ts';
import { joined, unfolded, valueOf, withValue } from './lines.ts';

export const taskContent: Content = {
  collection: 'tasks',
  datastore: 'task',
  onPhone: (token) =>
    joined(
      'BEGIN:VCALENDAR',
      'VERSION:1.0',
      'BEGIN:VTODO',
      `SUMMARY:Kanari errand ${token}`,
      'DUE:20260801T120000Z',
      'STATUS:NEEDS ACTION',
      'END:VTODO',
      'END:VCALENDAR',
    ),
  inCloud: (token) =>
    joined(
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//example.org//simulated//EN',
      'BEGIN:VTODO',
      `UID:task-${token}@example.org`,
      'DTSTAMP:20260101T000000Z',
      `SUMMARY:Kanari errand ${token}`,
      'DUE:20260801T120000Z',
      ...taskContent.keptBy(token).map((value) => `X-EXAMPLE-SHOP:${value}`),
      'END:VTODO',
      'END:VCALENDAR',
    ),
  keptBy: (token) => [`Kanari shop ${token}`],
  read(text) {
    const token = /^SUMMARY[^:]*:.*?(\d{7})/im.exec(unfolded(text))?.[1];
    if (token === undefined) return null;
    return {
      token,
      fields: { note: valueOf(text, 'DESCRIPTION'), extra: '' },
      kept: taskContent.keptBy(token).filter((value) => unfolded(text).split(value).length === 2),
    };
  },
  /** A phone's task has a text and nothing more that could be changed here. */
  change: (text, _, value) => withValue(text, 'DESCRIPTION', `DESCRIPTION:${value}`, 'VTODO'),
};
