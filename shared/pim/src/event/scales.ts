/** PRIORITY and STATUS of vCalendar 1.0 in the terms of iCalendar 2.0 and back. */

/** Phones have three levels; 4 to 9 are somebody's own (vCalendar 1.0 "Priority"). */
export function fromLegacyPriority(text: string): number {
  const value = Number.parseInt(text, 10);
  if (!(value >= 1 && value <= 9)) return 0;
  return value === 2 ? 5 : value === 3 ? 9 : value;
}

/** 0 for none. */
export function toLegacyPriority(priority: number): number {
  if (priority <= 0) return 0;
  return priority <= 4 ? 1 : priority === 5 ? 2 : 3;
}

/** Empty when the value says nothing about an event: NEEDS ACTION, SENT, DELEGATED. */
export function fromLegacyStatus(text: string): string {
  const value = text.trim().toUpperCase().replaceAll(/[ _]/g, '-');
  return fromLegacy[value] ?? '';
}

/** Undefined where vCalendar 1.0 has its default. */
export function toLegacyStatus(status: string): string | undefined {
  return toLegacy[status];
}

const fromLegacy: Readonly<Record<string, string>> = {
  ACCEPTED: 'CONFIRMED',
  CONFIRMED: 'CONFIRMED',
  COMPLETED: 'CONFIRMED',
  TENTATIVE: 'TENTATIVE',
  DECLINED: 'CANCELLED',
  CANCELLED: 'CANCELLED',
};

const toLegacy: Readonly<Record<string, string>> = {
  CONFIRMED: 'CONFIRMED',
  TENTATIVE: 'TENTATIVE',
  CANCELLED: 'DECLINED',
};
