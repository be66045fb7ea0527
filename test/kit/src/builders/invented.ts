/**
 * Invented people and appointments, the same for the same seed: names in several scripts, long notes, several numbers,
 * a photo now and then, recurrences, all-day entries, alarms. Nothing here belongs to anybody.
 */
export interface InventedContact {
  readonly uid: string;
  readonly family: string;
  readonly given: string;
  readonly phones: readonly { readonly type: 'CELL' | 'HOME' | 'WORK' | 'FAX'; readonly number: string }[];
  readonly email: string | null;
  readonly street: string | null;
  readonly city: string | null;
  readonly org: string | null;
  readonly title: string | null;
  readonly birthday: string | null;
  readonly note: string | null;
  /** Base64 of a tiny JPEG-like picture. */
  readonly photo: string | null;
}

export interface InventedEvent {
  readonly uid: string;
  readonly summary: string;
  readonly location: string | null;
  readonly description: string | null;
  /** UTC, or a date when `allDay`. */
  readonly start: Date;
  readonly end: Date;
  readonly allDay: boolean;
  readonly repeats: { readonly every: 'day' | 'week' | 'month' | 'year'; readonly count: number } | null;
  readonly alarmMinutes: number | null;
}

export function inventContact(seed: number): InventedContact {
  const random = randomFrom(seed, 1);
  const family = pick(families, random);
  const given = pick(givens, random);
  const chance = (share: number) => random() < share;
  const digits = () => `+1 555 01${String(Math.floor(random() * 100)).padStart(2, '0')}`;
  return {
    uid: `contact-${seed}@example.org`,
    family: `${family}${seed >= families.length ? `-${seed}` : ''}`,
    given,
    phones: (['CELL', 'HOME', 'WORK', 'FAX'] as const)
      .filter((type) => type === 'CELL' || chance(0.4))
      .map((type) => ({ type, number: digits() })),
    email: chance(0.7) ? `person${seed}@example.org` : null,
    street: chance(0.5) ? `${1 + Math.floor(random() * 90)} ${pick(streets, random)}` : null,
    city: chance(0.5) ? pick(cities, random) : null,
    org: chance(0.4) ? pick(orgs, random) : null,
    title: chance(0.2) ? 'Dr.' : null,
    birthday: chance(0.3) ? `19${50 + Math.floor(random() * 49)}-0${1 + Math.floor(random() * 9)}-15` : null,
    note: chance(0.3) ? pick(notes, random) : null,
    photo: chance(0.1) ? picture(random) : null,
  };
}

export function inventEvent(seed: number): InventedEvent {
  const random = randomFrom(seed, 2);
  const chance = (share: number) => random() < share;
  const allDay = chance(0.2);
  const day = Date.UTC(2026, 0, 1) + Math.floor(random() * 365) * dayLength;
  const start = new Date(allDay ? day : day + (8 + Math.floor(random() * 10)) * 3_600_000);
  const end = new Date(
    allDay ? day + dayLength : start.getTime() + (1 + Math.floor(random() * 4)) * 1_800_000,
  );
  return {
    uid: `event-${seed}@example.org`,
    summary: `${pick(summaries, random)} ${seed}`,
    location: chance(0.4) ? pick(cities, random) : null,
    description: chance(0.3) ? pick(notes, random) : null,
    start,
    end,
    allDay,
    repeats: chance(0.25)
      ? {
          every: pick(['day', 'week', 'month', 'year'] as const, random),
          count: 2 + Math.floor(random() * 8),
        }
      : null,
    alarmMinutes: chance(0.3) && !allDay ? 15 : null,
  };
}

/** A small linear generator (Numerical Recipes' constants): repeatable, not random. */
export function randomFrom(seed: number, stream: number): () => number {
  let state = (Math.imul(seed + 1, 2_654_435_761) ^ Math.imul(stream, 40_503)) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

function pick<Value>(from: readonly Value[], random: () => number): Value {
  return from[Math.floor(random() * from.length)] as Value;
}

function picture(random: () => number): string {
  const octets = Uint8Array.from({ length: 600 + Math.floor(random() * 2000) }, () =>
    Math.floor(random() * 256),
  );
  octets.set([0xff, 0xd8, 0xff, 0xe0]);
  octets.set([0xff, 0xd9], octets.length - 2);
  return Buffer.from(octets).toString('base64');
}

const dayLength = 86_400_000;
const families = [
  'Mustermann',
  'Österreicher',
  'Žižková',
  'Ngũgĩ',
  '山田',
  'Иванова',
  "O'Testa",
  'Smith; Jones',
  'Łącka',
  'Þórsdóttir',
];
const givens = [
  'Anna',
  'Jürgen',
  'Zoë',
  'José María',
  '太郎',
  'Ольга',
  'Siân',
  'Bjørn',
  'Chloé, B.',
  'Mehmet',
];
const streets = ['Example Street', 'Beispielweg', 'rue de l’Exemple', 'улица Примерная'];
const cities = ['Exampletown', 'Musterstadt', 'Ville-Exemple', '例市'];
const orgs = ['Example Ltd', 'Muster & Söhne', '株式会社例', 'Société; Exemple'];
const notes = [
  'Met at the fair.',
  'Two lines:\nthe second, with a comma; and more.',
  `Long: ${'lorem ipsum dolor sit amet '.repeat(12).trim()}`,
  'Grüße aus Ägypten = 100 %',
];
const summaries = ['Dentist', 'Besprechung', 'Déjeuner', '会議', 'День рождения', 'Lunch; with=signs'];
