import { describe, expect, it } from 'vitest';
import { datastoreFor } from './aliases.ts';

const spellings: Readonly<Record<string, readonly string[]>> = {
  card: [
    'card',
    './card',
    'Card',
    'CONTACTS',
    './Contacts',
    'contacts/',
    '/contacts',
    'con',
    'scard',
    './Contacts.cdb',
    './C:Contacts.cdb',
    './C/Contacts.cdb',
    '/telecom/pb.vcf',
    'Contact/Unfiled',
    './contacts?CLASS&EQ;PRIVATE',
    'http://sync.example.org/sync/card',
    'card?photo=true',
  ],
  cal: [
    'cal',
    './calendar',
    'Calendar',
    'event',
    'events',
    'scal',
    './C:Calendar',
    '/telecom/cal.vcs',
    'c:\\Documents\\agenda\\agenda',
    'Cli_DB_Schedule',
    './calendar?TODO',
    './EventTask/Events',
    './cal/dr(-14,90)',
    'cal/fi(SUMMARY&CON;a/card)/li(200)',
  ],
  task: ['task', './tasks', 'stask', 'TODO', 'jobs', 'EventTask/Tasks'],
  note: ['note', 'notes', 'snote', 'memo', 'pnote', '/telecom/note.txt', 'C:Note', './Notes'],
};

describe('datastoreFor', () => {
  for (const [name, uris] of Object.entries(spellings)) {
    it.each(uris)(`reads %s as ${name}`, (uri) => {
      expect(datastoreFor(uri)).toBe(name);
    });
  }

  it.each([
    '',
    './',
    '/',
    '?card',
    'mail',
    './bookmark',
    'cardinal',
    'constructor',
    '__proto__',
    'http://card/x',
  ])('knows nothing called "%s"', (uri) => {
    expect(datastoreFor(uri)).toBeNull();
  });

  it('does not choke on a very long name', () => {
    expect(datastoreFor(`${'/'.repeat(100_000)}card`)).toBeNull();
    expect(datastoreFor('a:'.repeat(100_000))).toBeNull();
  });
});
