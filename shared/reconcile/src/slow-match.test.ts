import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchSlowSync } from './slow-match.ts';
import type { Candidate, ReceivedItem, SlowMatch } from './slow-items.ts';
import type { Traits } from './traits.ts';

describe('matchSlowSync', () => {
  it.each<{ name: string; phone: string[]; cloud: string[]; known?: string[]; expected: string[] }>([
    {
      name: 'the LUID we know, contents edited',
      phone: ['1 = ann|555 | new note'],
      cloud: ['A = ann|555 | note'],
      known: ['1 A'],
      expected: ['1=A luid'],
    },
    {
      name: 'a reset phone that uses its LUIDs again for others',
      phone: ['1 = bob|666 | b', '2 = ann|555 | a'],
      cloud: ['A = ann|555 | a', 'B = bob|666 | b'],
      known: ['1 A', '2 B'],
      expected: ['1=B exact', '2=A exact'],
    },
    {
      name: 'a reset phone with nothing in common at that LUID',
      phone: ['1 = carl|777 | c'],
      cloud: ['A = ann|555 | a'],
      known: ['1 A'],
      expected: ['1 new'],
    },
    {
      name: 'a name edited, the number is the same, the LUID is known',
      phone: ['1 = ann jones|555 | a'],
      cloud: ['A = ann smith|555 | a2'],
      known: ['1 A'],
      expected: ['1=A luid'],
    },
    {
      name: 'equal twins keep their own LUIDs',
      phone: ['1 = ann|555 | a', '2 = ann|555 | a'],
      cloud: ['A = ann|555 | a', 'B = ann|555 | a'],
      known: ['1 B', '2 A'],
      expected: ['1=B luid', '2=A luid'],
    },
    {
      name: 'equal contents first, then the namesake with a common number',
      phone: ['1 = ann|555,556 | x', '2 = ann|555 | a'],
      cloud: ['A = ann|555 | a', 'B = ann|556 | b'],
      expected: ['2=A exact', '1=B scored'],
    },
    {
      name: 'the one with more in common',
      phone: ['1 = ann|555,556 | x'],
      cloud: ['A = ann|555 | a', 'B = ann|555,556 | b'],
      expected: ['1=B scored'],
    },
    {
      name: 'never two people on a name alone',
      phone: ['1 = ann|555 | x'],
      cloud: ['A = ann|777 | a'],
      expected: ['1 new', '1?A'],
    },
    {
      name: 'a lone name without a number is that one',
      phone: ['1 = ann| | x'],
      cloud: ['A = ann|777 | a'],
      expected: ['1=A scored'],
    },
    {
      name: 'a name without a number when two people bear it is doubtful',
      phone: ['1 = ann| | x'],
      cloud: ['A = ann|777 | a', 'B = ann|888 | b'],
      expected: ['1 new', '1?A'],
    },
    {
      name: 'two nameless numbers are nobody',
      phone: ['1 = |555 | x'],
      cloud: ['A = |555 | a'],
      expected: ['1 new'],
    },
    {
      name: 'a surplus twin on the phone is new, and named',
      phone: ['1 = ann|555 | a', '2 = ann|555 | a'],
      cloud: ['A = ann|555 | a'],
      expected: ['1=A exact', '2 new', '2?A'],
    },
    {
      name: 'the UID, whatever else changed',
      phone: ['1 = ann|1 | x #u1'],
      cloud: ['A = bob|2 | a #u1', 'B = ann|1 | x'],
      expected: ['1=A uid'],
    },
    {
      name: 'of two with one UID the equal one',
      phone: ['1 = ann|1 | x #u1'],
      cloud: ['A = bob|2 | a #u1', 'B = ann|1 | x #u1'],
      expected: ['1=B uid'],
    },
  ])('contacts: $name', ({ phone, cloud, known = [], expected }) => {
    expect(print(match('contact', phone, cloud, known))).toEqual(expected);
  });

  it.each<{ name: string; phone: string[]; cloud: string[]; expected: string[] }>([
    {
      name: 'summary and start suffice',
      phone: ['1 = tea@9|end11 | x'],
      cloud: ['A = tea@9|end10 | a'],
      expected: ['1=A scored'],
    },
    {
      name: 'marks choose among several',
      phone: ['1 = tea@9|rule | x'],
      cloud: ['A = tea@9|end10 | a', 'B = tea@9|rule | b'],
      expected: ['1=B scored'],
    },
    {
      name: 'the series before its exception',
      phone: ['1 = tea@9|end10 | x'],
      cloud: ['A = tea@9|end10 | x /R1', 'B = tea@9|end10 | x'],
      expected: ['1=B exact'],
    },
    {
      name: 'an exception sent as a plain event',
      phone: ['1 = tea@9|end10 | x'],
      cloud: ['A = tea@9|end10 | x /R1'],
      expected: ['1=A/R1 exact'],
    },
    {
      name: 'an exception is never the series',
      phone: ['1 = tea@9|end10 | x /R1'],
      cloud: ['A = tea@9|end10 | x'],
      expected: ['1 new', '1?A'],
    },
    {
      name: 'series and exception by UID',
      phone: ['1 = tea@9|e | x #u /R1', '2 = tea@8|e | y #u'],
      cloud: ['A = t|e | m #u', 'A = t2|e | o #u /R1'],
      expected: ['1=A/R1 uid', '2=A uid'],
    },
  ])('events: $name', ({ phone, cloud, expected }) => {
    expect(print(match('event', phone, cloud, []))).toEqual(expected);
  });

  it('takes notes with one first line apart', () => {
    expect(print(match('note', ['1 = list|m | a'], ['A = list|m | b'], []))).toEqual(['1 new', '1?A']);
  });

  it('pairs one to one, leaves nobody out, and answers alike when asked again', () => {
    const traits = fc.record({
      uid: fc.constantFrom(null, null, 'u1', 'u2'),
      recurrenceId: fc.constantFrom('', '', 'R1'),
      key: fc.constantFrom('', 'ann', 'bob'),
      marks: fc.subarray(['1', '2', '3']),
      content: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    });
    fc.assert(
      fc.property(
        fc.constantFrom('contact', 'event', 'note'),
        fc.array(traits, { maxLength: 12 }),
        fc.array(traits, { maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 6 }),
        (kind, phone, cloud, links) => {
          const received = phone.map((entry, at) => ({ luid: `l${at}`, traits: entry }));
          const candidates = cloud.map((entry, at) => ({
            itemId: `i${at}`,
            recurrenceId: entry.recurrenceId,
            traits: entry,
          }));
          const known = links.map(([luid, item]) => ({
            luid: `l${luid}`,
            itemId: `i${item}`,
            recurrenceId: cloud[item]?.recurrenceId ?? '',
          }));
          const result = matchSlowSync(kind, received, candidates, known);
          expect(new Set(result.pairs.map((pair) => pair.luid)).size).toBe(result.pairs.length);
          expect(new Set(result.pairs.map((pair) => pair.itemId)).size).toBe(result.pairs.length);
          expect(result.pairs.length + result.unmatched.length).toBe(received.length);
          expect(matchSlowSync(kind, received, candidates, known)).toEqual(result);
          // Whoever was matched once is matched to the same when it comes again unchanged.
          const again = matchSlowSync(
            kind,
            received,
            candidates.map((candidate) => {
              const pair = result.pairs.find((entry) => entry.itemId === candidate.itemId);
              const mate = received.find((entry) => entry.luid === pair?.luid);
              return mate === undefined
                ? candidate
                : { ...candidate, traits: { ...candidate.traits, content: mate.traits.content } };
            }),
            result.pairs,
          );
          for (const pair of result.pairs) {
            expect(again.pairs).toContainEqual({ ...pair, how: 'luid' });
          }
        },
      ),
    );
  });

  it('matches ten thousand with ten thousand without comparing each with each', () => {
    const make = (at: number): Traits => ({
      uid: null,
      recurrenceId: '',
      key: at % 2 === 0 ? 'all the same' : `name ${at}`,
      marks: [`m${at % 100}`],
      content: `c${at}`,
    });
    const numbers = Array.from({ length: 10_000 }, (_, at) => at);
    const candidates = numbers.map((at) => ({ itemId: `i${at}`, recurrenceId: '', traits: make(at) }));
    for (const kind of ['contact', 'event'] as const) {
      const received = numbers.map((at) => ({
        luid: `${at}`,
        traits: at % 4 < 2 ? make(at) : { ...make(at), content: 'edited' },
      }));
      const { pairs } = matchSlowSync(kind, received, candidates, []);
      expect(pairs.length).toBe(10_000);
    }
  });
});

/** `name = key|mark,mark | content #uid /recurrence` */
function parse(line: string): { name: string; traits: Traits } {
  const found = /^(\S+) = ([^|]*)\|(\S*) \| ([^#/]*?)(?: #(\S+))?(?: \/(\S+))?$/.exec(line);
  if (found === null) throw new Error(line);
  const [, name = '', key = '', marks = '', content = '', uid = null, recurrenceId = ''] = found;
  return {
    name,
    traits: { uid, recurrenceId, key, marks: marks === '' ? [] : marks.split(','), content },
  };
}

function match(
  kind: 'contact' | 'event' | 'note',
  phone: string[],
  cloud: string[],
  known: string[],
): SlowMatch {
  const received = phone.map(parse).map(({ name, traits }): ReceivedItem => ({ luid: name, traits }));
  const candidates = cloud
    .map(parse)
    .map(({ name, traits }): Candidate => ({ itemId: name, recurrenceId: traits.recurrenceId, traits }));
  const links = known.map((line) => {
    const [luid = '', itemId = ''] = line.split(' ');
    return { luid, itemId, recurrenceId: '' };
  });
  return matchSlowSync(kind, received, candidates, links);
}

function print({ pairs, unmatched, doubtful }: SlowMatch): string[] {
  const name = (entry: { itemId: string; recurrenceId: string }): string =>
    entry.recurrenceId === '' ? entry.itemId : `${entry.itemId}/${entry.recurrenceId}`;
  return [
    ...pairs.map((pair) => `${pair.luid}=${name(pair)} ${pair.how}`),
    ...unmatched.map((luid) => `${luid} new`),
    ...doubtful.map((pair) => `${pair.luid}?${name(pair)}`),
  ];
}
